import { asOwner } from '#infra/database/migrate.ts';
import { addTenant } from '#infra/database/tenants.ts';
import { openDatabase, type Database } from '#functions/_kit/database.ts';
import { idOfName } from '#functions/_kit/ids.ts';
import { sha256Hex } from '#functions/_kit/hash.ts';
import { pack } from '#functions/_kit/packed.ts';
import { handle, openServices } from '#functions/persistence-service/handler.ts';
import type { Services } from '#functions/persistence-service/apply-streams.ts';
import { handle as sweepOutbox } from '#functions/sweeper/outbox.ts';
import { eventTypes } from '#shared/contracts/events/event-types.ts';
import type { ForecastRow, ShardRow } from '#shared/contracts/workflows/nightly-forecast.ts';
import {
  archiveAborted,
  type Bell,
  type LoggedEvent,
  readTables,
  writeEvents,
} from '#test/support/event-log.ts';
import { startTestDatabase, type TestDatabase } from '#test/support/postgres.ts';
import { story, storyId } from '#test/support/story.ts';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';

let postgres: TestDatabase;
let emit: Database;
let query: Database;
let sweep: Database;
let start: Database;
let history: Database;
let services: Services;
let tenantId: string;

beforeAll(async () => {
  postgres = await startTestDatabase();
  emit = openDatabase(postgres.roleUrl('app_emit'), 2);
  query = openDatabase(postgres.roleUrl('app_query'), 2);
  sweep = openDatabase(postgres.roleUrl('app_sweep_outbox'), 1);
  start = openDatabase(postgres.roleUrl('app_start'), 1);
  history = openDatabase(postgres.roleUrl('app_sweep_history'), 1);
  services = openServices(postgres.roleUrl('app_persist'), 2);
});
afterAll(async () => {
  await Promise.all(
    [emit, query, sweep, start, history, services.database].map((database) => database.close()),
  );
  await postgres.stop();
});
beforeEach(async () => {
  ({ tenantId } = await addTenant(postgres.ownerUrl, { name: 'Test' }));
});

type Answer = { readonly batchItemFailures: readonly { readonly itemIdentifier: string }[] };

/** Hands bells over as SQS does. */
async function ring(bells: readonly (Bell | string)[], to: Services = services): Promise<Answer> {
  const Records = bells.map((bell, i) => ({
    messageId: String(i),
    body: typeof bell === 'string' ? bell : JSON.stringify(bell),
  }));
  return (await handle({ Records }, to)) as Answer;
}

async function apply(events: readonly LoggedEvent[]): Promise<Answer> {
  return ring(await writeEvents(emit, tenantId, events));
}

async function rows<T>(run: Parameters<Database['transaction']>[1]): Promise<T[]> {
  return (await query.transaction({ tenantId }, run)) as T[];
}

const inQuarantine = () =>
  rows<{ stream_id: string; type: string; reason: string; attempts: number; stream_version: number }>(
    (sql) => sql`SELECT stream_id, type, reason, attempts, stream_version FROM quarantine ORDER BY stream_id`,
  );

/** What was asked of issue-analysis: products by name, 'all', or nothing. */
async function analysed(): Promise<unknown> {
  const [row] = await rows<{ ids: string[] | null }>(
    (sql) => sql`SELECT input -> 'productIds' AS ids FROM workflow_starts WHERE machine = 'issue-analysis'`,
  );
  return row === undefined ? 'nothing' : (row.ids ?? 'all');
}

