/** RecordIssues: judges the places again in this transaction and writes what changed. */
import * as v from 'valibot';

import { readHasForecastRun, readMaterialFacts, readTenantDay } from '#functions/_kit/facts.ts';
import { idOfName } from '#functions/_kit/ids.ts';
import type { CommandContext, CommandResult } from '#functions/event-emitter/command.ts';
import type { Services } from '#functions/event-emitter/services.ts';
import { inTransaction } from '#functions/event-emitter/transaction.ts';
import type { StreamWrite, UnitOfWork } from '#functions/event-emitter/unit-of-work.ts';
import { Uuid } from '#shared/contracts/ids.ts';
import type { MaterialFacts } from '#shared/contracts/material-facts.ts';
import { analyseFacts } from '#shared/domain/issues/analyse-facts.ts';
import { recordAnalysis } from '#shared/domain/replenishment/record-analysis.ts';
import type { Recommendation, ReplenishmentState } from '#shared/domain/replenishment/replenishment.ts';

import { wakeOrder } from './wake-order.ts';
import { lockReplenishment, needClaimPrefix, replenishmentId } from './order-streams.ts';

const Input = v.strictObject({
  items: v.pipe(v.array(v.strictObject({ productId: Uuid, locationId: Uuid })), v.maxLength(100)),
  /** Postponed orders that seem to come back. */
  woken: v.optional(v.pipe(v.array(Uuid), v.maxLength(100)), []),
});

type Change = {
  readonly facts: MaterialFacts;
  readonly before: ReplenishmentState;
  readonly write: StreamWrite;
};

/** Records issues and recommendations, and asks for a decision for every supplier that something should be ordered of. */
export async function recordIssues(
  services: Services,
  context: CommandContext,
  input: unknown,
): Promise<CommandResult> {
  const { items, woken } = v.parse(Input, input);
  return inTransaction(services, context, async (unit) => {
    const { today } = await readTenantDay(unit.sql);
    for (const purchaseOrderId of woken.toSorted())
      await wakeOrder(unit, { tenantId: context.tenantId, purchaseOrderId, today });
    if (items.length === 0) return { status: 200, body: { recorded: 0 } };
    const stateOf = await lockReplenishment(unit, items.map(replenishmentId));
    const hasForecastRun = await readHasForecastRun(unit.sql);
    const asked = new Set(items.map(replenishmentId));
    const facts = await readMaterialFacts(unit.sql, {
      productIds: items.map((item) => item.productId),
      locationId: null,
    });
    const changes = facts
      .filter((row) => asked.has(replenishmentId(row)))
      .map((row) => judge(row, stateOf(replenishmentId(row)), { today, hasForecastRun }))
      .filter((change) => change.write.events.length > 0);
    await unit.append(changes.map((change) => change.write));
    for (const change of changes) await moveClaim(unit, change);
    await askForDecisions(unit, context.tenantId, changes);
    return { status: 200, body: { recorded: changes.length } };
  });
}

function judge(
  facts: MaterialFacts,
  before: ReplenishmentState,
  { today, hasForecastRun }: { readonly today: string; readonly hasForecastRun: boolean },
): Change {
  const streamId = replenishmentId(facts);
  const findings = { facts, ...analyseFacts(facts, { asOf: today, hasForecastRun }) };
  const { events, state } = recordAnalysis(before, findings, {
    today,
    newIssueId: (kind) => idOfName(`issue:${streamId}:${kind}:${today}`),
  });
  return { facts, before, write: { streamId, streamType: 'replenishment', events, state } };
}

/** An open recommendation holds a claim under its supplier, by which drafting finds it. */
async function moveClaim(unit: UnitOfWork, { facts, before, write }: Change): Promise<void> {
  // `write.state` was made by recordAnalysis.
  const was = claimOf(facts, before.recommendation);
  const is = claimOf(facts, (write.state as ReplenishmentState).recommendation);
  if (was === is) return;
  if (was !== null) await unit.releaseClaims([was]);
  if (is !== null) await unit.takeClaim(is, write.streamId);
}

function claimOf(facts: MaterialFacts, recommendation: Recommendation | null): string | null {
  if (recommendation?.status !== 'open') return null;
  return `${needClaimPrefix(recommendation.supplierId, facts.locationId)}${facts.productId}`;
}

async function askForDecisions(
  unit: UnitOfWork,
  tenantId: string,
  changes: readonly Change[],
): Promise<void> {
  const open = changes.flatMap(({ facts, write }) => {
    const { recommendation } = write.state as ReplenishmentState;
    if (recommendation?.status !== 'open') return [];
    return [{ supplierId: recommendation.supplierId, locationId: facts.locationId }];
  });
  const bySubject = new Map(open.map((pair) => [`${pair.supplierId}:${pair.locationId}`, pair]));
  for (const [subjectKey, pair] of bySubject) {
    await unit.requestStart({ machine: 'purchase-order-decision', subjectKey, input: { tenantId, ...pair } });
  }
}
