/** Stock in the small, from the API to the tables and the audit trail: reservations, quarantine, counts, units, barcodes. */
import { randomUUID } from 'node:crypto';

import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import type { EventStatus } from '#shared/contracts/api/common.ts';
import type { AuditEntry } from '#shared/contracts/api/models/audit.ts';
import type { Product } from '#shared/contracts/api/models/catalogue.ts';
import type {
  ProductCodes,
  StockCount,
  StockReservation,
  StockRow,
} from '#shared/contracts/api/models/stock.ts';
import { openApi, type Api } from '#test/support/api.ts';
import { readAsTenant } from '#test/support/read-as-tenant.ts';
import { startSystem, type TestSystem } from '#test/support/system.ts';

type User = 'viewer' | 'operator' | 'approver' | 'admin';
type Written = { readonly eventId: string; readonly streamId: string; readonly outcome?: string };
type Refused = {
  readonly detail?: string;
  readonly available?: number;
  readonly holder?: { readonly sku: string };
  readonly errors?: readonly { readonly path: string; readonly message: string }[];
};
type Page<T> = { readonly items: readonly T[] };

let system: TestSystem;
const apis = new Map<User, Api>();

beforeAll(async () => {
  system = await startSystem();
  // One after the other: the first one is meant where none is named.
  for (const name of ['Main', 'Shop']) await write('operator', 'PUT', '/locations', { name });
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

const refused = async (user: User, method: string, path: string, body?: unknown) =>
  as(user).request<Refused>(method, path, body);

async function get<T>(path: string, user: User = 'operator'): Promise<T> {
  const { status, body } = await as(user).request<T>('GET', path);
  expect({ path, status }).toEqual({ path, status: 200 });
  return body;
}

async function list<T>(path: string, user: User = 'operator'): Promise<readonly T[]> {
  return (await get<Page<T>>(path, user)).items;
}

/** A product with stock at the first location. */
async function newProduct(onHand: number, more: Record<string, unknown> = {}) {
  const sku = `P-${randomUUID().slice(0, 8)}`;
  const product = { sku, name: `Product ${sku}`, unitCostMinor: 500, ...more };
  const { streamId: productId } = await write('operator', 'POST', '/products', product);
  if (onHand > 0)
    await write('operator', 'POST', '/stock-movements', { sku, kind: 'receive', quantity: onHand });
  return { sku, productId };
}

async function stockOf(productId: string): Promise<StockRow | undefined> {
  return (await list<StockRow>(`/stock?productId=${productId}`))[0];
}

async function payloadOf<T>({ eventId }: Written): Promise<T> {
  // The payload of the event that was just written is of the type that the caller wrote.
  return (await get<EventStatus>(`/events/${eventId}`)).event.payload as T;
}

async function reserve(sku: string, quantity: number, more: Record<string, unknown> = {}): Promise<string> {
  const written = await write('operator', 'POST', '/stock-reservations', {
    sku,
    quantity,
    reference: 'SO-1',
    ...more,
  });
  return (await payloadOf<{ reservationId: string }>(written)).reservationId;
}

/** The stream's entries in the audit trail, oldest first. */
async function audited(streamId: string, user: User = 'operator'): Promise<readonly AuditEntry[]> {
  return (await list<AuditEntry>(`/audit?streamId=${streamId}&limit=100`, user)).toReversed();
}

const wrong = { code: 'data-wrong' };

describe('a reservation', () => {
  test('takes stock off what is available, stands in its table, and is shipped with its stock in one go', async () => {
    const { sku, productId } = await newProduct(10);
    const reservationId = await reserve(sku, 4, { until: '2099-01-31' });
    expect(await stockOf(productId)).toMatchObject({ onHand: 10, allocated: 4, available: 6 });
    const [held] = await list<StockReservation>(`/stock-reservations?productId=${productId}&status=held`);
    expect(held).toMatchObject({
      reservationId,
      sku,
      quantity: 4,
      reference: 'SO-1',
      until: '2099-01-31',
      reservedBy: { id: 'operator' },
    });
    const { streamId } = await write('operator', 'POST', `/stock-reservations/${reservationId}/shipment`, {});
    expect(await stockOf(productId)).toMatchObject({ onHand: 6, allocated: 0, available: 6 });
    const [shipped] = await list<StockReservation>(`/stock-reservations?productId=${productId}`);
    expect(shipped).toMatchObject({ status: 'shipped' });
    const entry = { subject: `${sku} at Main` };
    expect((await audited(streamId)).slice(1)).toMatchObject([
      { ...entry, type: 'StockAllocated', payload: { allocatedBefore: 0, allocatedAfter: 4 } },
      { ...entry, type: 'StockAllocationReleased', payload: { because: 'shipped', allocatedAfter: 0 } },
      { ...entry, type: 'StockIssued', payload: { onHandBefore: 10, onHandAfter: 6 } },
    ]);
    const again = await refused('operator', 'POST', `/stock-reservations/${reservationId}/shipment`, {});
    expect(again.status).toBe(409);
  });

  test('is given back once, and its stock is available again', async () => {
    const { sku, productId } = await newProduct(10);
    const path = `/stock-reservations/${await reserve(sku, 10)}`;
    expect((await write('operator', 'DELETE', path)).outcome).toBe('changed');
    expect((await write('operator', 'DELETE', path)).outcome).toBe('unchanged');
    expect(await stockOf(productId)).toMatchObject({ allocated: 0, available: 10 });
  });

  test('of more than is available is refused with what is; so is taking what is reserved', async () => {
    const { sku } = await newProduct(10);
    await reserve(sku, 4);
    const body = { sku, quantity: 7, reference: 'SO-2' };
    const tooMuch = await refused('operator', 'POST', '/stock-reservations', body);
    expect(tooMuch).toMatchObject({ status: 409, body: { available: 6 } });
    const issue = { sku, kind: 'issue', quantity: 7 };
    expect((await refused('operator', 'POST', '/stock-movements', issue)).status).toBe(409);
    const transfer = { sku, from: { location: 'Main' }, to: { location: 'Shop' }, quantity: 7 };
    expect((await refused('operator', 'POST', '/transfers', transfer)).status).toBe(409);
    await write('operator', 'POST', '/transfers', { ...transfer, quantity: 6 });
  });

  test('holds nothing when its last day is over, whether anybody has written that down or not', async () => {
    const { sku, productId } = await newProduct(10);
    const reservationId = await reserve(sku, 4, { until: '2099-01-31' });
    // Days cannot be waited for.
    await readAsTenant(
      system,
      (sql) =>
        sql`UPDATE stock_reservations SET until_day = current_date - 2 WHERE reservation_id = ${reservationId}`,
    );
    expect(await stockOf(productId)).toMatchObject({ allocated: 0, available: 10, inventoryPosition: 10 });
    const path = `/stock-reservations?productId=${productId}`;
    expect(await list<StockReservation>(path)).toMatchObject([{ reservationId, status: 'expired' }]);
    expect(await list<StockReservation>(`${path}&status=held`)).toEqual([]);
  });

  test('of the last unit is won by one of those who race for it', async () => {
    const { sku, productId } = await newProduct(1);
    const answers = await Promise.all(
      Array.from({ length: 6 }, (_, i) =>
        as('operator').request('POST', '/stock-reservations', { sku, quantity: 1, reference: `SO-${i}` }),
      ),
    );
    expect(answers.filter(({ status }) => status === 202)).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 409)).toHaveLength(5);
    const held = await readAsTenant<{ state: { allocated: number } }>(
      system,
      (sql) =>
        sql`SELECT state FROM streams WHERE type = 'stockLevel' AND state -> 'place' ->> 'productId' = ${productId}`,
    );
    expect(held.map(({ state }) => state.allocated)).toEqual([1]);
  });

  test('is refused to viewers, of unknown things, and for a day that is over', async () => {
    const { sku } = await newProduct(1);
    const body = { sku, quantity: 1, reference: 'SO-1' };
    expect((await refused('viewer', 'POST', '/stock-reservations', body)).status).toBe(403);
    const unknown = await refused('operator', 'POST', '/stock-reservations', { ...body, sku: 'none' });
    expect(unknown.status).toBe(404);
    const nothing = await refused('operator', 'DELETE', `/stock-reservations/${randomUUID()}`);
    expect(nothing.status).toBe(404);
    for (const bad of [{ quantity: 0 }, { reference: ' ' }, { until: '2001-01-01' }]) {
      const { status, body: problem } = await refused('operator', 'POST', '/stock-reservations', {
        ...body,
        ...bad,
      });
      expect({ status, paths: problem.errors?.map(({ path }) => path) }).toEqual({
        status: 400,
        paths: Object.keys(bad),
      });
    }
  });
});

