/** What people write on planning, from the API to the tables and the audit trail. */
import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';

import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import type { AuditEntry } from '#shared/contracts/api/models/audit.ts';
import { defaultPlanningSettings } from '#shared/domain/planning/default-settings.ts';
import { eventually, openApi, type Api } from '#test/support/api.ts';
import { readAsTenant } from '#test/support/read-as-tenant.ts';
import { stockSmallShop } from '#test/support/small-shop.ts';
import { startSystem, type TestSystem } from '#test/support/system.ts';

type User = 'viewer' | 'operator' | 'approver' | 'admin';
type Written = { readonly eventId: string; readonly streamId: string; readonly outcome?: string };
type Refused = {
  readonly detail?: string;
  readonly errors?: readonly { readonly path: string; readonly message: string }[];
};

let system: TestSystem;
const apis = new Map<User, Api>();
const products = new Map<string, string>();

beforeAll(async () => {
  system = await startSystem();
  // One after the other: the first one is meant where none is named.
  for (const name of ['Main', 'Shop']) await as('operator').write('PUT', '/locations', { name });
  for (const sku of ['A', 'B', 'C', 'D']) {
    const { streamId } = await as('operator').write('PUT', '/products', { sku, name: `Product ${sku}` });
    products.set(sku, streamId);
  }
});

afterAll(async () => {
  await system.stop();
});

function as(user: User): Api {
  const api = apis.get(user) ?? openApi(system.endpoints.api, () => system.token(user));
  apis.set(user, api);
  return api;
}

/** Writes, and returns when the tables show it. */
async function write(user: User, method: string, path: string, body?: unknown): Promise<Written> {
  const answer = await as(user).request<Written>(method, path, body);
  if (answer.status !== 202) throw new Error(`${method} ${path}: ${JSON.stringify(answer)}`);
  if (answer.body.eventId !== null) await as(user).request('GET', `/events/${answer.body.eventId}?wait=20s`);
  return answer.body;
}

async function rowsOf(table: string): Promise<readonly Record<string, unknown>[]> {
  const rows = await readAsTenant<{ row: Record<string, unknown> }>(
    system,
    (sql) => sql`SELECT to_jsonb(t) AS row FROM ${sql(table)} t`,
  );
  return rows.map(({ row }) => row);
}

async function audited({ eventId, streamId }: Written): Promise<AuditEntry | undefined> {
  const path = `/audit?streamId=${streamId}&limit=100`;
  const { body } = await as('viewer').request<{ items: AuditEntry[] }>('GET', path);
  return body.items.find((entry) => entry.eventId === eventId);
}

async function runsOf(trigger: string): Promise<readonly Record<string, unknown>[]> {
  return (await rowsOf('forecast_runs')).filter((run) => run['trigger'] === trigger);
}

const pathsOf = ({ errors = [] }: Refused): readonly string[] => errors.map(({ path }) => path);
const dayFromNow = (days: number): string =>
  new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
const reason = { code: 'demand-event-known', text: 'a new customer' };
const override = (more: Record<string, unknown> = {}) => ({
  sku: 'A',
  from: dayFromNow(0),
  until: dayFromNow(30),
  perDay: 12.5,
  reason,
  ...more,
});
const policy = (more: Record<string, unknown> = {}) => ({
  serviceMeasure: null,
  serviceTarget: null,
  reviewPeriodDays: null,
  minStock: null,
  maxStock: null,
  doNotStock: false,
  until: null,
  ...more,
});

