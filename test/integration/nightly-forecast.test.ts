/** Whole nights: the state machine with its functions, from the request to the mail. */
import { randomUUID } from 'node:crypto';

import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';

import { idOfName } from '#functions/_kit/ids.ts';
import { asOwner } from '#infra/database/migrate.ts';
import { addTenant } from '#infra/database/tenants.ts';
import type { PolicyOverride } from '#shared/contracts/events/planning-settings.ts';
import { policyOverrideStreamName, policyStreamName } from '#shared/domain/stream-names.ts';
import { writeCatalogue, type Catalogue } from '#test/support/catalogue.ts';
import { startNights, type Night, type Nights } from '#test/support/night.ts';

const asOf = new Date().toISOString().slice(0, 10);

let nights: Nights;
let tenantId: string;
let shop: Catalogue;

beforeAll(async () => {
  nights = await startNights();
}, 120_000);
beforeEach(async () => {
  const members = [
    { sub: 'approver', role: 'approver' as const, email: 'ada@example.com' },
    { sub: 'admin', role: 'admin' as const, email: 'ansel@example.com' },
    { sub: 'operator', role: 'operator' as const, email: 'otto@example.com' },
  ];
  ({ tenantId } = await addTenant(nights.server.ownerUrl, { name: 'Nights', members }));
  nights.onTask = () => undefined;
  nights.mails.length = 0;
  shop = await writeCatalogue(nights.writer, { tenantId, asOf }, [
    ...Array.from({ length: 12 }, (_, n) => ({
      sku: `SKU-${n}`,
      days: 200,
      demand: (ago: number) => 5 + n + ((ago * 37 + n * 11) % 9),
    })),
    { sku: 'NEW', days: 12, demand: () => 3 },
  ]);
  // Commands know what they are about by its stream.
  await nights.emitter.database.transaction({ tenantId }, async (sql) => {
    await sql`INSERT INTO streams (tenant_id, stream_id, type, version, state)
      SELECT ${tenantId}::uuid, id, 'product', 1, '{}' FROM unnest(${[...shop.productIds.values()]}::uuid[]) AS id`;
    await sql`INSERT INTO streams (tenant_id, stream_id, type, version, state)
      VALUES (${tenantId}, ${shop.locationId}, 'location', 1, '{}')`;
  });
});
afterAll(() => nights.stop());

type RunInput = { readonly trigger?: string; readonly runId?: string; readonly onlyFailedOf?: string };

async function run({ trigger = 'nightly', runId = randomUUID(), ...more }: RunInput = {}): Promise<
  Night & { readonly runId: string }
> {
  const night = await nights.run({ tenantId, runId, asOf, trigger, ...more });
  expect(night.status).toBe('SUCCEEDED');
  return { ...night, runId };
}

type Row = Readonly<Record<string, unknown>>;

async function rows(
  query: (sql: Parameters<Parameters<Nights['writer']['transaction']>[1]>[0]) => PromiseLike<readonly Row[]>,
) {
  return nights.writer.transaction({ tenantId }, async (sql) => [...(await query(sql))]);
}

const eventTypes = async (): Promise<Readonly<Record<string, number>>> => {
  const counted = await rows(
    (sql) => sql`SELECT type, count(*)::int AS count FROM events GROUP BY type ORDER BY type`,
  );
  return Object.fromEntries(counted.map(({ type, count }) => [String(type), Number(count)]));
};

const call = (method: string, path: string, body: unknown) =>
  nights.emitter.call(method, path, body, { sub: 'approver', headers: { 'stock-mate-tenant': tenantId } });

const nothingOverridden: PolicyOverride = {
  serviceMeasure: null,
  serviceTarget: null,
  reviewPeriodDays: null,
  minStock: null,
  maxStock: null,
  doNotStock: false,
  until: null,
};

