/** The story of an order: what was found, recommended, advised, decided and delivered, with its workflow's steps. */
import type { Sql } from '#functions/_kit/database.ts';
import { logWarning } from '#functions/_kit/log.ts';
import { Refusal } from '#functions/_kit/refusal.ts';
import type { TimelineEntry } from '#shared/contracts/api/models/audit.ts';
import { missingSteps, stepEntries } from '#shared/domain/audit/step-entries.ts';

import { namesOf, selectEvents, timelineEntry, type EventRow } from './event-rows.ts';
import { executionsWithSteps, type KnownExecution, stepsOf } from './executions.ts';
import type { Fragment } from './fragment.ts';
import type { LiveExecutions } from './live-executions.ts';
import { isAboutOrder, orderStreams, type OrderStreams } from './order-streams.ts';
import type { Caller, ReadRequest } from './read.ts';

const mostEvents = 2000;

/** Events and workflow steps of the order, the oldest first; null where the tenant has no such order. */
export async function orderTimeline(
  {
    inTransaction,
    caller,
    liveExecutions,
  }: Pick<ReadRequest<'getPurchaseOrderTimeline'>, 'inTransaction' | 'caller' | 'liveExecutions'>,
  purchaseOrderId: string,
): Promise<TimelineEntry[] | null> {
  const found = await inTransaction(async (sql) => {
    const streams = await orderStreams(sql, caller, purchaseOrderId);
    if (streams === null) return null;
    const [events, executions] = await Promise.all([
      orderEvents(sql, caller, { purchaseOrderId, streams }),
      executionsWithSteps(sql, caller, streams.executionIds),
    ]);
    return { events, executions };
  });
  if (found === null) return null;
  const steps = await Promise.all(
    found.executions.map((execution) => stepsInWords(execution, liveExecutions)),
  );
  return [...found.events, ...steps.flat()].sort((a, b) => Date.parse(a.at) - Date.parse(b.at));
}

/** Without Step Functions the rest of the story can be told all the same; what is missing is said. */
async function stepsInWords(
  execution: KnownExecution,
  liveExecutions: LiveExecutions,
): Promise<readonly TimelineEntry[]> {
  try {
    return stepEntries(execution.name, await stepsOf(execution, liveExecutions));
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    logWarning('the steps of an execution cannot be read', { execution: execution.name, error });
    return [missingSteps(execution.name, execution.startedAt)];
  }
}

/** The events of the order in words, the oldest first. */
export async function orderEvents(
  sql: Sql,
  caller: Caller,
  { purchaseOrderId, streams }: { readonly purchaseOrderId: string; readonly streams: OrderStreams },
): Promise<readonly TimelineEntry[]> {
  const alsoAbout = sql`(e.stream_id, e.stream_version) IN (${ledToOrder(sql, caller, { purchaseOrderId, streams })})`;
  const events: readonly EventRow[] = await selectEvents(
    sql,
    caller,
    sql`AND ${isAboutOrder(sql, streams, { purchaseOrderId, alsoAbout })}
      ORDER BY e.recorded_at, e.stream_id, e.stream_version LIMIT ${mostEvents}`,
  );
  const names = await namesOf(sql, caller, events);
  return events.map((event) => timelineEntry(event, names, caller));
}

/** What was found and recommended for its products between the recommendation before this one and this order. */
function ledToOrder(
  sql: Sql,
  { tenantId }: Caller,
  { purchaseOrderId, streams }: { readonly purchaseOrderId: string; readonly streams: OrderStreams },
): Fragment {
  return sql`
    SELECT before.stream_id, before.stream_version
    FROM (
      SELECT stream_id, min(stream_version) AS version FROM events
      WHERE tenant_id = ${tenantId} AND stream_id = ANY(${streams.replenishment}::uuid[])
        AND type = 'RecommendationDrafted' AND payload ->> 'purchaseOrderId' = ${purchaseOrderId}
      GROUP BY stream_id
    ) drafted
    JOIN events before ON before.tenant_id = ${tenantId} AND before.stream_id = drafted.stream_id
      AND before.stream_version < drafted.version
    WHERE before.stream_version > coalesce((
      SELECT max(ended.stream_version) FROM events ended
      WHERE ended.tenant_id = ${tenantId} AND ended.stream_id = drafted.stream_id
        AND ended.stream_version < drafted.version
        AND ended.type IN ('RecommendationSettled', 'RecommendationWithdrawn')), 0)`;
}
