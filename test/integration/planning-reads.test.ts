import type postgres from 'postgres';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { answerHttp } from '#functions/_kit/answer-http.ts';
import { openDatabase, type Database } from '#functions/_kit/database.ts';
import { factsHashOf, lineVectors, readMaterialFacts } from '#functions/_kit/facts.ts';
import { readRequest } from '#functions/_kit/http.ts';
import { answerRead } from '#functions/data-query/answer-read.ts';
import { connectLiveExecutions } from '#functions/data-query/reads/live-executions.ts';
import { asOwner } from '#infra/database/migrate.ts';
import { readRoutes } from '#shared/contracts/api/reads.ts';
import type { Route } from '#shared/contracts/api/route.ts';
import * as models from '#shared/contracts/api/models/planning.ts';
import { defaultPlanningSettings } from '#shared/domain/planning/default-settings.ts';
import { addDays } from '#shared/forecasting/day-number.ts';
import { seedPlanning, type SeededPlanning } from '#test/support/planning-seed.ts';
import { startTestDatabase, type TestDatabase } from '#test/support/postgres.ts';
import * as v from 'valibot';

let server: TestDatabase;
let database: Database;
let tenant: SeededPlanning;
let today: string;

beforeAll(async () => {
  server = await startTestDatabase();
  tenant = await seedPlanning(server.ownerUrl);
  // One connection, so that what it counted can be asked of it.
  database = openDatabase(server.roleUrl('app_query'), 1);
  const [row] = await asTenant((sql) => sql<{ today: string }[]>`SELECT current_date::text AS today`);
  today = row?.today ?? '';
});
afterAll(async () => {
  await database.close();
  await server.stop();
});

async function asTenant<T>(run: (sql: postgres.TransactionSql) => Promise<T>): Promise<T> {
  return asOwner(server.ownerUrl, async (sql) => {
    // `begin` types what it unwraps; rows are what they are.
    const { value } = (await sql.begin(async (transaction) => {
      await transaction`SELECT set_config('app.tenant', ${tenant.tenantId}, true)`;
      return { value: await run(transaction) };
    })) as { value: T };
    return value;
  });
}

type Body = Readonly<Record<string, unknown>>;

async function get(path: string, sub = 'p-operator'): Promise<{ status: number; body: Body }> {
  const url = new URL(path, 'http://api');
  const request = readRequest({
    rawPath: url.pathname,
    queryStringParameters: Object.fromEntries(url.searchParams),
    requestContext: { requestId: 'test', http: { method: 'GET' }, authorizer: { jwt: { claims: { sub } } } },
  });
  const services = { database, liveExecutions: connectLiveExecutions() };
  const { statusCode: status, body } = await answerHttp(request, () => answerRead(request, services));
  return { status, body: JSON.parse(body) as Body };
}

const routes: readonly Route[] = readRoutes;

/** The answer, as the route's contract has it. */
async function read<Schema extends v.GenericSchema>(
  schema: Schema,
  path: string,
  sub?: string,
): Promise<v.InferOutput<Schema>> {
  const { status, body } = await get(path, sub);
  expect({ status, detail: body['detail'] }).toEqual({ status: 200, detail: undefined });
  return v.parse(schema, body);
}

const pageOf = <Item extends v.GenericSchema>(item: Item) =>
  v.strictObject({ items: v.array(item), nextCursor: v.nullable(v.string()) });
const day = (daysAgo: number): string => addDays(today, -daysAgo);