describe('the story of every event', () => {
  let tables: Record<string, Record<string, unknown>[]>;

  beforeEach(async () => {
    // As the sweeper leaves it before it has the end of an execution recorded.
    await archiveAborted({ start, history }, tenantId, {
      executionArn: 'failed night',
      runId: storyId('failing run'),
    });
    await apply(story);
    tables = (await readTables(query, tenantId)) as typeof tables;
  });

  test('has every type of event in it, and all of it is applied', async () => {
    expect(new Set(story.map(({ type }) => type))).toEqual(new Set(Object.keys(eventTypes)));
    expect(await inQuarantine()).toEqual([]);
    const behind = await rows((sql) => sql`SELECT FROM streams WHERE applied_version < version`);
    expect(behind).toEqual([]);
  });

  test('shows products, locations, suppliers and terms as they are in the end', () => {
    const products = tables['products']?.map(({ sku, name, status, unit_cost_minor }) => [
      sku,
      name,
      status,
      unit_cost_minor,
    ]);
    expect(products?.toSorted()).toEqual([
      ['A-1', 'Bolt M8', 'active', null],
      ['A-2', 'Nut “M8” \\ {1,2}', 'active', null],
    ]);
    expect(tables['locations']).toMatchObject([{ name: 'Main', status: 'open' }]);
    expect(tables['suppliers']).toMatchObject([
      { lead_time_days: 9.5, status: 'active', name: 'Screws & Co' },
    ]);
    expect(tables['supplier_terms']).toMatchObject([{ rank: 1, unit_price_minor: 1999, order_multiple: 5 }]);
  });

  test('shows the stock on hand, and each movement in the partition of its month', async () => {
    expect(tables['stock_levels']).toMatchObject([{ on_hand: 18.875 }]);
    expect(tables['stock_movements']).toHaveLength(5);
    const partitions = await rows<{ name: string }>(
      (sql) => sql`SELECT DISTINCT tableoid::regclass::text AS name FROM stock_movements ORDER BY 1`,
    );
    expect(partitions.map(({ name }) => name)).toEqual([
      'stock_movements_2024_02',
      'stock_movements_2026_10',
      'stock_movements_2026_11',
    ]);
  });

  test('shows what of the stock is promised and set apart, counts, units and barcodes', () => {
    expect(tables['stock_levels']).toMatchObject([{ allocated: 1.5, quarantined: 2 }]);
    const statuses = (table: string, by: string) =>
      Object.fromEntries(
        (tables[table] ?? []).map((row): [string, unknown] => [String(row[by]), row['status']]),
      );
    expect(statuses('stock_reservations', 'reference')).toEqual({ 'SO-1': 'cancelled', 'SO-2': 'held' });
    expect(statuses('stock_counts', 'count_id')).toEqual({
      [storyId('small')]: 'applied',
      [storyId('large')]: 'superseded',
      [storyId('same')]: 'approved',
    });
    expect(tables['product_units']).toMatchObject([{ unit: 'box', per_unit: 12 }]);
    expect(tables['product_barcodes']).toMatchObject([{ product_id: storyId('other') }]);
  });

  test('sums sales, replaces what an import says again, and forgets an import that was undone', () => {
    const demand = tables['demand_days']?.map(({ day, source, quantity }) => [
      day,
      source === 'live' ? source : 'import',
      quantity,
    ]);
    expect(demand?.toSorted()).toEqual([
      ['2026-10-01', 'import', 3],
      ['2026-10-02', 'import', 4],
      ['2026-10-03', 'import', 2.5],
      ['2026-10-03', 'live', 2.5],
    ]);
    expect(tables['imports']?.map(({ file_name, status }) => [file_name, status]).toSorted()).toEqual([
      ['sales.csv', 'finished'],
      ['terms.csv', 'finished'],
      ['wrong.csv', 'undone'],
    ]);
  });

  test('shows what people told the forecast', () => {
    expect(tables['demand_events']?.map(({ name, lift, status }) => [name, lift, status]).toSorted()).toEqual(
      [
        ['Fair', 0, 'cancelled'],
        ['Winter sale', 1.5, 'planned'],
      ],
    );
    expect(
      tables['demand_overrides']
        ?.map(({ until_day, per_day, factor, status, reason }) => [
          until_day,
          per_day,
          factor,
          status,
          reason,
        ])
        .toSorted(),
    ).toEqual([
      [null, null, 0.5, 'ended', null],
      ['2026-11-30', 2.5, null, 'active', { code: 'demand-event-known', text: 'a new customer' }],
    ]);
    expect(tables['demand_exclusions']).toMatchObject([{ day: '2026-10-01', treatment: 'restore' }]);
    expect(tables['like_items']).toMatchObject([
      { product_id: storyId('other'), like_product_id: storyId('product'), share: 0.6 },
    ]);
  });

  test('shows how the tenant plans, and asks for levels once', async () => {
    expect(tables['planning_settings']).toMatchObject([
      {
        settings: { holdingCostRate: 0.3 },
        version: 3,
        is_paused: false,
        paused_until: null,
        pause_reason: null,
        paused_by: null,
      },
    ]);
    expect(tables['policy_overrides']).toMatchObject([
      {
        override: { minStock: 5 },
        until_day: '2026-12-31',
        reason: { code: 'other', text: 'our best customer' },
        set_by: { kind: 'user', id: 'operator' },
      },
    ]);
    expect(tables['item_classes']).toMatchObject([
      { abc_class: 'A', xyz_class: 'Y', demand_pattern: 'erratic' },
    ]);
    const starts = await rows<{ subject_key: string; input: unknown }>(
      (sql) => sql`SELECT subject_key, input FROM workflow_starts WHERE machine = 'nightly-forecast'`,
    );
    expect(starts).toMatchObject([
      {
        subject_key: 'policies',
        input: {
          tenantId,
          trigger: 'policyChange',
          asOf: expect.stringMatching(/^\d{4}-\d\d-\d\d$/) as unknown,
          runId: expect.stringMatching(/^[0-9a-f-]{36}$/) as unknown,
        },
      },
    ]);
  });

  test('shows forecast runs, what they changed, and that one was aborted', () => {
    expect(
      tables['forecast_runs']
        ?.map(({ trigger, status, changed, failed }) => [trigger, status, changed, failed])
        .toSorted(),
    ).toEqual([
      ['manual', 'aborted', 0, 0],
      ['nightly', 'completed', 1, 1],
    ]);
    expect(tables['inventory_policies']).toMatchObject([
      { policy_version: 2, reorder_point: 12.5, run_id: storyId('run') },
    ]);
  });

  test('shows issues and recommendations as they stand', () => {
    expect(tables['issues']).toMatchObject([
      { severity: 'urgent', status: 'open', resolved_at: null, detail: { days: 1 } },
    ]);
    expect(tables['recommendations']).toMatchObject([
      {
        status: 'settled',
        outcome: 'ordered',
        recommended_quantity: 35,
        purchase_order_id: storyId('order delivered'),
      },
    ]);
  });

  test('shows an order from its proposal to its last receipt', () => {
    const found = orderOf('PO-1');
    // 20 × 19.99 + 2.505 × 19.99, the second rounded half up.
    expect(found).toMatchObject({
      status: 'Closed',
      revision: 2,
      value_minor: 39_980 + 5007,
      approved_by: 'operator',
    });
    expect(found).toMatchObject({ expected_at: '2026-11-15', execution_id: 'execution of delivered' });
    const lines = tables['purchase_order_lines']?.filter(
      (line) => line['purchase_order_id'] === storyId('order delivered'),
    );
    expect(
      lines?.map((line) => [line['line_number'], line['quantity'], line['received_quantity']]).toSorted(),
    ).toEqual([
      [1, 20, 20],
      [2, 2.505, 2.505],
    ]);
    expect(tables['purchase_order_revisions']).toMatchObject([
      { revision: 1, reason: { code: 'budget' }, value_minor: 59_970 + 5007 },
    ]);
    expect(tables['receipts']).toHaveLength(3);
    expect(tables['receipt_reversals']).toMatchObject([{ receipt_id: storyId('receipt 0') }]);
    expect(tables['delivery_discrepancies']).toMatchObject([
      { line_number: 1, kind: 'rejected', quantity: 1 },
    ]);
    expect(tables['advice']).toMatchObject([
      { source: 'template', figures_checked: 1, advice: { computedBecause: 'no key' } },
    ]);
  });

  test('shows orders that were postponed, rejected and cancelled', () => {
    expect(orderOf('PO-2')).toMatchObject({ status: 'Cancelled', postponed_until: null });
    expect(orderOf('PO-3')).toMatchObject({ status: 'Rejected', approved_by: null, approved_at: null });
    expect(orderOf('PO-4')).toMatchObject({ status: 'Postponed', postponed_until: '2026-12-24' });
  });

  test('asks for one analysis, of everything', async () => {
    expect(await analysed()).toBe('all');
    expect(
      await rows((sql) => sql`SELECT FROM workflow_starts WHERE machine = 'issue-analysis'`),
    ).toHaveLength(1);
  });

  test('ringing for all of it again changes nothing', async () => {
    await ring(story.map(({ streamId, type }) => ({ tenantId, type, streams: [{ streamId, version: 1 }] })));
    expect(await readTables(query, tenantId)).toEqual(tables);
  });

  function orderOf(number: string) {
    return tables['purchase_orders']?.find((row) => row['number'] === number);
  }
});