/** As the API and the doorbell do. */
async function override(sku: string, changes: Partial<PolicyOverride>): Promise<void> {
  const productId = shop.productIds.get(sku) ?? '';
  const body = {
    productId,
    locationId: shop.locationId,
    override: { ...nothingOverridden, ...changes },
    reason: { code: 'other', text: 'I know better' },
  };
  const { status, body: answer } = await call('PUT', '/policies', body);
  expect(status).toBe(202);
  await nights.apply(tenantId, [answer.streamId ?? '']);
}

async function policyOf(sku: string): Promise<Row | undefined> {
  const productId = shop.productIds.get(sku) ?? '';
  const [row] = await rows(
    (sql) => sql`SELECT reorder_point, order_up_to_level, policy_version, run_id, service_target
    FROM inventory_policies WHERE product_id = ${productId}`,
  );
  return row;
}

test('a night forecasts, measures, sets policies and classes, asks for analysis, and mails', async () => {
  const night = await run();
  expect(await eventTypes()).toEqual({
    ForecastRunCompleted: 1,
    ForecastRunScheduled: 1,
    PolicyAccepted: 12,
    SkuClassified: 12,
  });
  expect(await rows((sql) => sql`SELECT status, total, planned, failed, changed FROM forecast_runs`)).toEqual(
    [
      // What sealed it is applied when its doorbell rings.
      { status: 'running', total: 13, planned: 13, failed: 1, changed: 12 },
    ],
  );
  expect(await rows((sql) => sql`SELECT count(*)::int AS items FROM item_classes`)).toEqual([{ items: 12 }]);
  expect(await rows((sql) => sql`SELECT machine FROM workflow_starts`)).toContainEqual({
    machine: 'issue-analysis',
  });
  expect(nights.mails).toMatchObject([
    {
      to: ['ada@example.com', 'ansel@example.com'],
      summary: { planned: 13, failed: 1, changed: 12, tenantName: 'Nights', worst: [{ sku: 'NEW' }] },
    },
  ]);
  expect(night.largestState).toBeLessThan(8 * 1024);
});

test('a second night on the same facts writes nothing but itself', async () => {
  await run();
  const before = await eventTypes();
  await run();
  expect(await eventTypes()).toEqual({ ...before, ForecastRunScheduled: 2, ForecastRunCompleted: 2 });
});

test('the same night started twice is one run', async () => {
  const { runId } = await run();
  const before = await eventTypes();
  await run({ runId });
  expect(await eventTypes()).toEqual(before);
  expect(await rows((sql) => sql`SELECT planned, failed FROM forecast_runs`)).toEqual([
    { planned: 13, failed: 1 },
  ]);
});

test('what failed can be run again alone, once there is a run with failures', async () => {
  const ask = () => call('POST', '/forecast-runs', { onlyFailed: true });
  const expectRefusal = async (because: string): Promise<void> => {
    const { status, body } = await ask();
    expect(status).toBe(409);
    expect(body.detail).toContain(because);
  };
  await expectRefusal('no forecast run is over');
  const { runId } = await run();
  const runs = () =>
    rows(
      (sql) =>
        sql`UPDATE forecast_runs SET status = 'completed', completed_at = now() WHERE status = 'running' RETURNING run_id`,
    );
  await runs();
  expect((await ask()).status).toBe(202);
  const [start] = await rows(
    (sql) => sql`SELECT input FROM workflow_starts WHERE machine = 'nightly-forecast'`,
  );
  expect(start?.['input']).toMatchObject({ onlyFailedOf: runId, trigger: 'manual' });
  // Twelve days more, and the product is known.
  await rows(
    (
      sql,
    ) => sql`INSERT INTO demand_days SELECT tenant_id, product_id, location_id, day - 12 * n, source, quantity
    FROM demand_days, generate_series(1, 3) AS n WHERE product_id = ${shop.productIds.get('NEW') ?? ''}`,
  );
  const input = start?.['input'] as { runId: string; onlyFailedOf: string };
  nights.mails.length = 0;
  await run({ ...input, trigger: 'manual' });
  const again = await rows(
    (sql) =>
      sql`SELECT total, planned, failed, only_failed_of FROM forecast_runs WHERE run_id = ${input.runId}`,
  );
  expect(again).toEqual([{ total: 1, planned: 1, failed: 0, only_failed_of: runId }]);
  expect(nights.mails).toEqual([]);
  await runs();
  await expectRefusal('has no failures');
});

