import type { PurchaseOrderLine } from '#shared/contracts/events/purchasing.ts';

import type { SentencesOf } from './sentence.ts';
import { counted, quantityText, reasonText, type Words } from './words.ts';

/** Sentences about decisions. */
export const decisionSentences: SentencesOf<
  | 'PurchaseOrderApprovalGranted'
  | 'PurchaseOrderApproved'
  | 'PurchaseOrderRejected'
  | 'PurchaseOrderAmended'
  | 'PurchaseOrderPostponed'
  | 'PurchaseOrderPostponementEnded'
  | 'DecisionUndone'
  | 'ApprovalExpired'
  | 'StaleDecisionRefused'
> = {
  PurchaseOrderApprovalGranted: ({ level, note }, { actor, subject }) =>
    `${actor} gave approval ${level} for ${subject}${note === undefined ? '' : `; ${note}`}.`,
  PurchaseOrderApproved: ({ auto, revision }, { actor, subject }, reason) =>
    auto
      ? `${subject} (revision ${revision}) was approved by policy.`
      : `${actor} approved ${subject} (revision ${revision})${reasonText(reason)}.`,
  PurchaseOrderRejected: (_, { actor, subject }, reason) =>
    `${actor} rejected ${subject}${reasonText(reason)}.`,
  PurchaseOrderAmended: ({ before, after, alsoApproved }, words, reason) => {
    const verb = alsoApproved ? 'amended and approved' : 'amended';
    return `${words.actor} ${verb} ${words.subject}, ${changesText(before, after, words)}${reasonText(reason)}.`;
  },
  PurchaseOrderPostponed: ({ wake }, { actor, subject }, reason) =>
    `${actor} postponed ${subject} until ${wake.until}${reasonText(reason)}.`,
  PurchaseOrderPostponementEnded: (_, { subject }) =>
    `${subject} came back: the day it was postponed to is here.`,
  DecisionUndone: ({ decision }, { actor, subject }) =>
    `${actor} took the decision on ${subject} back (it was: ${decision}); it waits again.`,
  ApprovalExpired: (_, { subject }) => `Nobody decided on ${subject} in time.`,
  StaleDecisionRefused: ({ diff }, { actor, subject }) =>
    `${actor} decided on ${subject} on facts that had changed (${counted(diff.length, 'figure')}); it was not taken.`,
};

const shownChanges = 3;

function changesText(
  before: readonly PurchaseOrderLine[],
  after: readonly PurchaseOrderLine[],
  words: Words,
): string {
  const lineAfter = new Map(after.map((line) => [line.lineNumber, line]));
  const changes = before.flatMap((line) => changeText(line, lineAfter.get(line.lineNumber), words));
  if (changes.length === 0) return 'nothing of its quantities';
  const more = changes.length - shownChanges;
  return `${changes.slice(0, shownChanges).join(', ')}${more > 0 ? ` and ${counted(more, 'more line', 'more lines')}` : ''}`;
}

function changeText(before: PurchaseOrderLine, after: PurchaseOrderLine | undefined, words: Words): string[] {
  const name = words.nameOf(before.productId);
  if (after === undefined) return [`without ${name}`];
  if (after.quantity !== before.quantity)
    return [`${name} ${quantityText(before.quantity)} → ${quantityText(after.quantity)}`];
  return after.unitPriceMinor === before.unitPriceMinor ? [] : [`${name} at another price`];
}