describe('a demand event', () => {
  const sale = { name: 'Winter sale', from: '2026-12-01', to: '2026-12-10', lift: 1.5 };

  test('is planned for products by SKU and id, stands in table and audit trail, and is called off once', async () => {
    const scope = {
      kind: 'products',
      products: [{ sku: 'A' }, { productId: products.get('B') }, { sku: 'B' }],
    };
    const planned = await write('operator', 'POST', '/demand-events', { ...sale, scope });
    expect(await rowsOf('demand_events')).toMatchObject([
      {
        demand_event_id: planned.streamId,
        name: 'Winter sale',
        scope: { kind: 'products', productIds: [products.get('A'), products.get('B')] },
        status: 'planned',
        planned_by: { kind: 'user', id: 'operator' },
      },
    ]);
    expect(await audited(planned)).toMatchObject({
      type: 'DemandEventPlanned',
      actorName: 'Otto Operator',
      subject: 'Winter sale',
    });
    const cancelled = await write('operator', 'DELETE', `/demand-events/${planned.streamId}`);
    expect(await rowsOf('demand_events')).toMatchObject([{ status: 'cancelled' }]);
    expect(await audited(cancelled)).toMatchObject({ type: 'DemandEventCancelled' });
    const again = await write('operator', 'DELETE', `/demand-events/${planned.streamId}`);
    expect(again).toMatchObject({ eventId: null, outcome: 'unchanged' });
  });

  test('is refused by field: days, products that are not there, named twice or not at all', async () => {
    const refused = async (more: Record<string, unknown>) => {
      const answer = await as('operator').request<Refused>('POST', '/demand-events', { ...sale, ...more });
      return [answer.status, ...pathsOf(answer.body)];
    };
    const named = (...list: unknown[]) => ({ scope: { kind: 'products', products: list } });
    expect(await refused({ scope: { kind: 'all' }, to: '2026-11-30' })).toEqual([400, 'to']);
    expect(await refused(named({ sku: 'A' }, { sku: 'no such' }))).toEqual([404, 'scope.products.1.sku']);
    expect(await refused(named({ productId: randomUUID() }))).toEqual([404, 'scope.products.0.productId']);
    expect(await refused(named({}))).toEqual([400, 'scope.products.0.sku']);
    expect(await refused(named({ sku: 'A', productId: products.get('A') }))).toEqual([
      400,
      'scope.products.0.sku',
    ]);
    const { status } = await as('operator').request('DELETE', `/demand-events/${randomUUID()}`);
    expect(status).toBe(404);
    // The id of something else.
    const product = await as('operator').request('DELETE', `/demand-events/${products.get('A')}`);
    expect(product.status).toBe(404);
  });
});

describe('an override of the forecast', () => {
  test('stands with its reason, and ends by its id alone, once', async () => {
    const set = await write('operator', 'POST', '/demand-overrides', override({ location: 'Shop' }));
    const [row] = await rowsOf('demand_overrides');
    expect(row).toMatchObject({
      product_id: products.get('A'),
      per_day: 12.5,
      factor: null,
      status: 'active',
      reason,
      set_by: { kind: 'user', id: 'operator' },
    });
    expect(await audited(set)).toMatchObject({
      type: 'DemandForecastOverridden',
      subject: 'A at Shop',
      reason,
    });
    const path = `/demand-overrides/${String(row?.['override_id'])}`;
    const ended = await write('operator', 'DELETE', path);
    expect(await rowsOf('demand_overrides')).toMatchObject([{ status: 'ended' }]);
    expect(await audited(ended)).toMatchObject({ type: 'DemandOverrideExpired', actor: { id: 'operator' } });
    expect(await write('operator', 'DELETE', path)).toMatchObject({ eventId: null });
    const unknown = await as('operator').request('DELETE', `/demand-overrides/${randomUUID()}`);
    expect(unknown.status).toBe(404);
  });

  test('is refused by field, and without a reason', async () => {
    const refused = async (more: Record<string, unknown>) => {
      const { status, body } = await as('operator').request<Refused>(
        'POST',
        '/demand-overrides',
        override(more),
      );
      return [status, ...pathsOf(body)];
    };
    expect(await refused({ factor: 2 })).toEqual([400, 'perDay']);
    expect(await refused({ perDay: null })).toEqual([400, 'perDay']);
    expect(await refused({ reason: undefined })).toEqual([400, 'reason']);
    expect(await refused({ from: dayFromNow(-9), until: dayFromNow(-3) })).toEqual([400, 'until']);
    expect(await refused({ sku: 'no such' })).toEqual([404, 'sku']);
    expect(await refused({ location: 'no such' })).toEqual([404, 'location']);
  });

  test('repeated under its key is one override', async () => {
    const before = await rowsOf('demand_overrides');
    const headers = { 'idempotency-key': randomUUID() };
    const send = () => as('operator').request<Written>('POST', '/demand-overrides', override(), headers);
    const first = await send();
    expect(await send()).toEqual(first);
    await as('operator').request('GET', `/events/${first.body.eventId}?wait=20s`);
    expect(await rowsOf('demand_overrides')).toHaveLength(before.length + 1);
    const other = override({ perDay: 1 });
    expect((await as('operator').request('POST', '/demand-overrides', other, headers)).status).toBe(422);
  });

  test('in a batch is answered item by item', async () => {
    const items = [
      override(),
      override({ sku: 'no such' }),
      override({ perDay: -1 }),
      override({ sku: 'B' }),
    ];
    const { status, body } = await as('operator').request<{
      items: { status: number; problem?: Refused }[];
    }>('POST', '/demand-overrides', { items });
    expect(status).toBe(202);
    expect(body.items.map((item) => item.status)).toEqual([202, 404, 400, 202]);
    expect(pathsOf(body.items[2]?.problem ?? {})).toEqual(['items.2.perDay']);
  });
});