describe('an analysis is asked for', () => {
  const productId = storyId('product');
  const before = story.filter(({ streamId }) =>
    [productId, storyId('location'), storyId('supplier')].includes(streamId),
  );
  const byType = (type: string, nth = 0) => story.filter((event) => event.type === type).slice(nth, nth + 1);
  const orderEvents = story.filter(({ streamId }) => streamId === storyId('order delivered'));

  const clear = () =>
    start.statement((sql) => sql`DELETE FROM workflow_starts WHERE tenant_id = ${tenantId}`);

  async function after(earlier: readonly LoggedEvent[], events: readonly LoggedEvent[]): Promise<unknown> {
    await apply(earlier);
    await clear();
    await apply(events);
    return analysed();
  }

  test.each([
    'StockImported',
    'StockReceived',
    'StockIssued',
    'StockAdjusted',
    'StockMoved',
    'SupplierTermsChanged',
  ])('of the product after %s', async (type) => {
    expect(await after([], byType(type))).toEqual([productId]);
  });

  test('not after stock that an import set, which asks once at its end', async () => {
    const [imported] = byType('StockImported');
    const payload = { ...(imported?.payload as object), importId: storyId('import') };
    expect(await after([], [{ streamId: storyId('level'), type: 'StockImported', payload }])).toBe('nothing');
  });

  test('of everything after an import of terms, but not of sales', async () => {
    expect(await after(byType('DataImportStarted'), byType('DataImported'))).toBe('nothing');
    expect(await after(byType('DataImportStarted', 2), byType('DataImported', 2))).toBe('all');
  });

  test('of everything after a supplier was held', async () => {
    expect(await after(byType('SupplierRegistered'), byType('SupplierHeld'))).toBe('all');
  });

  test('of the products of an order that was issued', async () => {
    const at = orderEvents.findIndex(({ type }) => type === 'PurchaseOrderIssued');
    const found = await after(orderEvents.slice(0, at), orderEvents.slice(at, at + 1));
    expect(found).toEqual([productId, storyId('other')].toSorted());
  });

  test('not after demand, policies, issues, recommendations and decisions that order nothing', async () => {
    const quiet = [
      'DemandImported',
      'SaleRecorded',
      'PolicyAccepted',
      'StockIssueDetected',
      'ReplenishmentRecommended',
    ];
    expect(
      await after(
        before,
        story.filter(({ type }) => quiet.includes(type)),
      ),
    ).toBe('nothing');
  });
});