describe('the forecast of an item', () => {
  const item = (query = '') => read(models.ItemForecast, `/products/${tenant.productId}/forecast${query}`);

  test('is that of the location with the most demand, with its figures', async () => {
    const answer = await item();
    expect(answer).toMatchObject({ sku: 'SKU-00000', locationId: tenant.locationId, failure: null });
    expect(answer.forecast).toMatchObject({
      runId: tenant.runIds[0],
      asOf: today,
      abcClass: 'A',
      xyzClass: 'X',
      baselinePerDay: 10,
      isBandUntrustworthy: true,
      contenders: [{ method: 'exponential smoothing', wape: 0.1 }, { method: 'last week' }],
      exclusions: { outliers: [{ day: '2026-01-01', quantity: 99, takenAs: 12 }] },
      likeItem: null,
    });
    expect(answer.forecast?.accuracy?.coverage80).toBe(0.6);
  });

  test('shows every day of the history, and which of them a forecast does not learn from', async () => {
    const { history } = await item();
    expect(history).toHaveLength(400);
    expect(history.at(-1)).toEqual({ day: day(1), quantity: 10, isExcluded: false });
    expect(history.find((each) => each.day === day(66))).toMatchObject({ quantity: 0 });
    const excluded = history.filter(({ isExcluded }) => isExcluded).map((each) => each.day);
    // Of five without stock and three of a fair a person put one back each; one was left out; an event was called off.
    expect(excluded).toEqual([69, 68, 66, 65, 32, 30, 10].map(day));
  });

  test('goes on for sixty days with a band around the mean', async () => {
    const { ahead } = await item();
    expect(ahead).toHaveLength(60);
    expect(ahead[0]).toMatchObject({ day: today, mean: 10 });
    for (const { mean, p10, p90 } of ahead) {
      expect(p10).toBeLessThan(mean);
      expect(p90).toBeGreaterThan(mean);
    }
    // √4.25 either way, 1.28 times.
    expect(ahead[0]?.p10).toBeCloseTo(7.4, 0);
    expect(ahead[0]?.p90).toBeCloseTo(12.7, 0);
  });

  test('is compared with what came, in the newest run that is four weeks old', async () => {
    const { earlier } = await item();
    expect(earlier).toMatchObject({ runId: tenant.runIds[28], asOf: day(28) });
    expect(earlier?.days).toHaveLength(28);
    expect(earlier?.days.at(-1)).toEqual({ day: day(1), mean: 10, actual: 10 });
    // Of 28 days one was 510 instead of 10.
    expect(earlier?.wape).toBeCloseTo(500 / 780, 3);
    expect(earlier?.bias).toBeCloseTo(-500 / 780, 3);
  });

  test('tells how right each of the last sixty runs was, the oldest first', async () => {
    const { accuracyByRun } = await item();
    expect(accuracyByRun.map(({ runId }) => runId)).toEqual(tenant.runIds.slice(0, 60).toReversed());
    expect(accuracyByRun[0]).toMatchObject({ asOf: day(59), wape: 0.16, coverage80: 0.6 });
  });

  test('names the demand events and overrides of the product', async () => {
    const { demandEvents, overrides } = await item();
    expect(demandEvents.map(({ name }) => name)).toEqual(['Coming sale', 'Past fair']);
    expect(overrides.map(({ status }) => status)).toEqual(['active', 'expired', 'ended', 'active']);
  });

  test('takes in the overrides and events it was made with', async () => {
    const calendar = [{ from: addDays(today, 5), to: addDays(today, 6), factor: 2, perDay: null }];
    await asTenant(
      (sql) => sql`UPDATE forecasts SET forecast = forecast || ${sql.json({ calendar, likeShare: 0.6 })}
        WHERE run_id = ${tenant.runIds[0] ?? ''} AND product_id = ${tenant.productId}`,
    );
    const { ahead, forecast } = await item();
    expect(ahead.slice(4, 8).map(({ mean }) => mean)).toEqual([10, 20, 20, 10]);
    const [usual, raised] = [ahead[4], ahead[5]].map((each) => (each?.p90 ?? 0) - (each?.p10 ?? 0));
    expect((raised ?? 0) / (usual ?? 1)).toBeCloseTo(2, 1);
    expect(forecast?.likeItem).toEqual({ productId: tenant.likeProductId, sku: 'SKU-00001', share: 0.6 });
  });

  test('of another location is asked for by its id; where it failed, it says why', async () => {
    const answer = await item(`?locationId=${tenant.annexId}`);
    expect(answer).toMatchObject({ forecast: null, failure: 'not enough history', ahead: [], earlier: null });
    expect(answer.history).toHaveLength(400);
    expect(answer.accuracyByRun).toEqual([]);
  });

  test('of a product or a location that is not there is a 404', async () => {
    expect((await get(`/products/${tenant.tenantId}/forecast`)).status).toBe(404);
    expect((await get(`/products/${tenant.productId}/forecast?locationId=${tenant.tenantId}`)).status).toBe(
      404,
    );
  });

  test('reads rows of older runs, which have fewer members', async () => {
    const older = [
      'grain',
      'baselinePerDay',
      'calendar',
      'variance',
      'contenders',
      'seasonality',
      'exclusions',
      'likeShare',
    ];
    await asTenant(
      (sql) => sql`UPDATE forecasts SET forecast = forecast - ${sql.array(older)}::text[]
        WHERE run_id = ${tenant.runIds[0] ?? ''} AND product_id = ${tenant.likeProductId}`,
    );
    const answer = await read(models.ItemForecast, `/products/${tenant.likeProductId}/forecast`);
    expect(answer.forecast).toMatchObject({ baselinePerDay: 10, likeItem: null });
    expect(answer.ahead[0]?.mean).toBe(10);
  });
});

