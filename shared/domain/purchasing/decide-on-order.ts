/** The operator's decision on an order that waits: approve, amend, postpone, reject. */
import type { DomainEvent } from '#shared/contracts/events/event-types.ts';
import type { PurchaseOrderLine } from '#shared/contracts/events/purchasing.ts';
import type { DecisionInput } from '#shared/contracts/api/write-bodies.ts';
import type { Verdict } from '#shared/domain/approvals/approval-policy.ts';
import { type Decision, accept, reject } from '#shared/domain/decider.ts';
import { addDays } from '#shared/forecasting/day-number.ts';

import { orderValueMinor } from './order-value.ts';
import { type PurchaseOrderState, evolvePurchaseOrder } from './purchase-order.ts';
import { purchaseOrderCan } from './purchase-order-can.ts';
import { LONGEST_POSTPONEMENT_DAYS } from './wake.ts';

/** What a decision is taken on, and by whom. */
export type DecisionContext = {
  readonly approvalId: string;
  /** The tenant's local day. */
  readonly today: string;
  readonly undoUntil: string | null;
  /** Whether the person may approve an order of this value, in minor units, and in whose right. */
  readonly verdictOn: (valueMinor: number) => Verdict;
  /** Highest value, in minor units, that the person may approve. */
  readonly limitMinor: number;
  /** How many people have to approve an order of this value. */
  readonly requiredCountOf: (valueMinor: number) => number;
  /** Which of the needed approvals this one is, from 1, and how many are needed. */
  readonly level: number;
  readonly requiredCount: number;
  /** What changed since the page was opened, too little to ask again. */
  readonly note: string | null;
};

/** Events of the decision, or why it cannot be taken. */
export function decideOnOrder(
  order: PurchaseOrderState,
  input: DecisionInput,
  context: DecisionContext,
): Decision<PurchaseOrderState> {
  if (!purchaseOrderCan('decide', order.status) || order.approvalId !== context.approvalId) {
    return reject(409, 'The order does not wait for this decision', {
      detail: `${order.number} is ${order.status}`,
    });
  }
  if (input.revision !== order.revision) {
    return reject(409, 'The order was changed since you opened it', { extra: { revision: order.revision } });
  }
  const events = eventsOf(order, input, context);
  return Array.isArray(events) ? accept(order, events, evolvePurchaseOrder) : events;
}

function eventsOf(order: PurchaseOrderState, input: DecisionInput, context: DecisionContext) {
  const { approvalId, undoUntil } = context;
  const approval = { approvalId, revision: order.revision };
  switch (input.decision) {
    case 'approve':
      return approve(order, context);
    case 'reject':
      return [{ type: 'PurchaseOrderRejected', payload: { ...approval, undoUntil } }] satisfies DomainEvent[];
    case 'postpone':
      if (input.wake === undefined || input.wake.until <= context.today) {
        return reject(400, 'The day to come back must lie in the future', {
          detail: `today is ${context.today}`,
        });
      }
      if (input.wake.until > addDays(context.today, LONGEST_POSTPONEMENT_DAYS)) {
        return reject(400, `An order is put off by at most ${LONGEST_POSTPONEMENT_DAYS} days`, {
          detail: `today is ${context.today}`,
        });
      }
      return [
        { type: 'PurchaseOrderPostponed', payload: { ...approval, wake: input.wake, undoUntil } },
      ] satisfies DomainEvent[];
    case 'amend':
      return amend(order, input, context);
  }
}

function approve(order: PurchaseOrderState, context: DecisionContext) {
  const refusal = refuse(orderValueMinor(order.lines), context);
  if (refusal !== null) return refusal;
  const { approvalId, level, requiredCount, note, undoUntil } = context;
  const approval = { approvalId, revision: order.revision };
  const granted: DomainEvent = {
    type: 'PurchaseOrderApprovalGranted',
    payload: { ...approval, level, ...(note === null ? {} : { note }) },
  };
  if (level < requiredCount) return [granted];
  return [
    granted,
    { type: 'PurchaseOrderApproved', payload: { ...approval, auto: false, undoUntil } },
  ] satisfies DomainEvent[];
}

function amend(order: PurchaseOrderState, input: DecisionInput, context: DecisionContext) {
  const after = amendedLines(order.lines, input.lines ?? []);
  if (!Array.isArray(after)) return after;
  if (after.length === 0) return reject(400, 'An order needs at least one line; reject it instead');
  const value = orderValueMinor(after);
  // An order that has grown may need two people now.
  const alsoApproved =
    input.alsoApprove && Math.max(context.requiredCount, context.requiredCountOf(value)) === 1;
  const refusal = alsoApproved ? refuse(value, context) : null;
  if (refusal !== null) return refusal;
  const { approvalId, undoUntil } = context;
  const revision = order.revision + 1;
  const amended: DomainEvent = {
    type: 'PurchaseOrderAmended',
    payload: { approvalId, revision, before: [...order.lines], after, alsoApproved, undoUntil },
  };
  if (!alsoApproved) return [amended];
  return [
    amended,
    { type: 'PurchaseOrderApproved', payload: { approvalId, revision, auto: false, undoUntil } },
  ] satisfies DomainEvent[];
}

function amendedLines(lines: readonly PurchaseOrderLine[], changes: NonNullable<DecisionInput['lines']>) {
  const changeOf = new Map(changes.map((change) => [change.lineNumber, change]));
  const unknown = changes.find((change) => !lines.some((line) => line.lineNumber === change.lineNumber));
  if (unknown !== undefined) return reject(400, `The order has no line ${unknown.lineNumber}`);
  return lines
    .map((line) => {
      const change = changeOf.get(line.lineNumber);
      if (change === undefined) return line;
      return {
        ...line,
        quantity: change.quantity,
        unitPriceMinor: change.unitPriceMinor ?? line.unitPriceMinor,
      };
    })
    .filter((line) => line.quantity > 0);
}

const ownProposal = 'You proposed this order: somebody else has to decide';

/** The answer to who decides on a proposal of their own that is too large for that. */
export const ownProposalRefused = reject(403, ownProposal, { extra: { because: 'ownProposal' } });

/** Why the person cannot approve an order of this value; null where they can. */
function refuse(valueMinor: number, { verdictOn, limitMinor }: DecisionContext) {
  const verdict = verdictOn(valueMinor);
  if (verdict.may) return null;
  const { because } = verdict;
  switch (because) {
    case 'role':
      return reject(403, 'Approving needs the role operator', { extra: { because } });
    case 'ownProposal':
      return ownProposalRefused;
    case 'granted':
      return reject(409, 'You have approved this order already', { extra: { because } });
    case 'limit':
      return reject(403, 'The order is above your approval limit', {
        extra: { because, valueMinor, limitMinor },
      });
  }
}
