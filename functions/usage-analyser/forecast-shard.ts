import type { Database, Sql } from '#functions/_kit/database.ts';
import { sha256Hex } from '#functions/_kit/hash.ts';
import { logWarning } from '#functions/_kit/log.ts';
import type {
  ForecastFailure,
  ForecastRow,
  ShardForecast,
  UsageAnalyserTask,
} from '#shared/contracts/workflows/nightly-forecast.ts';
import type { DemandDay } from '#shared/forecasting/daily-series.ts';
import { forecastItem } from '#shared/forecasting/forecast-item.ts';
import { compactForecast } from '#shared/forecasting/forecast-row.ts';

import { readPlannedItems, type PlannedItem } from './planned-items.ts';
import { CYCLE_SERVICE_LEVEL, REVIEW_PERIOD_DAYS } from './policy-defaults.ts';

/** Demand is forecast without a supplier too; a policy needs a known lead time. */
const ASSUMED_LEAD_TIME_DAYS = 14;
const HISTORY_DAYS = 1_096;

type ShardTask = Extract<UsageAnalyserTask, { task: 'forecast-shard' }>;

/** Forecasts the products of a shard; a product that cannot be forecast is a failure beside the others' forecasts. */
export async function forecastShard(task: ShardTask, database: Database): Promise<ShardForecast> {
  const { items, demand, lastDay } = await readShard(task, database);
  const forecasts: ForecastRow[] = [];
  const failures: ForecastFailure[] = [];
  for (const item of items) {
    const history = demand.get(keyOf(item)) ?? [];
    // Nothing sold since the last row is known as far as anything is known of the tenant's demand.
    const complete =
      lastDay === null || history.length === 0 ? history : [...history, { day: lastDay, quantity: 0 }];
    const result = forecastOne(item, complete, task.asOf);
    if (typeof result === 'string')
      failures.push({ productId: item.productId, locationId: item.locationId, reason: result });
    else forecasts.push(result);
  }
  const { runId, shard } = task;
  return { runId, shard, forecasts, failures, sha256: sha256Hex({ forecasts, failures }) };
}

/** The forecast as a row, or why there is none. */
function forecastOne(item: PlannedItem, history: readonly DemandDay[], asOf: string): ForecastRow | string {
  try {
    const forecast = forecastItem({
      history,
      asOf,
      leadTimeDays: {
        mean: item.leadTimeDays ?? ASSUMED_LEAD_TIME_DAYS,
        standardDeviation: item.leadTimeStandardDeviation ?? 0,
      },
      reviewPeriodDays: item.reviewPeriodDays ?? REVIEW_PERIOD_DAYS,
      cycleServiceLevel: item.cycleServiceLevel ?? CYCLE_SERVICE_LEVEL,
    });
    if (forecast.kind === 'forecast') return compactForecast(item, forecast);
    return `not enough history: ${forecast.historyDays} of ${forecast.needDays} days`;
  } catch (error) {
    // One product's data must not cost the others their night.
    logWarning('a product could not be forecast', { productId: item.productId, error });
    return error instanceof Error ? error.message.slice(0, 200) : 'unknown error';
  }
}

type Shard = {
  readonly items: readonly PlannedItem[];
  readonly demand: ReadonlyMap<string, readonly DemandDay[]>;
  /** Last day before `asOf` on which the tenant recorded any demand. */
  readonly lastDay: string | null;
};

async function readShard(task: ShardTask, database: Database): Promise<Shard> {
  return database.transaction(
    { tenantId: task.tenantId },
    async (sql) => {
      const items = await readPlannedItems(sql, task);
      const lastDay = await readLastDay(sql, task.asOf);
      return { items, demand: await readDemand(sql, items, task.asOf), lastDay };
    },
    { retry: true, readOnly: true },
  );
}

async function readDemand(
  sql: Sql,
  items: readonly PlannedItem[],
  asOf: string,
): Promise<ReadonlyMap<string, readonly DemandDay[]>> {
  const productIds = [...new Set(items.map((item) => item.productId))];
  const rows = await sql<{ productId: string; locationId: string; days: string[]; quantities: number[] }[]>`
    SELECT product_id AS "productId", location_id AS "locationId",
      array_agg(day ORDER BY day) AS days, array_agg(quantity ORDER BY day) AS quantities
    FROM demand_days
    WHERE tenant_id = current_tenant() AND product_id = ANY(${productIds}::uuid[])
      AND day < ${asOf}::date AND day >= ${asOf}::date - ${HISTORY_DAYS}::int
    GROUP BY product_id, location_id`;
  return new Map(
    rows.map((row) => [keyOf(row), row.days.map((day, i) => ({ day, quantity: row.quantities[i] ?? 0 }))]),
  );
}

/** By one index probe per product and location, of at most 2,000 of them: the table has no index by day. */
async function readLastDay(sql: Sql, asOf: string): Promise<string | null> {
  const [row] = await sql<{ day: string | null }[]>`
    SELECT max(last.day) AS day
    FROM (SELECT p.tenant_id, p.product_id, l.location_id FROM products p JOIN locations l USING (tenant_id)
      WHERE p.tenant_id = current_tenant() AND p.status = 'active' ORDER BY p.product_id DESC LIMIT 2000) item,
    LATERAL (SELECT d.day FROM demand_days d
      WHERE d.tenant_id = item.tenant_id AND d.product_id = item.product_id AND d.location_id = item.location_id
        AND d.day < ${asOf}::date ORDER BY d.day DESC LIMIT 1) last`;
  return row?.day ?? null;
}

function keyOf({
  productId,
  locationId,
}: {
  readonly productId: string;
  readonly locationId: string;
}): string {
  return `${productId}/${locationId}`;
}
