import { randomUUID } from 'node:crypto';

import * as v from 'valibot';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { openDatabase, type Database } from '#functions/_kit/database.ts';
import { storeShard } from '#functions/persistence-service/store-shard.ts';
import { forecastShard } from '#functions/usage-analyser/forecast-shard.ts';
import { planShards } from '#functions/usage-analyser/plan-shards.ts';
import { proposePolicies } from '#functions/usage-analyser/propose-policies.ts';
import { addTenant } from '#infra/database/tenants.ts';
import {
  PolicyPage,
  ShardForecast,
  ShardPlan,
  type ItemKey,
  type PolicyProposal,
} from '#shared/contracts/workflows/nightly-forecast.ts';
import { addDays } from '#shared/forecasting/day-number.ts';
import { startTestDatabase, type TestDatabase } from '#test/support/postgres.ts';

const asOf = '2026-11-22';
const runId = randomUUID();
const locationId = randomUUID();
const supplierId = randomUUID();
const productIds = Array.from({ length: 60 }, () => randomUUID());
const newProductId = randomUUID();
const goneProductId = randomUUID();

let server: TestDatabase;
let reader: Database;
let writer: Database;
let tenantId: string;

beforeAll(async () => {
  server = await startTestDatabase();
  ({ tenantId } = await addTenant(server.ownerUrl, { name: 'Shards' }));
  reader = openDatabase(server.roleUrl('app_query'), 2);
  writer = openDatabase(server.roleUrl('app_persist'), 2);
  await writer.transaction({ tenantId }, async (sql) => {
    await sql`INSERT INTO locations VALUES (${tenantId}, ${locationId}, 'Main', 'open', now())`;
    await sql`INSERT INTO suppliers VALUES (${tenantId}, ${supplierId}, 'Acme', 'EUR', 14, 'active', now())`;
    await sql`INSERT INTO products SELECT ${tenantId}::uuid, id, 'SKU-' || n, 'Product', 'pcs', '', 100, 'EUR', 'active', now()
      FROM unnest(${[...productIds, newProductId]}::uuid[]) WITH ORDINALITY AS p (id, n)`;
    await sql`INSERT INTO products VALUES (${tenantId}, ${goneProductId}, 'GONE', 'Gone', 'pcs', '', 100, 'EUR', 'discontinued', now())`;
    // The last ten products have no supplier.
    await sql`INSERT INTO supplier_terms (tenant_id, supplier_id, product_id, unit_price_minor, currency, lead_time_days,
        lead_time_standard_deviation, changed_at)
      SELECT ${tenantId}::uuid, ${supplierId}::uuid, id, 100, 'EUR', 14, 2, now()
      FROM unnest(${productIds.slice(0, 50)}::uuid[]) AS id`;
    await sql`INSERT INTO demand_days
      SELECT ${tenantId}::uuid, id, ${locationId}::uuid, ${asOf}::date - d, 'sales', 5 + (d * 37 + n * 11) % 9
      FROM unnest(${[...productIds, goneProductId]}::uuid[]) WITH ORDINALITY AS p (id, n), generate_series(1, 200) AS d`;
    await sql`INSERT INTO demand_days
      SELECT ${tenantId}::uuid, ${newProductId}::uuid, ${locationId}::uuid, ${asOf}::date - d, 'sales', 3
      FROM generate_series(1, 12) AS d`;
    await sql`INSERT INTO forecast_runs (tenant_id, run_id, as_of, trigger, status, requested_at)
      VALUES (${tenantId}, ${runId}, ${asOf}, 'manual', 'scheduled', now())`;
  });
}, 120_000);

afterAll(async () => {
  await reader.close();
  await writer.close();
  await server.stop();
});

async function forecastAll(): Promise<readonly ShardForecast[]> {
  const plan = await planShards({ task: 'plan-shards', tenantId, runId, asOf }, reader);
  return Promise.all(
    plan.shards.map((shard) =>
      forecastShard({ task: 'forecast-shard', tenantId, runId, asOf, ...shard }, reader),
    ),
  );
}

