import { randomUUID } from 'node:crypto';

import * as v from 'valibot';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';

import { openDatabase, type Database } from '#functions/_kit/database.ts';
import { unpack } from '#functions/_kit/packed.ts';
import { storeShard } from '#functions/persistence-service/store-shard.ts';
import { forecastShard } from '#functions/usage-analyser/forecast-shard.ts';
import { handle, openServices } from '#functions/usage-analyser/handler.ts';
import { addTenant } from '#infra/database/tenants.ts';
import {
  PolicyPage,
  PolicyProposal,
  RunPlan,
  ShardPage,
  ShardRow,
  type ForecastFailure,
  type ForecastRow,
  type ItemKey,
} from '#shared/contracts/workflows/nightly-forecast.ts';
import { expandForecast } from '#shared/forecasting/forecast-row.ts';
import { addDays } from '#shared/forecasting/day-number.ts';
import { writeCatalogue, type Catalogue, type NewProduct } from '#test/support/catalogue.ts';
import { startTestDatabase, type TestDatabase } from '#test/support/postgres.ts';

const asOf = '2026-11-22';
const stateBudget = 8 * 1024;

let server: TestDatabase;
let analyser: ReturnType<typeof openServices>;
let writer: Database;
let tenantId: string;
let runId: string;

beforeAll(async () => {
  server = await startTestDatabase();
  analyser = openServices(server.roleUrl('app_query'));
  writer = openDatabase(server.roleUrl('app_persist'), 2);
}, 120_000);
beforeEach(async () => {
  ({ tenantId } = await addTenant(server.ownerUrl, { name: 'Shards' }));
  runId = await newRun();
});
afterAll(async () => {
  await analyser.arima.close();
  await analyser.database.close();
  await writer.close();
  await server.stop();
});

async function newRun(day = asOf): Promise<string> {
  const id = randomUUID();
  await writer.transaction(
    { tenantId },
    (sql) => sql`INSERT INTO forecast_runs (tenant_id, run_id, as_of, trigger, status, requested_at)
      VALUES (${tenantId}, ${id}, ${day}, 'manual', 'scheduled', clock_timestamp())`,
  );
  return id;
}

const usual =
  (n: number) =>
  (daysAgo: number): number =>
    5 + ((daysAgo * 37 + n * 11) % 9);

function usualProducts(count: number, more: Partial<NewProduct> = {}): readonly NewProduct[] {
  return Array.from({ length: count }, (_, n) => ({
    sku: `SKU-${n}`,
    days: 200,
    demand: usual(n),
    ...more,
  }));
}

function write(products: readonly NewProduct[]): Promise<Catalogue> {
  return writeCatalogue(writer, { tenantId, asOf }, products);
}

async function planRun(more: { asOf?: string | null; onlyFailedOf?: string | null } = {}): Promise<RunPlan> {
  const task = { task: 'plan-shards', tenantId, runId, asOf, trigger: 'manual', onlyFailedOf: null, ...more };
  return v.parse(RunPlan, await handle(task, analyser));
}

type Page = ShardPage & { readonly shard: number; readonly before: string | null };

/** All pages of all shards, as the workflow asks for them. */
async function forecastAll(plan: RunPlan): Promise<readonly Page[]> {
  const pages: Page[] = [];
  for (let shard = 0; shard < plan.shards; shard += 1) {
    let [after, before]: [ItemKey | null, string | null] = [null, null];
    do {
      const task = { task: 'forecast-shard' as const, tenantId, runId, plan, shard, after, before };
      const page: ShardPage = await forecastShard(task, analyser);
      expect(v.parse(ShardPage, page)).toEqual(page);
      expect(JSON.stringify({ ...task, ...page }).length).toBeLessThan(stateBudget);
      pages.push({ ...page, shard, before });
      [after, before] = [page.next, page.sha256];
    } while (after !== null);
  }
  return pages;
}

const rowsOf = ({ packed }: Pick<ShardPage, 'packed'>): readonly ShardRow[] =>
  v.parse(v.array(ShardRow), unpack(packed));

