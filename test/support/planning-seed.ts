/** A tenant with two thousand products, seventy nightly runs, and one item of which much is known. */
import { randomUUID } from 'node:crypto';

import type postgres from 'postgres';

import { asOwner } from '#infra/database/migrate.ts';

/** Ids of what was seeded; the item is the first product at the main location. */
export type SeededPlanning = {
  readonly tenantId: string;
  readonly productId: string;
  readonly likeProductId: string;
  readonly locationId: string;
  readonly annexId: string;
  readonly supplierId: string;
  /** The newest first: the run of today, of yesterday, … */
  readonly runIds: readonly string[];
};

type Sql = postgres.TransactionSql;

const products = 2000;
/** Those that all runs forecast; the others are in the newest run alone. */
const productsOfAllRuns = 200;
const runs = 70;

/** A forecast of an even ten a day, as a run stores it. */
const forecast = {
  kind: 'forecast',
  demandPattern: 'smooth',
  method: 'exponential smoothing',
  grain: 'day',
  meanPerDay: 10,
  baselinePerDay: 10,
  trendPerDay: 0,
  weekdayFactors: [1, 1, 1, 1, 1, 1, 1],
  yearFactors: null,
  calendar: [],
  standardDeviationPerDay: 2,
  variance: { perDay: 4, ofLevel: 0.25 },
  leadTimeDemand: {
    mean: 100,
    standardDeviation: 8,
    isCount: false,
    p10: 90,
    p50: 100,
    p90: 110,
    p95: 114,
    p99: 120,
  },
  protectionDemand: {
    mean: 170,
    standardDeviation: 11,
    isCount: false,
    p10: 156,
    p50: 170,
    p90: 184,
    p95: 188,
    p99: 197,
  },
  coefficientOfVariation: 0.2,
  demandLastYear: 3650,
  accuracy: { wape: 0.1, bias: 0.01, mase: 0.8, coverage80: 0.6, days: 70 },
  contenders: [
    { method: 'exponential smoothing', wape: 0.1 },
    { method: 'last week', wape: 0.2 },
  ],
  seasonality: { week: 0.1, year: 0 },
  exclusions: {
    daysWithoutStock: 5,
    demandEventDays: 3,
    excludedDays: 1,
    unfinishedDays: 0,
    outliers: [{ day: '2026-01-01', quantity: 99, takenAs: 12 }],
  },
  likeShare: null,
  historyDays: 400,
};

/** Seeds the tenant; its members are `p-viewer`, `p-operator` and `p-admin`, its days those of UTC. */
export async function seedPlanning(ownerUrl: string): Promise<SeededPlanning> {
  const seeded = await asOwner(ownerUrl, (sql) => sql.begin(seed));
  await asOwner(ownerUrl, (sql) => sql`ANALYZE`);
  return seeded;
}

async function seed(sql: Sql): Promise<SeededPlanning> {
  const ids = {
    tenantId: randomUUID(),
    locationId: randomUUID(),
    annexId: randomUUID(),
    supplierId: randomUUID(),
    runIds: Array.from({ length: runs }, () => randomUUID()),
  };
  const { tenantId } = ids;
  await sql`SELECT set_config('app.tenant', ${tenantId}, true)`;
  await sql`INSERT INTO tenants (tenant_id, name, time_zone, currency) VALUES (${tenantId}, 'Planner', 'UTC', 'EUR')`;
  for (const role of ['viewer', 'operator', 'admin'])
    await sql`INSERT INTO memberships (tenant_id, sub, role, display_name) VALUES (${tenantId}, ${`p-${role}`}, ${role}, ${role})`;
  const [productId, likeProductId] = await seedProducts(sql, ids);
  await seedRuns(sql, ids);
  const seeded = { ...ids, productId, likeProductId };
  await seedItem(sql, seeded);
  await seedPeople(sql, seeded);
  return seeded;
}

type Ids = Omit<SeededPlanning, 'productId' | 'likeProductId'>;