describe('quarantine', () => {
  test('takes stock off what is available and the inventory position, and lets it go again or scraps it', async () => {
    const { sku, productId } = await newProduct(10);
    const { streamId } = await write('operator', 'POST', '/stock-quarantines', {
      sku,
      quantity: 4,
      reason: wrong,
    });
    expect(await stockOf(productId)).toMatchObject({
      onHand: 10,
      quarantined: 4,
      available: 6,
      inventoryPosition: 6,
    });
    const release = { sku, reason: wrong };
    await write('operator', 'POST', '/stock-quarantines/release', { ...release, quantity: 1 });
    expect(await stockOf(productId)).toMatchObject({ onHand: 10, quarantined: 3, available: 7 });
    await write('operator', 'POST', '/stock-quarantines/release', { ...release, quantity: 3, scrap: true });
    expect(await stockOf(productId)).toMatchObject({ onHand: 7, quarantined: 0, available: 7 });
    expect((await audited(streamId)).slice(1)).toMatchObject([
      { type: 'StockQuarantined', reason: wrong, payload: { quarantinedBefore: 0, quarantinedAfter: 4 } },
      { type: 'StockReleasedFromQuarantine', reason: wrong, payload: { quarantinedAfter: 3 } },
      { type: 'StockReleasedFromQuarantine', reason: wrong, payload: { quarantinedAfter: 0 } },
      { type: 'StockIssued', reason: wrong, payload: { onHandBefore: 10, onHandAfter: 7 } },
    ]);
    const more = await refused('operator', 'POST', '/stock-quarantines/release', { ...release, quantity: 1 });
    expect(more.status).toBe(409);
  });

  test('needs a reason, an operator, and stock that is available', async () => {
    const { sku } = await newProduct(2);
    const body = { sku, quantity: 3, reason: wrong };
    expect((await refused('viewer', 'POST', '/stock-quarantines', body)).status).toBe(403);
    expect((await refused('operator', 'POST', '/stock-quarantines', { sku, quantity: 1 })).status).toBe(400);
    expect(await refused('operator', 'POST', '/stock-quarantines', body)).toMatchObject({
      status: 409,
      body: { available: 2 },
    });
  });
});