function split(pages: readonly Page[]): { forecasts: ForecastRow[]; failures: ForecastFailure[] } {
  const rows = pages.flatMap(rowsOf);
  return {
    forecasts: rows.flatMap((row) => ('reason' in row ? [] : [row])),
    failures: rows.flatMap((row) => ('reason' in row ? [row] : [])),
  };
}

async function storeAll(plan: RunPlan): Promise<void> {
  for (const { packed, sha256, before } of await forecastAll(plan)) {
    await storeShard(writer, {
      task: 'store-shard',
      tenantId,
      runId,
      total: plan.items,
      packed,
      sha256,
      before,
    });
  }
}

async function proposeAll(plan: RunPlan): Promise<readonly PolicyProposal[]> {
  const proposals: PolicyProposal[] = [];
  let cursor: ItemKey | null = null;
  do {
    const task = { task: 'propose-policies', tenantId, runId, plan, cursor };
    const page: PolicyPage = v.parse(PolicyPage, await handle(task, analyser));
    expect(JSON.stringify(page).length).toBeLessThan(stateBudget);
    proposals.push(...v.parse(v.array(PolicyProposal), unpack(page.packed)));
    cursor = page.next;
  } while (cursor !== null);
  return proposals;
}

describe('the plan of a run', () => {
  test("without a day is made for the tenant's present day", async () => {
    const berlin = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Berlin' }).format(new Date());
    expect((await planRun({ asOf: null })).asOf).toBe(berlin);
  });

  test('counts active products, and knows the last day with demand', async () => {
    const { productIds } = await write(usualProducts(3));
    await writer.transaction(
      { tenantId },
      (sql) =>
        sql`UPDATE products SET status = 'discontinued' WHERE product_id = ${productIds.get('SKU-1') ?? ''}`,
    );
    expect(await planRun({ asOf: addDays(asOf, 6) })).toMatchObject({
      items: 2,
      shards: 1,
      lastDay: addDays(asOf, -1),
      settingsVersion: 0,
    });
  });

  test('is empty for a tenant that sells nothing', async () => {
    expect(await planRun()).toMatchObject({ items: 0, shards: 0, lastDay: null });
  });
});

describe('shards', () => {
  test('cover every product once, in pages small enough for a state', async () => {
    const { productIds } = await write(usualProducts(120));
    const pages = await forecastAll(await planRun());
    expect(new Set(pages.map(({ shard }) => shard)).size).toBe(3);
    const { forecasts, failures } = split(pages);
    expect(forecasts.map(([productId]) => productId).sort()).toEqual([...productIds.values()].sort());
    expect(failures).toEqual([]);
  });

  test('of the widest rows there are fit too, in more pages', async () => {
    const wild =
      (n: number) =>
      (ago: number): number =>
        ago % (100 + n) === 0
          ? 4_321.987 + n
          : Math.max(0, 123.457 + 70 * Math.sin(ago / 58) + ((ago * (7919 + n)) % 97) - ago / (20 + n));
    const { productIds, locationId } = await write(
      Array.from({ length: 30 }, (_, n) => ({ sku: `WIDE-${n}`, days: 1_090, demand: wild(n) })),
    );
    await planPromotions([...productIds.values()], locationId);
    const pages = await forecastAll(await planRun());
    expect(split(pages).forecasts).toHaveLength(30);
    expect(pages.length).toBeGreaterThan(1);
  });

  test('give the same seals for the same facts, page by page', async () => {
    await write(usualProducts(80));
    const plan = await planRun();
    const seals = async (): Promise<string[]> => (await forecastAll(plan)).map(({ sha256 }) => sha256);
    const first = await seals();
    expect(await seals()).toEqual(first);
    expect(new Set(first).size).toBe(first.length);
  });

  test('see no demand of another tenant', async () => {
    await write(usualProducts(3));
    ({ tenantId } = await addTenant(server.ownerUrl, { name: 'Other' }));
    expect((await planRun()).items).toBe(0);
  });
});