async function seedProducts(
  sql: Sql,
  { tenantId, locationId, annexId, supplierId }: Ids,
): Promise<readonly [string, string]> {
  await sql`INSERT INTO locations VALUES (${tenantId}, ${locationId}, 'Main', 'open', now()),
    (${tenantId}, ${annexId}, 'Annex', 'open', now())`;
  await sql`INSERT INTO suppliers VALUES (${tenantId}, ${supplierId}, 'Acme', 'EUR', 10, 'active', now())`;
  const rows = await sql<{ productId: string }[]>`
    INSERT INTO products SELECT ${tenantId}, gen_random_uuid(), 'SKU-' || lpad(n::text, 5, '0'), 'Product ' || n, 'pcs',
      CASE WHEN n % 2 = 0 THEN 'Even' ELSE 'Odd' END, CASE WHEN n % 10 <> 9 THEN 100 + n END, 'EUR', 'active', now()
    FROM generate_series(0, ${products - 1}::int) n RETURNING product_id AS "productId"`;
  await sql`INSERT INTO supplier_terms SELECT ${tenantId}, ${supplierId}, product_id, 90, 'EUR', 10, 1, 0, 10, 1, now() FROM products`;
  await sql`INSERT INTO stock_levels SELECT ${tenantId}, product_id, ${locationId}, 120, 0, now() FROM products`;
  await sql`INSERT INTO item_classes SELECT ${tenantId}, product_id, ${locationId},
      (ARRAY['A', 'B', 'C'])[1 + right(sku, 5)::int % 3], (ARRAY['X', 'Y', 'Z'])[1 + right(sku, 5)::int % 2], 'smooth', now()
    FROM products`;
  await sql`INSERT INTO demand_days SELECT ${tenantId}, product_id, ${locationId}, current_date - n, 'sale', 10
    FROM products, generate_series(1, 20) n WHERE sku > 'SKU-00000'`;
  return [rows[0]?.productId ?? '', rows[1]?.productId ?? ''];
}

async function seedRuns(sql: Sql, { tenantId, locationId, runIds }: Ids): Promise<void> {
  await sql`INSERT INTO forecast_runs (tenant_id, run_id, as_of, trigger, status, total, planned, failed, changed,
      requested_at, completed_at, accuracy)
    SELECT ${tenantId}, id, current_date - (n - 1)::int, 'nightly', 'completed', 2000, 2000, 1, 5,
      now() - (n - 1) * interval '1 day', now() - (n - 1) * interval '1 day',
      '[{"abcClass": "A", "items": 9, "wape": 0.1, "bias": 0, "mase": 0.8, "coverage80": 0.8}]'
    FROM unnest(${[...runIds]}::uuid[]) WITH ORDINALITY AS run (id, n)`;
  const document = sql.json(forecast);
  await sql`INSERT INTO forecasts SELECT ${tenantId}, id, product_id, ${locationId}, 'smooth',
      CASE WHEN p.sku < 'SKU-00010' THEN 'Croston' ELSE 'exponential smoothing' END, 10, 2,
      jsonb_set(${document}::jsonb, '{accuracy,wape}', to_jsonb(0.1 + n / 1000.0))
    FROM unnest(${[...runIds]}::uuid[]) WITH ORDINALITY AS run (id, n) JOIN products p
      ON p.sku < 'SKU-' || lpad(${productsOfAllRuns}::text, 5, '0') OR n = 1`;
  await sql`INSERT INTO latest_forecasts SELECT ${tenantId}, product_id, ${locationId}, ${runIds[0] ?? ''}, current_date
    FROM products`;
  await sql`INSERT INTO inventory_policies (tenant_id, product_id, location_id, policy_version, run_id, safety_stock,
      reorder_point, order_up_to_level, review_period_days, cycle_service_level, mean_per_day, standard_deviation_per_day,
      lead_time_demand, protection_demand, changed_at, service_measure, service_target, expected_fill_rate)
    SELECT ${tenantId}, product_id, ${locationId}, 1, ${runIds[0] ?? ''}, 14, 114, 190, 7, 0.95, 10, 2,
      ${sql.json(forecast.leadTimeDemand)}, ${sql.json(forecast.protectionDemand)}, now(),
      CASE WHEN sku < 'SKU-01000' THEN 'cycleServiceLevel' END, CASE WHEN sku < 'SKU-01000' THEN 0.95 END, 0.99
    FROM products`;
}