describe('a count', () => {
  const countsOf = (productId: string, user?: User) =>
    list<StockCount>(`/stock-counts?productId=${productId}`, user);

  test('with a small difference holds at once', async () => {
    const { sku, productId } = await newProduct(100);
    const { streamId } = await write('operator', 'POST', '/stock-counts', {
      sku,
      counted: 80,
      reason: wrong,
    });
    expect(await stockOf(productId)).toMatchObject({ onHand: 80 });
    expect(await countsOf(productId)).toMatchObject([
      { status: 'applied', expected: 100, counted: 80, differenceValueMinor: 10_000, reason: wrong },
    ]);
    expect((await countsOf(productId, 'viewer'))[0]?.differenceValueMinor).toBeNull();
    const counted = { type: 'StockCounted', reason: wrong };
    expect((await audited(streamId))[1]).toMatchObject({
      ...counted,
      payload: { differenceValueMinor: 10_000 },
    });
    expect((await audited(streamId, 'viewer'))[1]).toMatchObject({
      ...counted,
      payload: { differenceValueMinor: null },
    });
  });

  test('with a large one waits for an approver who did not count, and shifts the stock as it is then', async () => {
    const { sku, productId } = await newProduct(100);
    await write('approver', 'POST', '/stock-counts', { sku, counted: 50 });
    const [waiting] = await list<StockCount>(`/stock-counts?productId=${productId}&status=waiting`);
    expect(waiting).toMatchObject({ differenceValueMinor: 25_000, countedBy: { id: 'approver' } });
    await write('operator', 'POST', '/stock-movements', { sku, kind: 'receive', quantity: 7 });
    const path = `/stock-counts/${waiting?.countId}/approval`;
    const approve = { decision: 'approve', reason: wrong };
    expect((await refused('operator', 'POST', path, approve)).status).toBe(403);
    expect((await refused('approver', 'POST', path, approve)).status).toBe(403);
    expect(await stockOf(productId)).toMatchObject({ onHand: 107 });
    await write('admin', 'POST', path, approve);
    expect(await stockOf(productId)).toMatchObject({ onHand: 57 });
    expect(await countsOf(productId)).toMatchObject([
      { status: 'approved', decidedBy: { id: 'admin' }, decisionReason: wrong },
    ]);
    expect((await refused('admin', 'POST', path, approve)).status).toBe(409);
  });

  test('that waits is replaced by a newer one, and may be rejected', async () => {
    const { sku, productId } = await newProduct(100);
    await write('operator', 'POST', '/stock-counts', { sku, counted: 50 });
    await write('operator', 'POST', '/stock-counts', { sku, counted: 51 });
    const [second, first] = await countsOf(productId);
    expect([first, second]).toMatchObject([{ status: 'superseded' }, { status: 'waiting', counted: 51 }]);
    const decide = { decision: 'reject', reason: wrong };
    const old = await refused('approver', 'POST', `/stock-counts/${first?.countId}/approval`, decide);
    expect(old.status).toBe(409);
    await write('approver', 'POST', `/stock-counts/${second?.countId}/approval`, decide);
    expect(await stockOf(productId)).toMatchObject({ onHand: 100 });
    const none = await refused('approver', 'POST', `/stock-counts/${randomUUID()}/approval`, decide);
    expect(none.status).toBe(404);
  });

  test('of several products is taken one by one, and one below what is reserved is refused', async () => {
    const [one, other] = [await newProduct(10), await newProduct(10)];
    await reserve(other.sku, 5);
    const items = [
      { sku: one.sku, counted: 9 },
      { sku: other.sku, counted: 4 },
    ];
    const { body } = await as('operator').request<{ items: { status: number }[] }>('POST', '/stock-counts', {
      items,
    });
    expect(body.items.map(({ status }) => status)).toEqual([202, 409]);
  });
});

