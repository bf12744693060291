/** decide: settles an approval in one transaction: votes, the row, the decision's events, what follows. */
import { readDecider } from '#functions/_kit/approval-authority.ts';
import { factsHashOf, readTenantDay } from '#functions/_kit/facts.ts';
import type { CommandContext, CommandResult } from '#functions/event-emitter/command.ts';
import type { Services } from '#functions/event-emitter/services.ts';
import { inTransaction } from '#functions/event-emitter/transaction.ts';
import type { UnitOfWork } from '#functions/event-emitter/unit-of-work.ts';
import type { DecisionInput } from '#shared/contracts/api/write-bodies.ts';
import {
  isOwnLarge,
  mayDecide,
  reachOf,
  requiredCountOf,
  type Verdict,
} from '#shared/domain/approvals/approval-policy.ts';
import { type Acceptance, type Rejection, reject } from '#shared/domain/decider.ts';
import { lineChanges } from '#shared/domain/issues/line-changes.ts';
import { decideOnOrder, ownProposalRefused } from '#shared/domain/purchasing/decide-on-order.ts';
import { orderValueMinor } from '#shared/domain/purchasing/order-value.ts';
import type { PurchaseOrderState } from '#shared/domain/purchasing/purchase-order.ts';

import {
  type ApprovalRow,
  lockApproval,
  lostRace,
  markDecided,
  noApproval,
  readGrants,
  readProposer,
} from './approval-row.ts';
import { orderWrite } from './order-streams.ts';
import { readOrderVectors } from './route-approval.ts';
import { recordStaleRefusal } from './stale-refusal.ts';
import { writeAccepted } from './write-accepted.ts';

/** Decides on the approval of the path; the loser of a race gets 409 with the winner. */
export async function decide(
  services: Services,
  context: CommandContext,
  input: DecisionInput,
): Promise<CommandResult> {
  const approvalId = context.parameters['approvalId'] ?? '';
  const result = await inTransaction(services, context, async (unit) => {
    const locked = await lockApproval(unit, approvalId);
    if (locked === null) return noApproval;
    const { approval, order } = locked;
    const lost = lostRace(approval, context.now);
    if (lost !== null) return lost;
    const authority = await readAuthority(unit, approval, context.actor.id);
    return authority.isOwnLarge
      ? ownProposalRefused
      : settle(unit, { context, approval, order, input, authority });
  });
  if ('kind' in result) await recordStaleRefusal(services, context, { approvalId, input, result });
  return result;
}

type Settling = {
  readonly context: CommandContext;
  readonly approval: ApprovalRow;
  readonly order: PurchaseOrderState;
  readonly input: DecisionInput;
  readonly authority: Authority;
};

/** What the person may do about the approval. */
type Authority = {
  readonly isOwnLarge: boolean;
  readonly limitMinor: number;
  readonly level: number;
  readonly verdictOn: (valueMinor: number) => Verdict;
};

async function readAuthority(unit: UnitOfWork, approval: ApprovalRow, sub: string): Promise<Authority> {
  const decider = await readDecider(unit.sql, sub);
  if (decider === null) throw new Error(`${sub} decides, and is no member: the door lets members in only`);
  const { policy, valueMinor, purchaseOrderId, approvalId } = approval;
  const proposedBy = await readProposer(unit, purchaseOrderId);
  const granted = await readGrants(unit, approvalId);
  return {
    isOwnLarge: isOwnLarge(policy, { valueMinor, proposedBy }, sub),
    limitMinor: reachOf(policy, decider),
    level: granted.length + 1,
    verdictOn: (value) => mayDecide(policy, decider, { order: { valueMinor: value, proposedBy }, granted }),
  };
}

