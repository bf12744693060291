/** ApplyPolicies: puts a page of what a run proposed into force. */
import * as v from 'valibot';

import { idOfName } from '#functions/_kit/ids.ts';
import { unpack } from '#functions/_kit/packed.ts';
import type { DemandQuantiles, InventoryPolicy } from '#shared/contracts/events/planning.ts';
import { Uuid } from '#shared/contracts/ids.ts';
import { PolicyProposal, type ProposedPolicy } from '#shared/contracts/workflows/nightly-forecast.ts';
import { classifyItem, type ItemClassState } from '#shared/domain/planning/item-class.ts';
import { acceptPolicy, type PolicyState } from '#shared/domain/planning/policy.ts';
import { itemClassStreamName, policyStreamName } from '#shared/domain/stream-names.ts';
import { distributionOf } from '#shared/forecasting/distribution-of.ts';

import type { CommandContext, CommandResult } from './command.ts';
import type { Services } from './services.ts';
import { inTransaction } from './transaction.ts';
import type { StreamRow, StreamWrite, UnitOfWork } from './unit-of-work.ts';

const Input = v.strictObject({ runId: Uuid, packed: v.string() });
const Proposals = v.pipe(v.array(PolicyProposal), v.maxLength(500, 'at most 500 policies at once'));

type Streams = ReadonlyMap<string, StreamRow>;

/** Writes the policies and classes that differ; one that was set later than the run was asked for stays as it is. */
export async function applyPolicies(
  services: Services,
  context: CommandContext,
  input: unknown,
): Promise<CommandResult> {
  const { runId, packed } = v.parse(Input, input);
  const proposals = v.parse(Proposals, unpack(packed));
  return inTransaction(services, context, async (unit) => {
    const streams = await unit.lock(proposals.flatMap((each) => [policyStream(each), classStream(each)]));
    const kept = await readNewerPolicies(unit, runId, movedPolicies(proposals, streams));
    const writes = proposals.flatMap((proposal) => [
      ...(kept.has(policyStream(proposal)) ? [] : policyWrites(proposal, streams, runId)),
      ...classWrites(proposal, streams),
    ]);
    const events = await unit.append(writes);
    const streamIds = [...new Set(events.map(({ streamId }) => streamId))];
    const changed = events.filter(({ type }) => type === 'PolicyAccepted').length;
    return { status: 200, body: { changed, kept: kept.size, streamIds } };
  });
}

function policyStream({ productId, locationId }: PolicyProposal): string {
  return idOfName(policyStreamName(productId, locationId));
}

function classStream({ productId, locationId }: PolicyProposal): string {
  return idOfName(itemClassStreamName(productId, locationId));
}

/** Streams of policies that are not as the run saw them. */
function movedPolicies(proposals: readonly PolicyProposal[], streams: Streams): readonly string[] {
  return proposals
    .filter(
      (each) =>
        each.policy !== null && (streams.get(policyStream(each))?.version ?? 0) !== each.policyVersion,
    )
    .map(policyStream);
}

/** Those of the streams whose policy comes from a person, or from a run that was asked for later than this one. */
async function readNewerPolicies(
  { sql }: UnitOfWork,
  runId: string,
  streamIds: readonly string[],
): Promise<ReadonlySet<string>> {
  if (streamIds.length === 0) return new Set();
  const rows = await sql<{ streamId: string }[]>`
    SELECT s.stream_id AS "streamId"
    FROM streams s
    JOIN events e ON e.tenant_id = s.tenant_id AND e.stream_id = s.stream_id AND e.stream_version = s.version
    LEFT JOIN forecast_runs writer
      ON writer.tenant_id = s.tenant_id AND writer.run_id = (e.payload ->> 'runId')::uuid
    LEFT JOIN forecast_runs own ON own.tenant_id = s.tenant_id AND own.run_id = ${runId}::uuid
    WHERE s.tenant_id = current_tenant() AND s.stream_id = ANY(${[...streamIds]}::uuid[])
      AND NOT coalesce(writer.requested_at <= own.requested_at, false)`;
  return new Set(rows.map(({ streamId }) => streamId));
}

function policyWrites(proposal: PolicyProposal, streams: Streams, runId: string): readonly StreamWrite[] {
  const { productId, locationId, policy } = proposal;
  if (policy === null) return [];
  const streamId = policyStream(proposal);
  // Policy streams are written by this command alone, in this shape.
  const before = (streams.get(streamId)?.state ?? null) as PolicyState;
  const accepted = acceptPolicy(before, withQuantiles(policy), { productId, locationId, runId });
  return [{ streamId, streamType: 'inventoryPolicy', ...accepted }];
}

function classWrites(proposal: PolicyProposal, streams: Streams): readonly StreamWrite[] {
  const { productId, locationId, itemClass } = proposal;
  if (itemClass === null) return [];
  const streamId = classStream(proposal);
  // Class streams are written by this command alone, in this shape.
  const before = (streams.get(streamId)?.state ?? null) as ItemClassState;
  return [
    { streamId, streamType: 'itemClass', ...classifyItem(before, itemClass, { productId, locationId }) },
  ];
}

function withQuantiles(policy: ProposedPolicy): InventoryPolicy {
  const { leadTimeDemand, protectionDemand } = policy;
  return {
    ...policy,
    leadTimeDemand: quantilesOf(leadTimeDemand),
    protectionDemand: quantilesOf(protectionDemand),
  };
}

/** To five digits, as in the forecasts. */
function quantilesOf([mean, standardDeviation, isCount]: ProposedPolicy['leadTimeDemand']): DemandQuantiles {
  const demand = distributionOf({ mean, standardDeviation, isCount: isCount === 1 });
  return {
    mean,
    standardDeviation,
    p10: short(demand.p10),
    p50: short(demand.p50),
    p90: short(demand.p90),
    p95: short(demand.p95),
    p99: short(demand.p99),
  };
}

function short(figure: number): number {
  return Number(figure.toPrecision(5));
}