/** Two years of promotions and overrides to come, for every product, none of a day alike. */
async function planPromotions(productIds: readonly string[], locationId: string): Promise<void> {
  await writer.transaction({ tenantId }, async (sql) => {
    for (let i = 0; i < 24; i += 1) {
      await sql`INSERT INTO demand_events VALUES (${tenantId}, ${randomUUID()}, ${`Promotion ${i}`},
        ${addDays(asOf, i * 30 - 100)}, ${addDays(asOf, i * 30 - 95)}, ${1.1 + i / 17}, '{"kind": "all"}', 'planned',
        '{}', now(), NULL)`;
    }
    await sql`INSERT INTO demand_overrides (tenant_id, override_id, product_id, location_id, from_day, until_day, per_day,
        status, set_by, set_at)
      SELECT ${tenantId}::uuid, gen_random_uuid(), id, ${locationId}::uuid, ${asOf}::date + 20 * n, ${asOf}::date + 20 * n + 3,
        -- As good as by chance.
        ('x' || left(md5(id::text || n), 5))::bit(20)::int / 1000.0, 'active', '{}', now()
      FROM unnest(${[...productIds]}::uuid[]) AS id, generate_series(1, 12) AS n`;
  });
}

describe('a forecast', () => {
  async function meansOf(plan: RunPlan): Promise<ReadonlyMap<string, number>> {
    const { forecasts } = split(await forecastAll(plan));
    return new Map(
      forecasts.map((row) => {
        const { productId, forecast } = expandForecast(row);
        return [productId, forecast.meanPerDay];
      }),
    );
  }

  test('takes days after the last recorded demand of the tenant as unknown, not as zero', async () => {
    await write(usualProducts(2));
    const later = await planRun({ asOf: addDays(asOf, 6) });
    expect(await meansOf(later)).toEqual(await meansOf(await planRun()));
  });

  test('hears what people plan: promotions, overrides, days to leave out, like items', async () => {
    const { productIds, locationId } = await write([
      ...usualProducts(4, { demand: (ago) => (ago === 40 ? 900 : 10) }),
      { sku: 'NEW', days: 10, demand: () => 4 },
    ]);
    const id = (sku: string): string => productIds.get(sku) ?? '';
    const before = await meansOf(await planRun());
    expect(before.get(id('NEW'))).toBeUndefined();
    await writer.transaction({ tenantId }, async (sql) => {
      const scope = JSON.stringify({ kind: 'products', productIds: [id('SKU-0')] });
      await sql`INSERT INTO demand_events VALUES (${tenantId}, ${randomUUID()}, 'Fair', ${asOf}, ${addDays(asOf, 27)}, 1.5,
        ${scope}::text::jsonb, 'planned', '{}', now(), NULL)`;
      await sql`INSERT INTO demand_overrides (tenant_id, override_id, product_id, location_id, from_day, per_day, status,
          set_by, set_at)
        VALUES (${tenantId}, ${randomUUID()}, ${id('SKU-1')}, ${locationId}, ${asOf}, 77, 'active', '{}', now())`;
      await sql`INSERT INTO demand_exclusions VALUES (${tenantId}, ${id('SKU-2')}, ${locationId}, ${addDays(asOf, -40)},
        'restore', '{}', now())`;
      await sql`INSERT INTO like_items VALUES (${tenantId}, ${id('NEW')}, ${id('SKU-3')}, 0.5, '{}', now())`;
    });
    const after = await meansOf(await planRun());
    const mean = (means: ReadonlyMap<string, number>, sku: string): number => means.get(id(sku)) ?? 0;
    expect(mean(after, 'SKU-0') / mean(before, 'SKU-0')).toBeCloseTo(1.5, 1);
    expect(mean(after, 'SKU-1')).toBeCloseTo(77, 1);
    expect(mean(after, 'SKU-2')).not.toBe(mean(before, 'SKU-2'));
    expect(mean(after, 'NEW')).toBeCloseTo(mean(before, 'SKU-3') / 2, 1);
  });

  test('of promotions without a lift takes that which past ones had', async () => {
    const isPromoted = (ago: number): boolean => ago % 60 >= 20 && ago % 60 < 27;
    const { productIds } = await write([
      {
        sku: 'PROMOTED',
        days: 400,
        demand: (ago) => (isPromoted(ago) ? 60 : 20) + ((ago * 37) % 7),
      },
    ]);
    const [productId = ''] = productIds.values();
    await writer.transaction({ tenantId }, async (sql) => {
      const scope = JSON.stringify({ kind: 'products', productIds: [productId] });
      const plan = (from: number, to: number, lift: number | null) =>
        sql`INSERT INTO demand_events VALUES (${tenantId}, ${randomUUID()}, 'Flyer', ${addDays(asOf, from)},
          ${addDays(asOf, to)}, ${lift}, ${scope}::text::jsonb, 'planned', '{}', now(), NULL)`;
      for (let ago = 0; ago < 400; ago += 60) await plan(-ago - 26, -ago - 20, 1.5);
      await plan(7, 13, null);
      await plan(20, 24, 1.2);
    });
    const [row] = split(await forecastAll(await planRun())).forecasts;
    const calendar = row === undefined ? [] : expandForecast(row).forecast.calendar;
    expect(calendar.map(({ from, to }) => [from, to])).toEqual([
      [addDays(asOf, 7), addDays(asOf, 13)],
      [addDays(asOf, 20), addDays(asOf, 24)],
    ]);
    expect(calendar[0]?.factor).toBeGreaterThan(1.8);
    expect(calendar[0]?.factor).toBeLessThan(2.8);
    expect(calendar[1]?.factor).toBe(1.2);
  });

  test('of days with promotions learns from the other products, where it has promotions itself', async () => {
    const isPromoted = (n: number, ago: number): boolean => (ago + 3 * n) % 40 >= 33;
    const { productIds } = await write(
      Array.from({ length: 24 }, (_, n) => ({
        sku: `P-${n}`,
        days: 420,
        demand: (ago: number) => (20 + n) * (isPromoted(n, ago) && n < 22 ? 3 : 1) + ((ago * 37 + n) % 7),
      })),
    );
    await writer.transaction({ tenantId }, async (sql) => {
      for (const [n, productId] of [...productIds.values()].slice(0, 22).entries()) {
        const scope = JSON.stringify({ kind: 'products', productIds: [productId] });
        const plan = (from: string, to: string) =>
          sql`INSERT INTO demand_events VALUES (${tenantId}, ${randomUUID()}, 'Flyer', ${from}, ${to}, NULL,
            ${scope}::text::jsonb, 'planned', '{}', now(), NULL)`;
        for (let ago = 420; ago > 0; ago -= 1)
          if (isPromoted(n, ago)) await plan(addDays(asOf, -ago), addDays(asOf, -ago));
        await plan(addDays(asOf, 10), addDays(asOf, 13));
      }
    });
    const { forecasts } = split(await forecastAll(await planRun()));
    const promoted = [...productIds.values()].slice(0, 22);
    const learned = forecasts
      .map((row) => expandForecast(row))
      .filter(({ forecast }) => forecast.path !== null);
    expect(learned.map(({ productId }) => productId).toSorted()).toEqual(promoted.toSorted());
    for (const { forecast } of learned) {
      expect(forecast.method).toMatch(/-learned$/);
      const means = forecast.path?.means ?? [];
      const usual = (means[8] ?? 0) + (means[9] ?? 0) + (means[14] ?? 0) + (means[15] ?? 0);
      const raised = means.slice(10, 14).reduce((total, value) => total + value, 0);
      expect(raised / usual).toBeGreaterThan(1.8);
    }
  });

  test('of monthly demand learns from the other products', async () => {
    const monthly = (n: number) => (ago: number) => {
      const day = addDays(asOf, -ago);
      const season = 1 + 0.5 * Math.sin((Number(day.slice(5, 7)) / 6) * Math.PI);
      return day.endsWith('-01') ? Math.round((80 + n) * season * (1 + ((n * 31 + ago) % 7) / 30)) : 0;
    };
    const { productIds } = await write(
      Array.from({ length: 25 }, (_, n) => ({ sku: `M-${n}`, days: 1_090, demand: monthly(n) })),
    );
    const plan = await planRun();
    const together = split(await forecastAll(plan)).forecasts;
    expect(together.map((row) => row[4])).toEqual(Array<string>(25).fill('month'));
    // Alone, a product has nobody to learn from.
    const kept = together[0]?.[0] ?? '';
    await writer.transaction(
      { tenantId },
      (sql) =>
        sql`UPDATE products SET status = 'discontinued' WHERE product_id <> ${kept} AND product_id = ANY(${[...productIds.values()]}::uuid[])`,
    );
    runId = await newRun();
    const alone = split(await forecastAll(await planRun())).forecasts;
    expect(alone).toHaveLength(1);
    expect(alone[0]?.[5][0]).not.toBe(together[0]?.[5][0]);
  });

  test('looks further ahead where the supplier delivers later than it says', async () => {
    const { supplierId, productIds, locationId } = await write(usualProducts(1));
    const leadTimeDemand = async (): Promise<number> => {
      const [row] = split(await forecastAll(await planRun())).forecasts;
      return row === undefined ? 0 : expandForecast(row).forecast.leadTimeDemand.mean;
    };
    const before = await leadTimeDemand();
    await writer.transaction({ tenantId }, async (sql) => {
      for (let i = 0; i < 10; i += 1) {
        const orderId = randomUUID();
        await sql`INSERT INTO purchase_orders (tenant_id, purchase_order_id, number, supplier_id, location_id, status,
            currency, revision, value_minor, proposed_at, issued_at, changed_at)
          VALUES (${tenantId}, ${orderId}, ${`PO-${i}`}, ${supplierId}, ${locationId}, 'Received', 'EUR', 1, 1000,
            '2026-08-01', '2026-08-01', now())`;
        await sql`INSERT INTO purchase_order_lines (tenant_id, purchase_order_id, line_number, product_id, quantity,
            unit_price_minor, recommended_quantity, steps)
          VALUES (${tenantId}, ${orderId}, 1, ${productIds.get('SKU-0') ?? ''}, 10, 100, 10, '[]')`;
        await sql`INSERT INTO receipts (tenant_id, purchase_order_id, receipt_id, received_at, received_by, lines)
          VALUES (${tenantId}, ${orderId}, ${randomUUID()}, '2026-09-10', '{}', '[{"lineNumber": 1, "quantity": 10}]')`;
      }
    });
    // Ten receipts after 40 days against 14 stated: two thirds of the way.
    expect((await leadTimeDemand()) / before).toBeGreaterThan(1.8);
  });
});