describe('quarantine', () => {
  const product = (name: string, sku: string): LoggedEvent => ({
    streamId: idOfName(name),
    type: 'NewProductScheduled',
    payload: { sku, name, unit: 'pcs', category: '', unitCostMinor: null, currency: 'EUR' },
  });
  const renamed = (name: string, to: string): LoggedEvent => ({
    streamId: idOfName(name),
    type: 'ProductDetailsChanged',
    payload: { before: {}, after: { name: to } },
  });
  const names = async () =>
    (await rows<{ name: string }>((sql) => sql`SELECT name FROM products ORDER BY name`)).map(
      ({ name }) => name,
    );

  async function mend(
    streamId: string,
    version: number,
    change: { type?: string; payload?: object },
  ): Promise<void> {
    await asOwner(postgres.ownerUrl, (sql) =>
      sql.begin(async (transaction) => {
        await transaction`SELECT set_config('app.tenant', ${tenantId}, true)`;
        await transaction`UPDATE events SET type = coalesce(${change.type ?? null}, type),
            payload = coalesce(${change.payload ? transaction.json(change.payload as never) : null}, payload)
          WHERE stream_id = ${streamId} AND stream_version = ${version}`;
      }),
    );
  }

  test.each([
    [
      'of an unknown type',
      { type: 'ProductPainted', payload: { colour: 'red' } },
      'the event type ProductPainted is not known',
    ],
    [
      'whose payload does not fit',
      { type: 'ProductDetailsChanged', payload: { before: {}, after: { colour: 'red' } } },
      'the payload of ProductDetailsChanged does not fit: after',
    ],
    [
      'that the tables refuse',
      { type: 'NewProductScheduled', payload: product('x', 'B-1').payload },
      'duplicate key value',
    ],
  ])(
    'takes an event %s; its stream waits, others flow, and it goes on when mended',
    async (_, bad, reason) => {
      const streamId = idOfName('bad');
      const bells = await writeEvents(emit, tenantId, [
        product('bad', 'B-2'),
        renamed('bad', 'renamed'),
        { streamId, ...bad },
        renamed('bad', 'renamed again'),
        product('good', 'B-1'),
      ]);
      expect(await ring(bells)).toEqual({ batchItemFailures: [] });
      expect(await names()).toEqual(['good', 'renamed']);
      const [waiting] = await inQuarantine();
      expect(waiting).toMatchObject({ stream_id: streamId, stream_version: 3, type: bad.type, attempts: 1 });
      expect(waiting?.reason).toContain(reason);

      await ring(bells);
      expect((await inQuarantine()).map(({ attempts }) => attempts)).toEqual([2]);
      // The sweeper leaves it to a person.
      const rung: unknown[] = [];
      await sweepOutbox(
        {},
        { database: sweep, ring: async (events) => (rung.push(...events), []) },
        { getRemainingTimeInMillis: () => 60_000 },
      );
      expect(rung).toEqual([]);

      await mend(streamId, 3, {
        type: 'ProductDetailsChanged',
        payload: { before: {}, after: { category: 'mended' } },
      });
      await ring(bells.slice(0, 1));
      expect(await names()).toEqual(['good', 'renamed again']);
      expect(await inQuarantine()).toEqual([]);
    },
  );

  test('takes a stream of which an event is missing', async () => {
    const bells = await writeEvents(emit, tenantId, [
      product('gap', 'B-3'),
      renamed('gap', 'second'),
      renamed('gap', 'third'),
    ]);
    await asOwner(postgres.ownerUrl, (sql) =>
      sql.begin(async (transaction) => {
        await transaction`SELECT set_config('app.tenant', ${tenantId}, true)`;
        await transaction`DELETE FROM events WHERE stream_version >= 2`;
      }),
    );
    await ring(bells);
    expect(await names()).toEqual(['gap']);
    await asOwner(postgres.ownerUrl, (sql) =>
      sql.begin(async (transaction) => {
        await transaction`SELECT set_config('app.tenant', ${tenantId}, true)`;
        await transaction`UPDATE events SET stream_version = 3 WHERE stream_version = 1`;
      }),
    );
    await ring(bells);
    expect(await inQuarantine()).toMatchObject([
      { stream_version: 3, reason: 'version 2 of its stream is missing' },
    ]);
  });

  test('many bad streams in one batch do not keep the good ones', async () => {
    const events = Array.from({ length: 30 }, (_, i) =>
      i % 3 === 0 ? product(`twin ${i}`, 'SAME') : product(`product ${i}`, `S-${i}`),
    );
    await apply(events);
    expect(await names()).toHaveLength(21);
    expect(await inQuarantine()).toHaveLength(9);
  });
});

