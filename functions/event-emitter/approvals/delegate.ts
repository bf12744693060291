/** delegateApprovals and endDelegation: who decides for whom, from when until when. */
import { delegationsStream } from '#functions/_kit/approval-authority.ts';
import { readTenantDay } from '#functions/_kit/facts.ts';
import { newId } from '#functions/_kit/ids.ts';
import type { InputOf } from '#functions/event-emitter/command-table.ts';
import type { CommandContext, CommandResult } from '#functions/event-emitter/command.ts';
import { writeAccepted } from '#functions/event-emitter/purchasing/write-accepted.ts';
import type { Services } from '#functions/event-emitter/services.ts';
import { inTransaction } from '#functions/event-emitter/transaction.ts';
import type { UnitOfWork } from '#functions/event-emitter/unit-of-work.ts';
import { hasRole, type Role } from '#shared/contracts/roles.ts';
import {
  delegateApproval,
  type DelegationsState,
  endDelegation,
  findDelegation,
  noDelegations,
} from '#shared/domain/approvals/delegations.ts';
import { type Acceptance, type Rejection, reject } from '#shared/domain/decider.ts';

/** Hands approvals over: one's own, or anybody's for an admin. */
export async function delegate(
  services: Services,
  context: CommandContext,
  { from = context.actor.id, to, fromDay, untilDay }: InputOf<'delegateApprovals'>,
): Promise<CommandResult> {
  if (!mayActFor(context, from)) return notYours;
  return inTransaction(services, context, async (unit) => {
    const stranger = await findStranger(unit, { from, to });
    if (stranger !== null) return stranger;
    const { today } = await readTenantDay(unit.sql);
    const wanted = { delegationId: newId(), from, to, fromDay: fromDay ?? today, untilDay };
    const decision = delegateApproval(await lockDelegations(unit), wanted, today);
    return decision.kind === 'rejected' ? decision : write(unit, decision);
  });
}

/** Ends the delegation of the path. */
export async function endDelegationOf(services: Services, context: CommandContext): Promise<CommandResult> {
  const delegationId = context.parameters['delegationId'] ?? '';
  return inTransaction(services, context, async (unit) => {
    const state = await lockDelegations(unit);
    const found = findDelegation(state, delegationId);
    if (found !== undefined && !mayActFor(context, found.from)) return notYours;
    const decision = endDelegation(state, delegationId);
    return decision.kind === 'rejected' ? decision : write(unit, decision);
  });
}

const notYours = reject(403, "Somebody else's approvals are delegated by an admin");

function mayActFor({ actor, role }: CommandContext, sub: string): boolean {
  return sub === actor.id || role === 'admin';
}

async function lockDelegations(unit: UnitOfWork): Promise<DelegationsState> {
  const rows = await unit.lock([delegationsStream]);
  // The stream is written by these commands alone, in this shape.
  return (rows.get(delegationsStream)?.state ?? noDelegations) as DelegationsState;
}

async function write(
  unit: UnitOfWork,
  { events, state }: Acceptance<DelegationsState>,
): Promise<CommandResult> {
  return writeAccepted(
    await unit.append([{ streamId: delegationsStream, streamType: 'delegations', events, state }]),
  );
}

/** Both must be members who decide; viewers could not use what is handed to them. */
async function findStranger(
  unit: UnitOfWork,
  parties: { readonly from: string; readonly to: string },
): Promise<Rejection | null> {
  const members = await unit.sql<{ sub: string; role: Role }[]>`
    SELECT sub, role FROM memberships
    WHERE tenant_id = current_tenant() AND sub = ANY(${Object.values(parties)}::text[])`;
  for (const [path, sub] of Object.entries(parties)) {
    const member = members.find((each) => each.sub === sub);
    if (member !== undefined && hasRole(member.role, 'operator')) continue;
    const message = member === undefined ? 'is no member' : 'is a viewer, and viewers decide nothing';
    return reject(400, 'Only members who decide can take part', {
      detail: `${sub} ${message}`,
      extra: { errors: [{ path, message }] },
    });
  }
  return null;
}