describe('a series that nothing can be told from', () => {
  test('is a failure with its reason, or a dull forecast; it costs the others nothing', async () => {
    const { productIds } = await write([
      ...usualProducts(5),
      { sku: 'NEW', days: 12, demand: () => 3 },
      { sku: 'ONE-POINT', days: 1, demand: () => 7 },
      { sku: 'CONSTANT', days: 300, demand: () => 5 },
      { sku: 'ZEROS', days: 300, demand: (ago) => (ago === 300 ? 0.0001 : 0) },
      { sku: 'RETURNS', days: 300, demand: (ago) => (ago % 3 === 0 ? -4 : 0) },
      { sku: 'GAPS', days: 700, demand: (ago) => (ago > 300 && ago < 600 ? 0 : 3) },
      { sku: 'HUGE', days: 300, demand: (ago) => (ago % 2 === 0 ? 9e11 : 1) },
    ]);
    const { forecasts, failures } = split(await forecastAll(await planRun()));
    expect(forecasts.length + failures.length).toBe(productIds.size);
    const skuOf = new Map([...productIds].map(([sku, id]) => [id, sku]));
    const failed = failures.map(({ productId }) => skuOf.get(productId));
    expect(failed).toContain('NEW');
    expect(failed.every((sku) => sku !== undefined && !sku.startsWith('SKU-'))).toBe(true);
    expect(failures.every(({ reason }) => /^[a-z].{10,}/i.test(reason))).toBe(true);
    for (const row of forecasts) {
      const { forecast } = expandForecast(row);
      expect(Number.isFinite(forecast.meanPerDay) && forecast.meanPerDay >= 0).toBe(true);
      expect(forecast.protectionDemand.p99).toBeGreaterThanOrEqual(forecast.protectionDemand.p50);
    }
  });

  test('is all that a run of failures takes up again', async () => {
    const { productIds, locationId } = await write([
      ...usualProducts(3),
      { sku: 'NEW', days: 12, demand: () => 3 },
    ]);
    await storeAll(await planRun());
    const failedRun = runId;
    runId = await newRun();
    const plan = await planRun({ onlyFailedOf: failedRun });
    expect(plan).toMatchObject({ items: 1, shards: 1, lastDay: addDays(asOf, -1) });
    expect(split(await forecastAll(plan)).failures).toMatchObject([
      { productId: productIds.get('NEW'), locationId },
    ]);
  });
});

