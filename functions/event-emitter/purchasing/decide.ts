/** decide: settles an approval in one transaction: votes, the row, the decision's events, what follows. */
import { factsHashOf, readTenantDay } from '#functions/_kit/facts.ts';
import type { CommandContext, CommandResult } from '#functions/event-emitter/command.ts';
import type { Services } from '#functions/event-emitter/services.ts';
import { inTransaction } from '#functions/event-emitter/transaction.ts';
import type { UnitOfWork } from '#functions/event-emitter/unit-of-work.ts';
import type { DecisionInput } from '#shared/contracts/api/write-bodies.ts';
import { defaultApprovalLimitMinor } from '#shared/contracts/roles.ts';
import { type Acceptance, type Rejection, reject } from '#shared/domain/decider.ts';
import { lineChanges } from '#shared/domain/issues/line-changes.ts';
import { decideOnOrder } from '#shared/domain/purchasing/decide-on-order.ts';
import type { PurchaseOrderState } from '#shared/domain/purchasing/purchase-order.ts';

import { type ApprovalRow, lockApproval, lostRace, markDecided, noApproval } from './approval-row.ts';
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
    const refusal = lostRace(approval, context.now) ?? (await ownProposal(unit, approval, context));
    if (refusal !== null) return refusal;
    return settle(unit, { context, approval, order, input });
  });
  if ('kind' in result) await recordStaleRefusal(services, context, { approvalId, input, result });
  return result;
}

type Settling = {
  readonly context: CommandContext;
  readonly approval: ApprovalRow;
  readonly order: PurchaseOrderState;
  readonly input: DecisionInput;
};

async function settle(
  unit: UnitOfWork,
  { context, approval, order, input }: Settling,
): Promise<CommandResult> {
  const seen = await compareWithSeen(unit, { approval, order, input });
  if (seen.kind === 'stale') return seen.refusal;
  const { today } = await readTenantDay(unit.sql);
  const level = input.decision === 'approve' ? await vote(unit, approval, context) : 1;
  if (level === null) return reject(409, 'You have approved this order already');
  const undoUntil =
    input.undoSeconds === 0 ? null : new Date(context.now.getTime() + input.undoSeconds * 1000).toISOString();
  const decision = decideOnOrder(order, input, {
    approvalId: approval.approvalId,
    today,
    undoUntil,
    limitMinor: await readLimit(unit, context),
    level,
    requiredCount: approval.requiredCount,
    note: seen.note,
  });
  if (decision.kind === 'rejected') return decision;
  const events = await unit.append([
    orderWrite(approval.purchaseOrderId, decision, {
      reason: input.reason ?? null,
      factsHash: seen.factsHash,
    }),
  ]);
  const last = events.at(-1);
  if (last === undefined) throw new Error('a decision without an event');
  if (isFinal(decision))
    await markDecided(unit, { approval, input, context, eventId: last.eventId, undoUntil });
  if (input.wake !== undefined) await wakeOn(unit, { context, approval, until: input.wake.until });
  return writeAccepted(events);
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
  { approval, order, input }: Omit<Settling, 'context'>,
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

/** Counts the caller's grant; its number, or null when they had granted before. */
async function vote(
  unit: UnitOfWork,
  approval: ApprovalRow,
  context: CommandContext,
): Promise<number | null> {
  const rows = await unit.sql`
    INSERT INTO approval_votes (tenant_id, approval_id, sub)
    VALUES (current_tenant(), ${approval.approvalId}, ${context.actor.id})
    ON CONFLICT DO NOTHING RETURNING sub`;
  if (rows.length === 0) return null;
  const [votes] = await unit.sql<{ count: number }[]>`SELECT count(*)::int AS count FROM approval_votes
    WHERE tenant_id = current_tenant() AND approval_id = ${approval.approvalId}`;
  return votes?.count ?? 1;
}

async function readLimit(unit: UnitOfWork, context: CommandContext): Promise<number> {
  const fallback = defaultApprovalLimitMinor[context.role ?? 'viewer'];
  const [member] = await unit.sql<
    { limit: number | null }[]
  >`SELECT approval_limit_minor AS limit FROM memberships
    WHERE tenant_id = current_tenant() AND sub = ${context.sub ?? ''}`;
  return member?.limit ?? fallback;
}

/** Nobody approves an own proposal above what an operator may approve alone. */
async function ownProposal(
  unit: UnitOfWork,
  approval: ApprovalRow,
  context: CommandContext,
): Promise<Rejection | null> {
  if (approval.valueMinor <= defaultApprovalLimitMinor.operator) return null;
  const [proposal] = await unit.sql<{ proposer: string }[]>`SELECT actor ->> 'id' AS proposer FROM events
    WHERE tenant_id = current_tenant() AND stream_id = ${approval.purchaseOrderId} AND stream_version = 1`;
  if (proposal?.proposer !== context.actor.id) return null;
  return reject(403, 'You proposed this order: somebody else has to decide');
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