describe('a day of the history', () => {
  test('is left out, taken as real, and left to the forecast again', async () => {
    const treat = (treatment: string) =>
      write('operator', 'PUT', '/demand-exclusions', { sku: 'A', day: '2026-10-05', treatment });
    const excluded = await treat('exclude');
    expect(await rowsOf('demand_exclusions')).toMatchObject([
      { day: '2026-10-05', treatment: 'exclude', set_by: { id: 'operator' } },
    ]);
    expect(await audited(excluded)).toMatchObject({ type: 'DemandOutlierExcluded', subject: 'A at Main' });
    expect(await treat('exclude')).toMatchObject({ outcome: 'unchanged' });
    await treat('restore');
    expect(await rowsOf('demand_exclusions')).toMatchObject([{ treatment: 'restore' }]);
    await treat('automatic');
    expect(await rowsOf('demand_exclusions')).toEqual([]);
  });

  test('cannot be one to come', async () => {
    const body = { sku: 'A', day: dayFromNow(3), treatment: 'exclude' };
    const answer = await as('operator').request<Refused>('PUT', '/demand-exclusions', body);
    expect([answer.status, ...pathsOf(answer.body)]).toEqual([400, 'day']);
  });
});

describe('a like item', () => {
  const path = (sku: string): string => `/products/${products.get(sku)}/like-item`;

  test('is chosen and dropped', async () => {
    const chosen = await write('operator', 'PUT', path('A'), { sku: 'B', share: 0.6 });
    expect(await rowsOf('like_items')).toMatchObject([
      { product_id: products.get('A'), like_product_id: products.get('B'), share: 0.6 },
    ]);
    expect(await audited(chosen)).toMatchObject({ type: 'LikeItemChosen', subject: 'A' });
    await write('operator', 'DELETE', path('A'));
    expect(await rowsOf('like_items')).toEqual([]);
    expect(await write('operator', 'DELETE', path('A'))).toMatchObject({ eventId: null });
  });

  test('is another product that is like none itself', async () => {
    const refused = async (sku: string, body: unknown) => {
      const answer = await as('operator').request<Refused>('PUT', path(sku), body);
      return [answer.status, ...pathsOf(answer.body)];
    };
    await write('operator', 'PUT', path('C'), { sku: 'D', share: 1 });
    expect(await refused('A', { sku: 'A', share: 1 })).toEqual([409, 'sku']);
    expect(await refused('A', { productId: products.get('C'), share: 1 })).toEqual([409, 'productId']);
    expect(await refused('D', { sku: 'A', share: 1 })).toEqual([409, 'sku']);
    expect(await refused('A', { share: 1 })).toEqual([400, 'sku']);
    expect(await refused('A', { sku: 'B', share: 0 })).toEqual([400, 'share']);
    expect(await refused('A', { sku: 'no such', share: 1 })).toEqual([404, 'sku']);
    const unknown = await as('operator').request('PUT', `/products/${randomUUID()}/like-item`, {
      sku: 'B',
      share: 1,
    });
    expect(unknown.status).toBe(404);
    await write('operator', 'PUT', path('C'), { sku: 'B', share: 1 });
    expect(await write('operator', 'PUT', path('D'), { sku: 'A', share: 1 })).toMatchObject({
      outcome: 'changed',
    });
  });

  test('cannot be chosen in a circle by two at once', async () => {
    const choose = async (own: string, sku: string): Promise<number> =>
      (await as('operator').request('PUT', path(own), { sku, share: 1 })).status;
    for (const sku of ['A', 'B', 'C', 'D']) await write('operator', 'DELETE', path(sku));
    const statuses = await Promise.all([choose('A', 'B'), choose('B', 'A')]);
    expect(statuses.toSorted((a, b) => a - b)).toEqual([202, 409]);
  });
});

