/** AnalyseIssues: which products' issues or recommendations differ from what is recorded. */
import { readHasForecastRun, readMaterialFacts, readTenantDay } from '#functions/_kit/facts.ts';
import type { Sql } from '#functions/_kit/database.ts';
import { idOfName } from '#functions/_kit/ids.ts';
import { readPostponedOrders, wakeConditionNow } from '#functions/_kit/postponed-orders.ts';
import type { MaterialFacts } from '#shared/contracts/material-facts.ts';
import type { AnalyserTask } from '#shared/contracts/workflows/purchase-order-decision.ts';
import { analyseFacts } from '#shared/domain/issues/analyse-facts.ts';
import { recordAnalysis } from '#shared/domain/replenishment/record-analysis.ts';
import { type ReplenishmentState, noReplenishment } from '#shared/domain/replenishment/replenishment.ts';
import { replenishmentStreamName } from '#shared/domain/stream-names.ts';

import type { Services } from './services.ts';

/** A product at a location. */
type Place = { readonly productId: string; readonly locationId: string };

/** Places whose record has to change, at most `mostChanged`, postponed orders that come back, and where to go on. */
type Analysis = {
  readonly changed: readonly Place[];
  readonly woken: readonly string[];
  readonly next: Place | null;
};

const pageSize = 500;
/** About 90 bytes each: what a page finds fits into a workflow's state. */
const mostChanged = 40;
const mostWoken = 40;

/**
 * Judges one page of facts by the same pure rules that RecordIssues applies again in its transaction; only the
 * names of what changed travel in between.
 */
export async function analyseIssues(
  { database }: Services,
  task: Extract<AnalyserTask, { task: 'analyse-issues' }>,
): Promise<Analysis> {
  return database.transaction(
    { tenantId: task.tenantId },
    async (sql) => {
      const { today } = await readTenantDay(sql);
      const hasForecastRun = await readHasForecastRun(sql);
      const facts = await readMaterialFacts(sql, {
        productIds: task.productIds,
        locationId: null,
        after: task.after,
        limit: pageSize,
      });
      const woken = await wokenOrders(sql, facts, today);
      const states = await readStates(sql, facts);
      const changed: Place[] = [];
      for (const row of facts) {
        const findings = { facts: row, ...analyseFacts(row, { asOf: today, hasForecastRun }) };
        const state = states.get(streamIdOf(row)) ?? noReplenishment;
        const { events } = recordAnalysis(state, findings, { today, newIssueId: () => streamIdOf(row) });
        if (events.length > 0) changed.push(placeOf(row));
        if (changed.length === mostChanged) return { changed, woken, next: placeOf(row) };
      }
      const last = facts.at(-1);
      return { changed, woken, next: last !== undefined && facts.length === pageSize ? placeOf(last) : null };
    },
    { readOnly: true, retry: true },
  );
}

/** Postponed orders of the suppliers of these facts whose conditions hold; the rest come with the next analysis. */
async function wokenOrders(sql: Sql, facts: readonly MaterialFacts[], today: string): Promise<string[]> {
  const suppliers = new Set(facts.flatMap(({ supplierId }) => (supplierId === null ? [] : [supplierId])));
  const woken: string[] = [];
  for (const postponed of await readPostponedOrders(sql, [...suppliers])) {
    if (woken.length === mostWoken) break;
    if ((await wakeConditionNow(sql, postponed, today)) !== null) woken.push(postponed.purchaseOrderId);
  }
  return woken;
}

async function readStates(
  sql: Sql,
  facts: readonly MaterialFacts[],
): Promise<ReadonlyMap<string, ReplenishmentState>> {
  const ids = facts.map(streamIdOf);
  const rows = await sql<{ streamId: string; state: ReplenishmentState }[]>`
    SELECT stream_id AS "streamId", state FROM streams
    WHERE tenant_id = current_tenant() AND stream_id = ANY(${ids}::uuid[])`;
  return new Map(rows.map((row) => [row.streamId, row.state]));
}

function streamIdOf(place: Place): string {
  return idOfName(replenishmentStreamName(place.productId, place.locationId));
}

function placeOf({ productId, locationId }: Place): Place {
  return { productId, locationId };
}