describe('policies', () => {
  const page = pageOf(models.PolicyRow);
  const skus = async (query: string): Promise<string[]> =>
    (await read(page, `/policies?limit=1000&${query}`)).items.map(({ sku }) => sku);

  test('are found by SKU and name, by class and by override', async () => {
    expect(await skus('search=sku-0004')).toHaveLength(10);
    const seventeen = Array.from({ length: 2000 }, (_, n) => n).filter(
      (n) => `Product ${n}`.startsWith('Product 17') && n % 3 === 2 && n % 2 === 1,
    );
    expect(await skus('search=product%2017&abcClass=C&xyzClass=Y')).toEqual(
      seventeen.map((n) => `SKU-${String(n).padStart(5, '0')}`),
    );
    // The other override ended yesterday.
    expect(await skus('overridden=true')).toEqual(['SKU-00000']);
  });

  test('say what was wanted of them, and what a person set', async () => {
    const { items } = await read(page, '/policies?limit=2');
    expect(items[0]).toMatchObject({
      serviceMeasure: 'cycleServiceLevel',
      serviceTarget: 0.95,
      expectedFillRate: 0.99,
      override: { minStock: 20 },
      overrideReason: { code: 'other', text: 'key account' },
      abcClass: 'A',
    });
    expect(items[1]).toMatchObject({ override: null, overrideReason: null });
    const [old] = (await read(page, '/policies?search=SKU-01500')).items;
    expect(old).toMatchObject({ serviceMeasure: 'cycleServiceLevel', serviceTarget: 0.95 });
  });

  test('are walked by cursors without gaps or doubles', async () => {
    const walked: string[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const from: string = cursor === '' ? '' : `&cursor=${cursor}`;
      const { items, nextCursor }: v.InferOutput<typeof page> = await read(
        page,
        `/policies?limit=700${from}`,
      );
      walked.push(...items.map(({ sku }) => sku));
      cursor = nextCursor;
    }
    expect(walked).toHaveLength(2000);
    expect(walked).toEqual([...new Set(walked)].toSorted());
  });
});