describe('how the tenant plans', () => {
  const settings = { ...defaultPlanningSettings, holdingCostRate: 0.25 };

  test('is changed by admins alone, and several changes within seconds make one run of levels', async () => {
    const changed = await write('admin', 'PUT', '/planning-settings', settings);
    await write('admin', 'PUT', '/planning-settings', { ...settings, grossMarginRate: 0.3 });
    const own = { sku: 'A', override: policy({ minStock: 20 }), reason };
    const overridden = await write('approver', 'PUT', '/policies', own);
    const back = await write('admin', 'PUT', '/planning-settings', settings);
    expect(await write('admin', 'PUT', '/planning-settings', settings)).toMatchObject({ eventId: null });

    expect(await rowsOf('planning_settings')).toMatchObject([
      { settings: { holdingCostRate: 0.25 }, version: 3 },
    ]);
    expect(await audited(changed)).toMatchObject({ subject: 'planning settings', actorName: 'Ansel Admin' });
    expect(back.streamId).toBe(changed.streamId);
    expect(await rowsOf('policy_overrides')).toMatchObject([
      { product_id: products.get('A'), override: { minStock: 20 }, until_day: null, reason },
    ]);
    expect(await audited(overridden)).toMatchObject({ subject: 'A at Main', reason });

    await eventually('a run of levels', async () =>
      (await runsOf('policyChange')).some(({ status }) => status === 'completed'),
    );
    await delay(7000);
    expect(await runsOf('policyChange')).toHaveLength(1);
    const { body } = await as('viewer').request<{ items: AuditEntry[] }>(
      'GET',
      '/audit?type=ForecastRunScheduled',
    );
    expect(body.items).toMatchObject([{ actor: { kind: 'workflow' }, payload: { trigger: 'policyChange' } }]);
  });

  test('for an item is in force as soon as it is set', async () => {
    await stockSmallShop(as('operator'), 1);
    await write('operator', 'POST', '/forecast-runs', {});
    const levelsOf = async () => (await rowsOf('inventory_policies')).map((row) => row['reorder_point']);
    await eventually('the first levels', async () => (await levelsOf()).length === 2, 60);
    await write('approver', 'PUT', '/policies', {
      sku: 'S1-P1',
      override: policy({ minStock: 9000 }),
      reason,
    });
    await eventually('the level that was set', async () => (await levelsOf()).includes(9000), 60);
    await write('approver', 'PUT', '/policies', { sku: 'S1-P1', override: null, reason });
    await eventually('the level of its class', async () => !(await levelsOf()).includes(9000), 60);
    expect(await rowsOf('policy_overrides')).toMatchObject([{ product_id: products.get('A') }]);
  });

  test('for an item goes back to its class', async () => {
    const ended = await write('approver', 'PUT', '/policies', { sku: 'A', override: null, reason });
    expect(await rowsOf('policy_overrides')).toEqual([]);
    expect(await audited(ended)).toMatchObject({ type: 'PolicyOverridden', actorName: 'Ada Approver' });
    const again = await write('approver', 'PUT', '/policies', { sku: 'A', override: null, reason });
    expect(again).toMatchObject({ outcome: 'unchanged' });
  });

  test('is refused by field', async () => {
    const refused = async (path: string, body: unknown) => {
      const answer = await as('admin').request<Refused>('PUT', path, body);
      return [answer.status, ...pathsOf(answer.body)];
    };
    const eight = { ...settings, classPolicies: settings.classPolicies.slice(1) };
    expect(await refused('/planning-settings', eight)).toEqual([400, 'classPolicies']);
    expect(await refused('/planning-settings', { ...settings, holdingCostRate: 9 })).toEqual([
      400,
      'holdingCostRate',
    ]);
    const item = (more: Record<string, unknown>) => ({ sku: 'A', override: policy(more), reason });
    expect(await refused('/policies', item({ minStock: 5, maxStock: 4 }))).toEqual([
      400,
      'override.maxStock',
    ]);
    expect(await refused('/policies', item({ until: dayFromNow(-2) }))).toEqual([400, 'override.until']);
    expect(await refused('/policies', { ...item({}), sku: 'no such' })).toEqual([404, 'sku']);
    const yesterday = { status: 'paused', until: dayFromNow(-1), reason };
    expect(await refused('/forecast-schedule', yesterday)).toEqual([400, 'until']);
    expect(await refused('/forecast-schedule', { status: 'paused' })).toEqual([400, 'reason']);
  });

  test('is written only on the version that was seen', async () => {
    const stale = await as('admin').request('PUT', '/planning-settings', defaultPlanningSettings, {
      'if-match': '"1"',
    });
    expect(stale.status).toBe(412);
  });
});