describe('units', () => {
  test('let stock be received, counted, reserved and moved by the box', async () => {
    const { sku, productId } = await newProduct(0);
    const units = [{ unit: 'box', perUnit: 12 }];
    await write('operator', 'PUT', `/products/${productId}/units`, { units });
    expect(await get<ProductCodes>(`/products/${productId}/units`)).toMatchObject({ unit: 'pcs', units });
    const movement = { sku, kind: 'receive', quantity: 5, unit: 'box' };
    await write('operator', 'POST', '/stock-movements', movement);
    await reserve(sku, 1, { unit: 'box' });
    await write('operator', 'POST', '/transfers', {
      sku,
      from: { location: 'Main' },
      to: { location: 'Shop' },
      quantity: 2,
      unit: 'box',
    });
    await write('operator', 'POST', '/stock-counts', { sku, counted: 2.5, unit: 'box' });
    expect(await stockOf(productId)).toMatchObject({ onHand: 30, allocated: 12, available: 18 });
    for (const bad of [{ quantity: 0.3 }, { unit: 'pallet' }]) {
      const answer = await refused('operator', 'POST', '/stock-movements', { ...movement, ...bad });
      expect(answer).toMatchObject({ status: 400, body: { errors: [{ path: 'quantity' }] } });
    }
  });

  test('are refused to viewers, for the stock unit itself, and of products that are not there', async () => {
    const { productId } = await newProduct(0);
    const path = `/products/${productId}/units`;
    const units = [{ unit: 'pcs', perUnit: 2 }];
    expect((await refused('viewer', 'PUT', path, { units: [] })).status).toBe(403);
    expect(await refused('operator', 'PUT', path, { units })).toMatchObject({
      status: 400,
      body: { errors: [{ path: 'units' }] },
    });
    expect((await refused('operator', 'PUT', `/products/${randomUUID()}/units`, { units: [] })).status).toBe(
      404,
    );
  });
});

describe('a barcode', () => {
  test('finds its product, and belongs to one product at a time', async () => {
    const [one, other] = [await newProduct(0), await newProduct(0)];
    const code = `4006${randomUUID().slice(0, 8)}`;
    const codesOf = ({ productId }: { productId: string }) => `/products/${productId}/barcodes`;
    const { streamId } = await write('operator', 'PUT', codesOf(one), { barcodes: [code] });
    const find = async () => (await list<Product>(`/products?barcode=${code}`)).map(({ sku }) => sku);
    expect(await find()).toEqual([one.sku]);
    expect((await audited(streamId)).at(-1)).toMatchObject({ type: 'BarcodeAssigned', subject: one.sku });
    expect(await refused('operator', 'PUT', codesOf(other), { barcodes: [code] })).toMatchObject({
      status: 409,
      body: { holder: { sku: one.sku } },
    });
    await write('operator', 'PUT', codesOf(one), { barcodes: [] });
    await write('operator', 'PUT', codesOf(other), { barcodes: [code] });
    expect(await find()).toEqual([other.sku]);
    expect((await write('operator', 'PUT', codesOf(other), { barcodes: [code] })).outcome).toBe('unchanged');
    expect((await refused('viewer', 'PUT', codesOf(other), { barcodes: [] })).status).toBe(403);
    expect((await refused('operator', 'PUT', codesOf(other), { barcodes: [' '] })).status).toBe(400);
  });
});