describe('the what-if of policies', () => {
  const whatIf = async (change: Partial<typeof defaultPlanningSettings>) =>
    read(
      models.PolicyWhatIf,
      `/policies/what-if?settings=${encodeURIComponent(JSON.stringify({ ...defaultPlanningSettings, ...change }))}`,
    );
  const withTarget = (serviceTarget: number) => ({
    classPolicies: defaultPlanningSettings.classPolicies.map((policy) => ({ ...policy, serviceTarget })),
  });

  test('adds up all items that have a cost, and more service costs more stock and runs out less', async () => {
    const [less, more] = [await whatIf(withTarget(0.9)), await whatIf(withTarget(0.999))];
    expect(less).toMatchObject({ currency: 'EUR', items: 1800, withoutCost: 200 });
    expect(more.before).toEqual(less.before);
    expect(more.after.stockValueMinor).toBeGreaterThan(less.after.stockValueMinor ?? Infinity);
    expect(more.after.stockoutsPerYear).toBeLessThan(less.after.stockoutsPerYear);
    expect(more.most).toHaveLength(20);
    const sizes = more.most.map((each) => Math.abs(each.stockValueChangeMinor ?? 0));
    expect(sizes).toEqual(sizes.toSorted((a, b) => b - a));
  });

  test('answers the same to the same question', async () => {
    expect(await whatIf(withTarget(0.98))).toEqual(await whatIf(withTarget(0.98)));
  });

  test('is not for viewers, and takes nothing but settings', async () => {
    const settings = encodeURIComponent(JSON.stringify(defaultPlanningSettings));
    expect((await get(`/policies/what-if?settings=${settings}`, 'p-viewer')).status).toBe(403);
    for (const wrong of ['', '{', '{}', '[]'])
      expect((await get(`/policies/what-if?settings=${encodeURIComponent(wrong)}`)).status).toBe(400);
  });
});

describe('runs', () => {
  test('tell their progress, their accuracy by class and how often each method was used', async () => {
    const run = await read(models.ForecastRunDetail, `/forecast-runs/${tenant.runIds[0]}`);
    expect(run).toMatchObject({
      total: 2000,
      planned: 2000,
      onlyFailedOf: null,
      accuracy: [{ abcClass: 'A' }],
    });
    expect(run.failures).toMatchObject([{ sku: 'SKU-00000', reason: 'not enough history' }]);
    expect(run.methods).toEqual([
      { method: 'exponential smoothing', items: 1990 },
      { method: 'Croston', items: 10 },
    ]);
  });

  test('of one product are listed run by run', async () => {
    const list = routes.find(({ operation }) => operation === 'listForecasts')?.response ?? v.never();
    const first = (await read(list, `/forecasts?productId=${tenant.productId}&limit=60`)) as {
      items: { runId: string }[];
      nextCursor: string;
    };
    const rest = (await read(
      list,
      `/forecasts?productId=${tenant.productId}&limit=60&cursor=${first.nextCursor}`,
    )) as typeof first;
    const found = [...first.items, ...rest.items].map(({ runId }) => runId);
    expect(found).toEqual(tenant.runIds.toSorted().toReversed());
  });
});

describe('what people know of demand', () => {
  const events = pageOf(models.DemandEvent);
  const overrides = pageOf(models.DemandOverride);

  test('demand events are listed latest first, and by the product they are about', async () => {
    const names = async (query = ''): Promise<string[]> =>
      (await read(events, `/demand-events${query}`)).items.map(({ name }) => name);
    expect(await names()).toEqual(['Coming sale', 'Of others', 'Called off', 'Past fair']);
    expect(await names(`?productId=${tenant.productId}`)).toEqual(['Coming sale', 'Called off', 'Past fair']);
    expect(await names(`?productId=${tenant.likeProductId}`)).toEqual(['Of others', 'Called off']);
  });

  test('an override is expired when its last day is over', async () => {
    const count = async (status: string): Promise<number> =>
      (await read(overrides, `/demand-overrides?productId=${tenant.productId}&status=${status}`)).items
        .length;
    expect([await count('active'), await count('expired'), await count('ended')]).toEqual([2, 1, 1]);
  });
});