test('the nightly run is paused with a reason, and goes on', async () => {
  const why = { code: 'data-wrong', text: 'stock is being counted' };
  const until = dayFromNow(5);
  const paused = await write('approver', 'PUT', '/forecast-schedule', {
    status: 'paused',
    until,
    reason: why,
  });
  expect(await rowsOf('planning_settings')).toMatchObject([
    { is_paused: true, paused_until: until, pause_reason: why, paused_by: { id: 'approver' } },
  ]);
  expect(await audited(paused)).toMatchObject({ type: 'ForecastSchedulePaused', reason: why });
  await write('approver', 'PUT', '/forecast-schedule', { status: 'running' });
  expect(await rowsOf('planning_settings')).toMatchObject([
    { is_paused: false, paused_until: null, pause_reason: null, settings: { holdingCostRate: 0.25 } },
  ]);
  const again = await write('approver', 'PUT', '/forecast-schedule', { status: 'running' });
  expect(again).toMatchObject({ outcome: 'unchanged' });
});

test('who may not write is told so', async () => {
  const tries: readonly (readonly [User, string, string, unknown])[] = [
    [
      'viewer',
      'POST',
      '/demand-events',
      { name: 'x', from: '2026-12-01', to: '2026-12-01', lift: 1, scope: { kind: 'all' } },
    ],
    ['viewer', 'POST', '/demand-overrides', override()],
    ['viewer', 'PUT', '/demand-exclusions', { sku: 'A', day: '2026-10-05', treatment: 'exclude' }],
    ['viewer', 'PUT', `/products/${products.get('A')}/like-item`, { sku: 'B', share: 1 }],
    ['operator', 'PUT', '/policies', { sku: 'A', override: null, reason }],
    ['operator', 'PUT', '/forecast-schedule', { status: 'running' }],
    ['approver', 'PUT', '/planning-settings', defaultPlanningSettings],
  ];
  for (const [user, method, path, body] of tries) {
    expect([path, (await as(user).request(method, path, body)).status]).toEqual([path, 403]);
  }
});
