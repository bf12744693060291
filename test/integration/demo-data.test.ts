import { setTimeout as delay } from 'node:timers/promises';

import * as v from 'valibot';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { generateDemo } from '#infra/local/demo/generate-demo.ts';
import { DEMO_SEED, seedDemo } from '#infra/local/demo/seed.ts';
import { pageOf } from '#shared/contracts/api/common.ts';
import { Approval } from '#shared/contracts/api/models/approvals.ts';
import { AuditEntry } from '#shared/contracts/api/models/audit.ts';
import { StockIssue } from '#shared/contracts/api/models/catalogue.ts';
import {
  DemandEvent,
  DemandOverride,
  ForecastRun,
  ItemForecast,
} from '#shared/contracts/api/models/planning.ts';
import { startSystem, type TestSystem } from '#test/support/system.ts';

let system: TestSystem;
// Which products the stories are about does not depend on the day.
const generated = generateDemo({ seed: DEMO_SEED, endDay: '2026-11-21' });

beforeAll(async () => {
  system = await startSystem();
  await seed();
});

afterAll(async () => {
  await system.stop();
});

async function seed(): Promise<void> {
  await seedDemo({ api: system.endpoints.api, token: () => system.token('admin'), log: () => undefined });
}

async function list<T extends v.GenericSchema>(path: string, item: T): Promise<v.InferOutput<T>[]> {
  const response = await fetch(`${system.endpoints.api}${path}`, {
    headers: { authorization: `Bearer ${await system.token('admin')}` },
  });
  return v.parse(pageOf(item), await response.json()).items;
}

async function becomesTrue(what: string, check: () => Promise<boolean>): Promise<void> {
  const deadline = performance.now() + 90_000;
  while (!(await check())) {
    if (performance.now() > deadline) throw new Error(`after 90 s still not: ${what}`);
    await delay(500);
  }
}

async function completedRuns(): Promise<readonly ForecastRun[]> {
  const runs = await list('/forecast-runs', ForecastRun);
  return runs.filter((run) => run.status === 'completed');
}

async function newestEventId(): Promise<string | undefined> {
  return (await list('/audit?limit=1', AuditEntry))[0]?.eventId;
}

test('the first night forecasts everything, and all five suppliers have an order to decide on', async () => {
  await becomesTrue('a completed run', async () => (await completedRuns()).length === 1);
  const [run] = await completedRuns();
  expect(run?.planned).toBeGreaterThan(300);
  expect(run?.failed).toBeLessThan(10);
  const suppliers = async (): Promise<number> =>
    new Set((await list('/approvals?limit=100', Approval)).map((approval) => approval.supplierName)).size;
  await becomesTrue('orders of five suppliers', async () => (await suppliers()) === 5);
  const issues = await list('/issues?limit=1000', StockIssue);
  expect(new Set(issues.map((issue) => issue.kind))).toEqual(
    new Set(['projectedStockout', 'excess', 'deadStock', 'missingData', 'bandUntrustworthy']),
  );
});

async function forecastOf(sku: string): Promise<NonNullable<ItemForecast['forecast']>> {
  const [product] = await list(`/products?sku=${sku}`, v.looseObject({ productId: v.string() }));
  const response = await fetch(`${system.endpoints.api}/products/${product?.productId}/forecast`, {
    headers: { authorization: `Bearer ${await system.token('admin')}` },
  });
  const { forecast } = v.parse(ItemForecast, await response.json());
  if (forecast === null) throw new Error(`expected a forecast of ${sku}`);
  return forecast;
}

test('what people know of demand is in the first forecasts', async () => {
  const [override] = await list('/demand-overrides', DemandOverride);
  const overridden = await forecastOf(override?.sku ?? '');
  expect(overridden.meanPerDay / overridden.baselinePerDay).toBeCloseTo(1.25);
  const events = await list('/demand-events', DemandEvent);
  expect(events.map(({ name }) => name).toSorted()).toEqual(['Plant drink weeks', 'Syrup weeks']);
  expect((await forecastOf('SIR-101')).exclusions.demandEventDays).toBe(14);

  const soldOut = generated.movements[0]?.sku ?? '';
  expect((await forecastOf(soldOut)).exclusions.daysWithoutStock).toBe(21);
  const bulky = generated.exclusions[0]?.sku ?? '';
  expect((await forecastOf(bulky)).exclusions.excludedDays).toBe(1);
  const [like] = generated.likeItems;
  expect((await forecastOf(like?.sku ?? '')).likeItem).toMatchObject({ sku: like?.body.sku, share: 0.6 });
});

test('seeding again writes nothing', async () => {
  const before = await newestEventId();
  await seed();
  expect(await newestEventId()).toBe(before);
});

test('a second run on the same facts changes no policy and asks for no second order', async () => {
  const orders = (await list('/approvals?limit=100', Approval)).map((approval) => approval.number).sort();
  const response = await fetch(`${system.endpoints.api}/forecast-runs`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${await system.token('operator')}`,
      'content-type': 'application/json',
    },
    body: '{}',
  });
  expect(response.status).toBe(202);
  await becomesTrue('a second completed run', async () => (await completedRuns()).length === 2);
  // The analysis that follows the run is asked for five seconds later.
  await delay(8000);
  // Newest first.
  const [second, first] = await completedRuns();
  expect(first?.changed).toBeGreaterThan(300);
  expect(second?.changed).toBe(0);
  expect((await list('/approvals?limit=100', Approval)).map((approval) => approval.number).sort()).toEqual(
    orders,
  );
});