test('when policies change, levels follow from the forecasts there are', async () => {
  await run();
  const before = await policyOf('SKU-3');
  await override('SKU-3', { serviceMeasure: 'cycleServiceLevel', serviceTarget: 0.999 });
  nights.mails.length = 0;
  const { runId } = await run({ trigger: 'policyChange' });
  const after = await policyOf('SKU-3');
  expect(after).toMatchObject({ run_id: runId, service_target: 0.999, policy_version: 2 });
  expect(Number(after?.['reorder_point'])).toBeGreaterThan(Number(before?.['reorder_point']));
  expect(await eventTypes()).toMatchObject({ PolicyAccepted: 13 });
  expect(nights.mails).toEqual([]);
});

test("a floor that a person sets holds, and its last day's end lifts it", async () => {
  await override('SKU-1', { minStock: 5_000, until: asOf });
  await run();
  expect(Number((await policyOf('SKU-1'))?.['reorder_point'])).toBe(5_000);
  await rows((sql) => sql`UPDATE policy_overrides SET until_day = ${asOf}::date - 1 RETURNING 1`);
  await run({ trigger: 'policyChange' });
  expect(Number((await policyOf('SKU-1'))?.['reorder_point'])).toBeLessThan(1_000);
});

test('what a person sets while the run is under way is not overwritten', async () => {
  let hasMeddled = false;
  nights.onTask = async (task) => {
    // The night has planned; a person overrides, and the levels follow before the night comes to its own.
    if (task !== 'measure-run' || hasMeddled) return;
    hasMeddled = true;
    await override('SKU-5', { doNotStock: true });
    await run({ trigger: 'policyChange' });
  };
  const { runId } = await run();
  expect(await policyOf('SKU-5')).toMatchObject({ reorder_point: 0, order_up_to_level: 0 });
  expect((await policyOf('SKU-6'))?.['run_id']).not.toBe(runId);
});

test('a policy that moved between proposal and application stays where a later run put it', async () => {
  let hasMeddled = false;
  nights.onTask = async (task) => {
    if (task !== 'ApplyPolicies' || hasMeddled) return;
    hasMeddled = true;
    await override('SKU-5', { doNotStock: true });
    await run({ trigger: 'policyChange' });
  };
  await run();
  expect(await policyOf('SKU-5')).toMatchObject({
    reorder_point: 0,
    order_up_to_level: 0,
    policy_version: 1,
  });
  const streams = [policyStreamName, policyOverrideStreamName].map((name) =>
    idOfName(name(shop.productIds.get('SKU-5') ?? '', shop.locationId)),
  );
  expect(
    await rows((sql) => sql`SELECT version FROM streams WHERE stream_id = ANY(${streams}::uuid[])`),
  ).toEqual([{ version: 1 }, { version: 1 }]);
});

test('an item whose forecast failed keeps its policy', async () => {
  await run();
  const before = await policyOf('SKU-2');
  await asOwner(nights.server.ownerUrl, (sql) =>
    sql.begin(async (transaction) => {
      await transaction`SELECT set_config('app.tenant', ${tenantId}, true)`;
      await transaction`DELETE FROM demand_days WHERE product_id = ${shop.productIds.get('SKU-2') ?? ''} AND day < ${asOf}::date - 5`;
    }),
  );
  await run();
  expect(
    await rows((sql) => sql`SELECT failed FROM forecast_runs ORDER BY requested_at DESC LIMIT 1`),
  ).toEqual([{ failed: 2 }]);
  expect(await policyOf('SKU-2')).toEqual(before);
});

test('a mail that cannot be sent does not fail the run', async () => {
  nights.onTask = (task) => {
    if (task === 'run-summary') throw new Error('SES is away');
  };
  const { states } = await run();
  expect(states.slice(-2)).toEqual(['NotifyRun', 'Done']);
});