describe('a stored shard', () => {
  test('moves the figures of its run once, and the newest forecast of an item forwards only', async () => {
    await write([...usualProducts(2), { sku: 'NEW', days: 12, demand: () => 3 }]);
    const older = runId;
    await storeAll(await planRun());
    await storeAll(await planRun());
    runId = await newRun(addDays(asOf, 1));
    const newer = runId;
    await storeAll(await planRun({ asOf: addDays(asOf, 1) }));
    runId = older;
    await storeAll(await planRun());
    const rows = await writer.transaction({ tenantId }, async (sql) => ({
      runs: await sql`SELECT run_id, status, total, planned, failed FROM forecast_runs ORDER BY as_of`,
      latest: await sql`SELECT DISTINCT run_id FROM latest_forecasts`,
      figures: await sql`SELECT FROM forecasts WHERE demand_last_year > 0 AND coefficient_of_variation >= 0`,
    }));
    const counted = { status: 'running', total: 3, planned: 3, failed: 1 };
    expect(rows.runs).toEqual([
      { run_id: older, ...counted },
      { run_id: newer, ...counted },
    ]);
    expect(rows.latest).toEqual([{ run_id: newer }]);
    expect(rows.figures).toHaveLength(4);
  });
});

describe('proposals', () => {
  test('are a class for all, and a policy for all that have a supplier', async () => {
    await write([
      ...usualProducts(40, { unitCostMinor: 5_000 }),
      ...usualProducts(10, { withSupplier: false }).map((each, n) => ({ ...each, sku: `BARE-${n}` })),
    ]);
    const plan = await planRun();
    await storeAll(plan);
    const proposals = await proposeAll(plan);
    expect(proposals).toHaveLength(50);
    expect(proposals.every(({ itemClass }) => itemClass !== null)).toBe(true);
    const policies = proposals.flatMap(({ policy }) => policy ?? []);
    expect(policies).toHaveLength(40);
    for (const policy of policies) {
      expect(policy.reorderPoint).toBeGreaterThan(14 * 5);
      expect(policy.orderUpToLevel).toBeGreaterThan(policy.reorderPoint);
      expect(policy.serviceTarget).toBeGreaterThanOrEqual(0.9);
    }
  });

  test('of many items come in pages that fit', async () => {
    await write(usualProducts(150));
    const plan = await planRun();
    await storeAll(plan);
    expect(new Set((await proposeAll(plan)).map(({ productId }) => productId)).size).toBe(150);
  });
});

test('how right the forecasts are is measured by class', async () => {
  await write(usualProducts(12));
  const plan = await planRun();
  await storeAll(plan);
  const { accuracy } = (await handle({ task: 'measure-run', tenantId, runId }, analyser)) as {
    accuracy: { abcClass: string; items: number; wape: number | null }[];
  };
  expect(accuracy.reduce((total, { items }) => total + items, 0)).toBe(12);
  expect(accuracy[0]).toMatchObject({ abcClass: 'A' });
  expect(accuracy[0]?.wape).toBeLessThan(1);
});