describe('settings and schedule', () => {
  const settings = () => read(models.PlanningSettingsRow, '/planning-settings');
  const schedule = () => read(models.ForecastSchedule, '/forecast-schedule');

  test('are the defaults, and every night, until someone sets them', async () => {
    expect(await settings()).toEqual({ version: 0, settings: defaultPlanningSettings });
    const { nextRuns, ...rest } = await schedule();
    expect(rest).toEqual({
      status: 'running',
      pausedUntil: null,
      reason: null,
      pausedBy: null,
      pausedAt: null,
      timeZone: 'UTC',
      nightlyAt: '02:00',
    });
    expect(nextRuns).toHaveLength(3);
    for (const at of nextRuns) expect(at).toMatch(/T02:00:00.000Z$/);
  });

  test('are what was set; a pause leaves out the nights before its end, and is none after it', async () => {
    const pauseUntil = (until: string | null) =>
      asTenant(
        (sql) => sql`INSERT INTO planning_settings VALUES (${tenant.tenantId},
            ${sql.json({ ...defaultPlanningSettings, holdingCostRate: 0.3 })}, 4, true, ${until},
            ${sql.json({ code: 'other', text: 'stock-taking' })}, ${sql.json({ kind: 'user', id: 'p-admin' })}, now(), now())
          ON CONFLICT (tenant_id) DO UPDATE SET paused_until = excluded.paused_until`,
      );
    await pauseUntil(null);
    expect(await settings()).toMatchObject({ version: 4, settings: { holdingCostRate: 0.3 } });
    expect(await schedule()).toMatchObject({ status: 'paused', pausedUntil: null, nextRuns: [] });
    const end = addDays(today, 30);
    await pauseUntil(end);
    expect(await schedule()).toMatchObject({
      status: 'paused',
      pausedUntil: end,
      reason: { text: 'stock-taking' },
      pausedBy: { id: 'p-admin' },
      nextRuns: [0, 1, 2].map((days) => `${addDays(end, days)}T02:00:00.000Z`),
    });
    await pauseUntil(today);
    expect(await schedule()).toMatchObject({ status: 'running', pausedUntil: null, pausedBy: null });
    await asTenant((sql) => sql`UPDATE planning_settings SET settings = NULL`);
    expect(await settings()).toEqual({ version: 4, settings: defaultPlanningSettings });
  });
});

describe('material facts', () => {
  test('tell how the band of the newest forecast did, which no hash depends on', async () => {
    const filter = { productIds: [tenant.productId], locationId: tenant.locationId };
    const read = () =>
      database.transaction({ tenantId: tenant.tenantId }, (sql) => readMaterialFacts(sql, filter));
    const facts = await read();
    expect(facts).toMatchObject([{ forecastCoverage80: 0.6, forecastDays: 70 }]);
    const hash = (rows: typeof facts): string =>
      factsHashOf(1, lineVectors([{ lineNumber: 1, productId: tenant.productId }], rows));
    await asTenant((sql) => sql`DELETE FROM latest_forecasts WHERE product_id = ${tenant.productId}`);
    const without = await read();
    expect(without).toHaveLength(1);
    expect(without).not.toMatchObject([{ forecastCoverage80: 0.6 }]);
    expect(hash(without)).toBe(hash(facts));
    await asTenant(
      (sql) => sql`INSERT INTO latest_forecasts VALUES (${tenant.tenantId}, ${tenant.productId},
        ${tenant.locationId}, ${tenant.runIds[0] ?? ''}, current_date)`,
    );
  });
});

describe('on large tables', () => {
  /** Sequential scans so far of tables that grow with the tenant. */
  async function scans(): Promise<ReadonlyMap<string, number>> {
    // A connection reports what it counted now and then; here at once.
    await database.transaction(
      { tenantId: tenant.tenantId },
      (sql) => sql`SELECT pg_stat_force_next_flush()`,
    );
    const rows = await asTenant(
      (sql) => sql<{ name: string; scans: string }[]>`
        SELECT relname AS name, seq_scan AS scans FROM pg_stat_user_tables
        WHERE relname = ANY(${sql.array(['forecasts', 'latest_forecasts', 'demand_days', 'inventory_policies', 'products', 'item_classes', 'stock_levels'])}::text[])`,
    );
    return new Map(rows.map(({ name, scans: count }) => [name, Number(count)]));
  }

  test.each([
    ['the forecast of an item', () => `/products/${tenant.productId}/forecast`],
    ['the first page of policies', () => '/policies?limit=50'],
    ['the forecasts of a product', () => `/forecasts?productId=${tenant.productId}`],
    ['the detail of a run', () => `/forecast-runs/${tenant.runIds[60]}`],
  ])('%s is read by indexes alone', async (_, path) => {
    const before = await scans();
    expect((await get(path())).status).toBe(200);
    expect(Object.fromEntries(await scans())).toEqual(Object.fromEntries(before));
  });
});
