import type { WakeCondition } from '#shared/contracts/events/approvals.ts';
import type { PurchaseOrderLine } from '#shared/contracts/events/purchasing.ts';

import type { SentencesOf } from './sentence.ts';
import { counted, percentText, quantityText, reasonText, type Words } from './words.ts';

/** Sentences about decisions. */
export const decisionSentences: SentencesOf<
  | 'PurchaseOrderApprovalGranted'
  | 'PurchaseOrderApproved'
  | 'PurchaseOrderRejected'
  | 'PurchaseOrderAmended'
  | 'PurchaseOrderPostponed'
  | 'PurchaseOrderPostponementEnded'
  | 'DecisionUndone'
  | 'ApprovalReminderSent'
  | 'ApprovalEscalated'
  | 'ApprovalExtended'
  | 'ApprovalExpired'
  | 'StaleDecisionRefused'
> = {
  PurchaseOrderApprovalGranted: ({ level, note }, { actor, subject }) =>
    `${actor} gave approval ${level} for ${subject}${note === undefined ? '' : `; ${note}`}.`,
  PurchaseOrderApproved: ({ auto, revision, because }, { actor, subject }, reason) =>
    auto
      ? `${subject} (revision ${revision}) was approved by policy${because === undefined ? '' : `: ${because.join(', ')}`}.`
      : `${actor} approved ${subject} (revision ${revision})${reasonText(reason)}.`,
  PurchaseOrderRejected: (_, { actor, subject }, reason) =>
    `${actor} rejected ${subject}${reasonText(reason)}.`,
  PurchaseOrderAmended: ({ before, after, alsoApproved }, words, reason) => {
    const verb = alsoApproved ? 'amended and approved' : 'amended';
    return `${words.actor} ${verb} ${words.subject}, ${changesText(before, after, words)}${reasonText(reason)}.`;
  },
  PurchaseOrderPostponed: ({ wake }, { actor, subject }, reason) =>
    `${actor} postponed ${subject} until ${wake.until}${wakeText(wake)}${reasonText(reason)}.`,
  PurchaseOrderPostponementEnded: ({ condition }, { subject }) =>
    `${subject} came back: ${wakeCauses[condition]}.`,
  DecisionUndone: ({ decision }, { actor, subject }) =>
    `${actor} took the decision on ${subject} back (it was: ${decision}); it waits again.`,
  ApprovalReminderSent: (_, { subject }) => `Those who may decide on ${subject} were reminded.`,
  ApprovalEscalated: (_, { subject }) => `Nobody has decided on ${subject} for long: the admins were told.`,
  ApprovalExtended: ({ expiresAt }, { subject }) =>
    `Nobody decided on ${subject} in time; it waits until ${expiresAt.slice(0, 10)}.`,
  ApprovalExpired: (_, { subject }) => `Nobody decided on ${subject} in time.`,
  StaleDecisionRefused: ({ diff }, { actor, subject }) =>
    `${actor} decided on ${subject} on facts that had changed (${counted(diff.length, 'figure')}); it was not taken.`,
};

const wakeCauses = {
  date: 'the day it was postponed to is here',
  risk: 'the risk of a stock-out rose above what was agreed',
  position: 'the inventory position fell below what was agreed',
  basket: "the supplier's basket reached what was agreed",
} as const;

/** What brings a postponed order back before its day; amounts are left to the details. */
function wakeText({ riskAbove, positionBelow, basketAboveMinor }: WakeCondition): string {
  const earlier = [
    positionBelow === undefined ? null : `the position is below ${quantityText(positionBelow)}`,
    riskAbove === undefined ? null : `the risk is above ${percentText(riskAbove)}`,
    basketAboveMinor === undefined ? null : "the supplier's basket is worth it",
  ].filter((part) => part !== null);
  return earlier.length === 0 ? '' : `, or as soon as ${earlier.join(' or ')}`;
}

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
