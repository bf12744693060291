/** Reservations whose last day is over, as event-emitter meets them. */
import { afterAll, beforeAll, expect, test } from 'vitest';

import { addTenant } from '#infra/database/tenants.ts';
import { startEmitter, type Emitter } from '#test/support/emitter.ts';
import { startTestDatabase, type TestDatabase } from '#test/support/postgres.ts';

let database: TestDatabase;
let emitter: Emitter;
let tenantId: string;
let now = new Date('2026-11-22T12:00:00Z');

beforeAll(async () => {
  database = await startTestDatabase();
  const members = [{ sub: 'operator', role: 'operator' as const }];
  ({ tenantId } = await addTenant(database.ownerUrl, { name: 'Shop', members }));
  emitter = startEmitter(database.roleUrl('app_emit'), { clock: { now: () => now } });
  await emitter.call('PUT', '/locations', { name: 'Main' });
});

afterAll(async () => {
  await emitter.close();
  await database.stop();
});

async function eventsOf(streamId: string): Promise<readonly string[]> {
  const rows = await emitter.database.transaction(
    { tenantId },
    (sql) => sql<{ type: string; because: string | null }[]>`
      SELECT type, payload ->> 'because' AS because FROM events WHERE stream_id = ${streamId} ORDER BY stream_version`,
  );
  return rows.map(({ type, because }) => (because === null ? type : `${type} ${because}`));
}

async function reservedUntil(sku: string, until: string): Promise<string> {
  now = new Date('2026-11-22T12:00:00Z');
  await emitter.call('POST', '/products', { sku, name: 'A product' });
  await emitter.call('POST', '/stock-movements', { sku, kind: 'receive', quantity: 10 });
  const body = { sku, quantity: 10, reference: 'SO-1', until };
  const { status, body: written } = await emitter.call('POST', '/stock-reservations', body);
  expect(status).toBe(202);
  return written.streamId ?? '';
}

const issue = (sku: string) => emitter.call('POST', '/stock-movements', { sku, kind: 'issue', quantity: 3 });

test('a reservation holds on its last day and gives way on the next, in the write that needs the stock', async () => {
  const streamId = await reservedUntil('A', '2026-11-23');
  now = new Date('2026-11-23T12:00:00Z');
  expect((await issue('A')).status).toBe(409);
  now = new Date('2026-11-24T12:00:00Z');
  expect((await issue('A')).status).toBe(202);
  expect(await eventsOf(streamId)).toEqual([
    'StockReceived',
    'StockAllocated',
    'StockAllocationReleased expired',
    'StockIssued',
  ]);
});

test('a reservation that is over may still be shipped, or released as expired, while nobody took its stock', async () => {
  const shipped = await reservedUntil('B', '2026-11-22');
  const idOf = async (streamId: string): Promise<string> => {
    const [row] = await emitter.database.transaction(
      { tenantId },
      (sql) => sql<{ id: string }[]>`
        SELECT payload ->> 'reservationId' AS id FROM events WHERE stream_id = ${streamId} AND type = 'StockAllocated'`,
    );
    return row?.id ?? '';
  };
  now = new Date('2026-11-30T12:00:00Z');
  const shipment = await emitter.call('POST', `/stock-reservations/${await idOf(shipped)}/shipment`, {});
  expect(shipment.status).toBe(202);
  expect((await eventsOf(shipped)).slice(2)).toEqual(['StockAllocationReleased shipped', 'StockIssued']);

  const released = await reservedUntil('C', '2026-11-22');
  now = new Date('2026-11-30T12:00:00Z');
  await emitter.call('DELETE', `/stock-reservations/${await idOf(released)}`);
  expect((await eventsOf(released)).slice(2)).toEqual(['StockAllocationReleased expired']);
});