describe('messages', () => {
  test('that are no doorbells are let go', async () => {
    expect(await ring(['', 'not JSON', '{}', '{"tenantId":"x","streams":[]}', '[]'])).toEqual({
      batchItemFailures: [],
    });
  });

  test('come again when the database is away, and only then', async () => {
    const away = openServices('postgres://app_persist:test@127.0.0.1:1/stock_mate', 1);
    const bells = await writeEvents(emit, tenantId, story.slice(0, 2));
    expect(await ring([...bells, 'not JSON'], away)).toEqual({
      batchItemFailures: [{ itemIdentifier: '0' }, { itemIdentifier: '1' }],
    });
    await away.database.close();
  });

  test('for streams that do not exist, or are another tenant’s, change nothing', async () => {
    const bells = await writeEvents(emit, tenantId, story.slice(0, 1));
    const { tenantId: stranger } = await addTenant(postgres.ownerUrl, { name: 'Stranger' });
    await ring(bells.map((bell) => ({ ...bell, tenantId: stranger })));
    expect(await rows((sql) => sql`SELECT FROM products`)).toEqual([]);
  });
});

describe('tasks of workflows', () => {
  test('apply streams at once and say how far they are', async () => {
    await writeEvents(emit, tenantId, story);
    const streamIds = [storyId('product'), storyId('supplier')];
    expect(await handle({ task: 'apply-streams', tenantId, streamIds }, services)).toEqual({
      appliedVersions: { [storyId('product')]: 6, [storyId('supplier')]: 4 },
    });
  });

  const forecast: ForecastRow = [
    storyId('product'),
    storyId('location'),
    'smooth',
    'exponential smoothing',
    'day',
    [1.5, 1.5, 0, 0.5, 0.25, 0.01, 0.4, 540, 0, 0, 21, 4, 31.5, 5, 0, 90],
    null,
    null,
    null,
    [],
    [0.1, null, 0.2, 0.8, 28],
    [['exponential smoothing', 0.1]],
    [0, 0, 0, 0],
    null,
  ];
  const failure = {
    productId: storyId('other'),
    locationId: storyId('location'),
    reason: 'not enough history',
  };
  const shard = (rows: readonly ShardRow[] = [forecast, failure]) => ({
    task: 'store-shard',
    tenantId,
    runId: storyId('run'),
    total: 2,
    packed: pack(rows),
    sha256: sha256Hex({ before: null, rows: [forecast, failure] }),
    before: null,
  });

  test('store a shard once, however often it comes', async () => {
    await apply(story.filter(({ type }) => type === 'ForecastRunScheduled').slice(0, 1));
    expect(await handle(shard(), services)).toEqual({ planned: 2, failed: 1 });
    expect(await handle(shard(), services)).toEqual({ planned: 2, failed: 1 });
    expect(
      await rows(
        (sql) =>
          sql`SELECT method, mean_per_day, forecast -> 'leadTimeDemand' -> 'mean' AS mean FROM forecasts`,
      ),
    ).toEqual([{ method: 'exponential smoothing', mean_per_day: 1.5, mean: 21 }]);
    expect(await rows((sql) => sql`SELECT reason FROM forecast_failures`)).toEqual([
      { reason: 'not enough history' },
    ]);
    expect(await rows((sql) => sql`SELECT status, total, planned, failed FROM forecast_runs`)).toEqual([
      { status: 'running', total: 2, planned: 2, failed: 1 },
    ]);
    expect(await rows((sql) => sql`SELECT run_id FROM latest_forecasts`)).toEqual([
      { run_id: storyId('run') },
    ]);
  });

  test('refuse a shard that is not what was hashed', async () => {
    await expect(handle(shard([forecast]), services)).rejects.toThrow('forecast it again');
    expect(await rows((sql) => sql`SELECT FROM forecasts`)).toEqual([]);
  });
});

describe('the role of persistence-service', () => {
  test.each([
    ['change what guards rest on', "UPDATE streams SET state = '{}'"],
    ['move a stream on', 'UPDATE streams SET version = version + 1'],
    [
      'make streams',
      "INSERT INTO streams (tenant_id, stream_id, type, version, state) VALUES (current_tenant(), gen_random_uuid(), 'x', 1, '{}')",
    ],
    ['write events', "UPDATE events SET payload = '{}'"],
    ['drop events', 'DELETE FROM events'],
    ['say that events were published', 'UPDATE events SET published_at = now()'],
    ['read approvals', 'SELECT status FROM approvals'],
    ['change forecasts', 'UPDATE forecasts SET method = method'],
    ['drop receipts', 'DELETE FROM receipts'],
    ['take a start back', 'DELETE FROM workflow_starts'],
  ])('cannot %s', async (_, statement) => {
    const attempt = services.database.transaction({ tenantId }, (sql) => sql.unsafe(statement));
    await expect(attempt).rejects.toThrow('permission denied');
  });
});