async function settle(
  unit: UnitOfWork,
  { context, approval, order, input, authority }: Settling,
): Promise<CommandResult> {
  const seen = await compareWithSeen(unit, { approval, order, input });
  if (seen.kind === 'stale') return seen.refusal;
  const { today } = await readTenantDay(unit.sql);
  const undoUntil =
    input.undoSeconds === 0 ? null : new Date(context.now.getTime() + input.undoSeconds * 1000).toISOString();
  const decision = decideOnOrder(order, input, {
    approvalId: approval.approvalId,
    today,
    undoUntil,
    ...authority,
    requiredCountOf: (valueMinor) => requiredCountOf(approval.policy, valueMinor),
    requiredCount: approval.requiredCount,
    note: seen.note,
  });
  if (decision.kind === 'rejected') return decision;
  const onBehalfOf = inWhoseRight(decision, authority);
  if (input.decision === 'approve') await vote(unit, { approval, context, onBehalfOf, undoUntil });
  const events = await unit.append([
    orderWrite(approval.purchaseOrderId, decision, {
      reason: input.reason ?? null,
      factsHash: seen.factsHash,
      ...(onBehalfOf === null ? {} : { actor: { ...context.actor, onBehalfOf } }),
    }),
  ]);
  const last = events.at(-1);
  if (last === undefined) throw new Error('a decision without an event');
  if (isFinal(decision))
    await markDecided(unit, { approval, input, context, eventId: last.eventId, undoUntil });
  if (input.wake !== undefined) await wakeOn(unit, { context, approval, until: input.wake.until });
  return writeAccepted(events);
}

const grants: readonly string[] = ['PurchaseOrderApprovalGranted', 'PurchaseOrderApproved'];

/** Whose limit an approval rests on where it is not the person's own. */
function inWhoseRight(
  { events, state }: Acceptance<PurchaseOrderState>,
  { verdictOn }: Authority,
): string | null {
  if (!events.some(({ type }) => grants.includes(type))) return null;
  const verdict = verdictOn(orderValueMinor(state.lines));
  return verdict.may ? verdict.onBehalfOf : null;
}

/** A grant that is not the last one leaves the approval open. */
function isFinal(decision: Acceptance<PurchaseOrderState>): boolean {
  return decision.events.some((event) => event.type !== 'PurchaseOrderApprovalGranted');
}

type Seen =
  | { readonly kind: 'current'; readonly factsHash: string; readonly note: string | null }
  | { readonly kind: 'stale'; readonly refusal: Rejection };

/** Compares what the client saw with what is: equal, changed too little to matter, or to be asked again. */
async function compareWithSeen(
  unit: UnitOfWork,
  { approval, order, input }: Omit<Settling, 'context' | 'authority'>,
): Promise<Seen> {
  const now = await readOrderVectors(unit, order);
  const factsHash = factsHashOf(order.revision, now);
  if (input.factsHash === factsHash) return { kind: 'current', factsHash, note: null };
  const changes = lineChanges(approval.facts, now);
  const wasShown = input.factsHash === approval.factsHash;
  if (wasShown && changes.every((change) => !change.isMaterial)) {
    const note = changes
      .map(({ change }) => `line ${change.lineNumber} ${change.fact} ${change.before} → ${change.after}`)
      .join('; ');
    return { kind: 'current', factsHash, note: `changed since it was opened: ${note}`.slice(0, 200) };
  }
  const diff = changes.map(({ change }) => change);
  const refusal = reject(409, 'The facts changed since you opened this', { extra: { diff, factsHash } });
  return { kind: 'stale', refusal };
}

type Vote = {
  readonly approval: ApprovalRow;
  readonly context: CommandContext;
  readonly onBehalfOf: string | null;
  readonly undoUntil: string | null;
};

/** Keeps the grant; that neither of the two has granted before was seen under the approval's lock. */
async function vote(unit: UnitOfWork, { approval, context, onBehalfOf, undoUntil }: Vote): Promise<void> {
  await unit.sql`
    INSERT INTO approval_votes (tenant_id, approval_id, sub, on_behalf_of, undo_until)
    VALUES (current_tenant(), ${approval.approvalId}, ${context.actor.id}, ${onBehalfOf}, ${undoUntil})`;
}

async function wakeOn(
  unit: UnitOfWork,
  {
    context,
    approval,
    until,
  }: { readonly context: CommandContext; readonly approval: ApprovalRow; readonly until: string },
): Promise<void> {
  const [due] = await unit.sql<{ seconds: number }[]>`
    SELECT extract(epoch FROM (${until}::date::timestamp AT TIME ZONE time_zone) - now())::float8 AS seconds
    FROM tenants WHERE tenant_id = current_tenant()`;
  const { purchaseOrderId } = approval;
  await unit.requestStart({
    machine: 'purchase-order-decision',
    subjectKey: `order:${purchaseOrderId}`,
    input: { tenantId: context.tenantId, purchaseOrderId },
    delaySeconds: Math.max(5, Math.ceil(due?.seconds ?? 0)),
  });
}
