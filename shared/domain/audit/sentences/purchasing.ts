import type { PurchaseOrderLine } from '#shared/contracts/events/purchasing.ts';
import { orderValueMinor } from '#shared/domain/purchasing/order-value.ts';

import type { SentencesOf } from './sentence.ts';
import { counted, moneyText, quantityText, reasonText, type Words } from './words.ts';

/** Sentences about orders and deliveries. */
export const purchasingSentences: SentencesOf<
  | 'PurchaseOrderProposed'
  | 'PurchaseOrderApprovalRequested'
  | 'PurchaseOrderIssued'
  | 'GoodsReceived'
  | 'PurchaseOrderPartiallyReceived'
  | 'PurchaseOrderReceived'
  | 'PurchaseOrderClosed'
  | 'PurchaseOrderCancelled'
> = {
  PurchaseOrderProposed: ({ number, supplierId, currency, lines }, words) => {
    const worth = words.seesCosts ? `, worth ${moneyText(orderValueMinor(lines), currency)}` : '';
    return `${words.actor} proposed ${number}: ${linesText(lines, words)} from ${words.nameOf(supplierId)}${worth}.`;
  },
  PurchaseOrderApprovalRequested: ({ requiredCount, expiresAt }, { subject }) => {
    const people = requiredCount === 1 ? 'a decision' : `${requiredCount} approvals`;
    return `${subject} waits for ${people} until ${expiresAt.slice(0, 10)}.`;
  },
  PurchaseOrderIssued: ({ expectedAt }, { subject }) =>
    `${subject} was issued to the supplier${expectedAt === null ? '' : `; expected about ${expectedAt}`}.`,
  GoodsReceived: ({ lines }, { actor, subject }) => {
    const units = lines.reduce((sum, line) => sum + line.quantity, 0);
    return `${actor} received ${counted(units, 'unit')} of ${subject} on ${counted(lines.length, 'line')}.`;
  },
  PurchaseOrderPartiallyReceived: (_, { subject }) => `A part of ${subject} is still to come.`,
  PurchaseOrderReceived: (_, { subject }) => `All of ${subject} is in.`,
  PurchaseOrderClosed: ({ shortClosed }, { subject }) =>
    shortClosed
      ? `${subject} was closed; the rest of it is not expected any more.`
      : `${subject} was closed.`,
  PurchaseOrderCancelled: (_, { actor, subject }, reason) =>
    `${actor} called ${subject} off${reasonText(reason)}.`,
};

/** `200 × FC-10`, or how many lines there are. */
function linesText(lines: readonly PurchaseOrderLine[], { nameOf }: Words): string {
  const [only, second] = lines;
  if (only === undefined || second !== undefined) return counted(lines.length, 'line');
  return `${quantityText(only.quantity)} × ${nameOf(only.productId)}`;
}
