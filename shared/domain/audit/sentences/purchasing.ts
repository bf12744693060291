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
  | 'PurchaseOrderAcknowledged'
  | 'PurchaseOrderRescheduled'
  | 'PurchaseOrderHeld'
  | 'PurchaseOrderReleased'
  | 'PurchaseOrderCommented'
  | 'GoodsRejected'
  | 'GoodsReceiptReversed'
  | 'DeliveryDiscrepancyRecorded'
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
    return `${actor} received ${counted(unitsOf(lines), 'unit')} of ${subject} on ${counted(lines.length, 'line')}.`;
  },
  PurchaseOrderPartiallyReceived: (_, { subject }) => `A part of ${subject} is still to come.`,
  PurchaseOrderReceived: (_, { subject }) => `All of ${subject} is in.`,
  PurchaseOrderClosed: ({ shortClosed }, { subject }) =>
    shortClosed
      ? `${subject} was closed; the rest of it is not expected any more.`
      : `${subject} was closed.`,
  PurchaseOrderCancelled: (_, { actor, subject }, reason) =>
    `${actor} called ${subject} off${reasonText(reason)}.`,
  PurchaseOrderAcknowledged: ({ promisedDate }, { subject }) =>
    `The supplier confirmed ${subject} for ${promisedDate}.`,
  PurchaseOrderRescheduled: ({ from, to, by }, { actor, subject }, reason) => {
    const whose = by === 'supplier' ? 'by the supplier' : 'on our wish';
    return `${actor} moved ${subject}${from === null ? '' : ` from ${from}`} to ${to}, ${whose}${reasonText(reason)}.`;
  },
  PurchaseOrderHeld: (_, { actor, subject }, reason) =>
    `${actor} put ${subject} on hold${reasonText(reason)}.`,
  PurchaseOrderReleased: (_, { actor, subject }) => `${actor} released ${subject}.`,
  PurchaseOrderCommented: ({ text }, { actor, subject }) => `${actor} about ${subject}: ${text}`,
  GoodsRejected: ({ lines }, { actor, subject }, reason) =>
    `${actor} rejected ${counted(unitsOf(lines), 'unit')} of ${subject}${reasonText(reason)}.`,
  GoodsReceiptReversed: ({ lines }, { actor, subject }, reason) =>
    `${actor} took a receipt of ${counted(unitsOf(lines), 'unit')} of ${subject} back${reasonText(reason)}.`,
  DeliveryDiscrepancyRecorded: ({ lineNumber, kind, quantity }, { subject }) => {
    const what = { over: 'too many', short: 'never delivered', rejected: 'not accepted' }[kind];
    return `${subject}, line ${lineNumber}: ${quantityText(quantity)} ${what}.`;
  },
};

function unitsOf(lines: readonly { readonly quantity: number }[]): number {
  return lines.reduce((sum, line) => sum + line.quantity, 0);
}

/** `200 × FC-10`, or how many lines there are. */
function linesText(lines: readonly PurchaseOrderLine[], { nameOf }: Words): string {
  const [only, second] = lines;
  if (only === undefined || second !== undefined) return counted(lines.length, 'line');
  return `${quantityText(only.quantity)} × ${nameOf(only.productId)}`;
}