/** Ten a day for 400 days; five days without stock, one of a bulk order; half as much at the annex. */
async function seedItem(
  sql: Sql,
  { tenantId, productId, locationId, annexId }: SeededPlanning,
): Promise<void> {
  await sql`INSERT INTO demand_days SELECT ${tenantId}, ${productId}, place, current_date - n, 'sale',
      CASE WHEN place = ${annexId} THEN 5 WHEN n = 10 THEN 510 ELSE 10 END
    FROM generate_series(1, 400) n, unnest(ARRAY[${locationId}, ${annexId}]::uuid[]) place
    WHERE place = ${annexId} OR n NOT BETWEEN 65 AND 69`;
  for (const [daysAgo, change, before] of [
    [401, 500, 0],
    [70, -500, 500],
    [64, 120, 0],
  ] as const) {
    await sql`INSERT INTO stock_movements VALUES (${tenantId},
      (current_date - ${daysAgo}::int)::timestamp AT TIME ZONE 'UTC' + interval '8 hours', ${randomUUID()}, ${productId},
      ${locationId}, 'moved', ${change}, ${before}, ${before + change}, NULL)`;
  }
}

/** What people set: a day left out, two put back, a past and a coming event, overrides of each status, a like item. */
async function seedPeople(
  sql: Sql,
  { tenantId, productId, likeProductId, ...ids }: SeededPlanning,
): Promise<void> {
  const { locationId, annexId, runIds } = ids;
  const actor = sql.json({ kind: 'user', id: 'p-operator' });
  for (const [daysAgo, treatment] of [
    [10, 'exclude'],
    [31, 'restore'],
    [67, 'restore'],
  ] as const)
    await sql`INSERT INTO demand_exclusions VALUES (${tenantId}, ${productId}, ${locationId},
      current_date - ${daysAgo}::int, ${treatment}, ${actor}, now())`;
  const events: readonly [string, number, number, postgres.JSONValue, string][] = [
    ['Past fair', -32, -30, { kind: 'category', category: 'Even' }, 'planned'],
    ['Coming sale', 5, 6, { kind: 'products', productIds: [productId] }, 'planned'],
    ['Called off', -20, -15, { kind: 'all' }, 'cancelled'],
    ['Of others', 1, 2, { kind: 'category', category: 'Odd' }, 'planned'],
  ];
  for (const [name, from, to, scope, status] of events)
    await sql`INSERT INTO demand_events VALUES (${tenantId}, ${randomUUID()}, ${name}, current_date + ${from}::int,
      current_date + ${to}::int, 2, ${sql.json(scope)}, ${status}, ${actor}, now(), NULL)`;
  for (const [i, [until, status]] of (
    [
      [null, 'active'],
      [-1, 'active'],
      [9, 'ended'],
      [0, 'active'],
    ] as const
  ).entries())
    await sql`INSERT INTO demand_overrides VALUES (${tenantId}, ${randomUUID()}, ${productId}, ${locationId}, current_date - 5,
      current_date + ${until}::int, NULL, 1.5, ${status}, NULL, ${actor}, now() - ${i}::int * interval '1 hour', NULL)`;
  await sql`INSERT INTO like_items VALUES (${tenantId}, ${productId}, ${likeProductId}, 0.6, ${actor}, now())`;
  const override = {
    serviceMeasure: 'fillRate',
    serviceTarget: 0.99,
    reviewPeriodDays: null,
    minStock: 20,
    maxStock: null,
    doNotStock: false,
  };
  for (const [id, until] of [
    [productId, null],
    [likeProductId, -1],
  ] as const)
    await sql`INSERT INTO policy_overrides VALUES (${tenantId}, ${id}, ${locationId}, ${sql.json({ ...override, until: null })},
      current_date + ${until}::int, ${sql.json({ code: 'other', text: 'key account' })}, ${actor}, now())`;
  await sql`INSERT INTO forecast_failures VALUES (${tenantId}, ${runIds[0] ?? ''}, ${productId}, ${annexId}, 'not enough history')`;
}