async function proposeAll(): Promise<readonly PolicyProposal[]> {
  const proposals: PolicyProposal[] = [];
  let cursor: ItemKey | null = null;
  do {
    const page: PolicyPage = await proposePolicies(
      { task: 'propose-policies', tenantId, runId, cursor },
      reader,
    );
    expect(JSON.stringify(page).length).toBeLessThan(32 * 1024);
    proposals.push(...v.parse(PolicyPage, page).items);
    cursor = page.next;
  } while (cursor !== null);
  return proposals;
}

test("without a day the run's is the tenant's present day", async () => {
  const plan = v.parse(
    ShardPlan,
    await planShards({ task: 'plan-shards', tenantId, runId, asOf: null }, reader),
  );
  const berlin = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Berlin' }).format(new Date());
  expect(plan.asOf).toBe(berlin);
});

test('the shards cover every active product once, each small enough for a state', async () => {
  const shards = await forecastAll();
  for (const shard of shards) {
    expect(v.parse(ShardForecast, shard)).toEqual(shard);
    expect(JSON.stringify(shard).length).toBeLessThan(10 * 1024);
  }
  const forecast = shards.flatMap((shard) => shard.forecasts.map(([productId]) => productId));
  expect(forecast.sort()).toEqual([...productIds].sort());
});

test('a new product is a failure with its reason, and costs the others nothing', async () => {
  const failures = (await forecastAll()).flatMap((shard) => shard.failures);
  expect(failures).toEqual([
    { productId: newProductId, locationId, reason: 'not enough history: 12 of 28 days' },
  ]);
});

test('the same facts give the same hashes', async () => {
  const hashes = async (): Promise<string[]> => (await forecastAll()).map((shard) => shard.sha256);
  expect(await hashes()).toEqual(await hashes());
});

test('demand of another tenant is not seen', async () => {
  const other = await addTenant(server.ownerUrl, { name: 'Other' });
  const plan = await planShards({ task: 'plan-shards', tenantId: other.tenantId, runId, asOf }, reader);
  expect(plan.shards).toEqual([]);
});

test('days after the last recorded demand of the tenant are unknown, not zero', async () => {
  const later = addDays(asOf, 6);
  const [fresh] = await forecastAll();
  const plan = await planShards({ task: 'plan-shards', tenantId, runId, asOf: later }, reader);
  const first = plan.shards[0];
  if (fresh === undefined || first === undefined) throw new Error('expected a shard');
  const stale = await forecastShard(
    { task: 'forecast-shard', tenantId, runId, asOf: later, ...first },
    reader,
  );
  expect(stale.forecasts.map((row) => row[4][0])).toEqual(fresh.forecasts.map((row) => row[4][0]));
});

test('a first run proposes a policy for all that have a supplier; in force, it proposes nothing more', async () => {
  for (const shard of await forecastAll())
    await storeShard(writer, { task: 'store-shard', tenantId, ...shard });
  const proposals = await proposeAll();
  expect(proposals.map(({ productId }) => productId).sort()).toEqual(productIds.slice(0, 50).sort());
  const { policy } = proposals[0] ?? {};
  expect(policy?.reorderPoint).toBeGreaterThan(14 * 5);
  expect(policy?.orderUpToLevel).toBeGreaterThan(policy?.reorderPoint ?? Infinity);

  await writer.transaction({ tenantId }, async (sql) => {
    await sql`INSERT INTO inventory_policies
      SELECT ${tenantId}::uuid, (p ->> 'productId')::uuid, ${locationId}::uuid, 1, ${runId}::uuid,
        (p #>> '{policy,safetyStock}')::numeric, (p #>> '{policy,reorderPoint}')::numeric,
        (p #>> '{policy,orderUpToLevel}')::numeric, 7, 0.95, 1, 1, '{}', '{}', now()
      FROM jsonb_array_elements(${JSON.stringify(proposals)}::text::jsonb) AS p`;
  });
  expect(await proposeAll()).toEqual([]);
});
