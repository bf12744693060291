/** Whatever happens to messages and consumers between the events and the tables, the tables come out the same. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

import { openDatabase, type Database } from '#functions/_kit/database.ts';
import { idOfName } from '#functions/_kit/ids.ts';
import { openRinger, type Doorbell } from '#functions/_kit/ringer.ts';
import type { Services } from '#functions/persistence-service/apply-streams.ts';
import { handle, openServices } from '#functions/persistence-service/handler.ts';
import { handle as sweepOutbox, ringAndTell } from '#functions/sweeper/outbox.ts';
import { addTenant } from '#infra/database/tenants.ts';
import { seededRandom } from '#shared/forecasting/seeded-random.ts';
import {
  archiveAborted,
  type Bell,
  type LoggedEvent,
  readTables,
  writeEvents,
} from '#test/support/event-log.ts';
import { startTestDatabase, type TestDatabase } from '#test/support/postgres.ts';
import { story, storyId } from '#test/support/story.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';

const consumers = 4;

let postgres: TestDatabase;
let emit: Database;
let query: Database;
let sweep: Database;
let start: Database;
let history: Database;
let services: Services[];
/** What happens in every test, and what the tables show of it when each event is applied by itself, at once. */
const events = business(seededRandom('business'), 350);
let expected: Record<string, unknown[]>;

beforeAll(async () => {
  postgres = await startTestDatabase();
  emit = openDatabase(postgres.roleUrl('app_emit'), 1);
  query = openDatabase(postgres.roleUrl('app_query'), 1);
  sweep = openDatabase(postgres.roleUrl('app_sweep_outbox'), 1);
  start = openDatabase(postgres.roleUrl('app_start'), 1);
  history = openDatabase(postgres.roleUrl('app_sweep_history'), 1);
  services = Array.from({ length: consumers }, () => openServices(postgres.roleUrl('app_persist'), 1));
  expected = await applyInTime();
});
afterAll(async () => {
  const databases = [emit, query, sweep, start, history, ...services.map(({ database }) => database)];
  await Promise.all(databases.map((database) => database.close()));
  await postgres.stop();
});

/** The story, and a business beside it: products that come in, go out, are sold, imported, renamed. */
function business(random: () => number, count: number): LoggedEvent[] {
  const products = Array.from({ length: 25 }, (_, i) => idOfName(`product ${i}`));
  const locationId = storyId('location');
  const onHand = new Map<string, number>();
  const pick = <T>(items: readonly T[]): T => items[Math.floor(random() * items.length)] as T;
  const events: LoggedEvent[] = products.map((streamId, i) => ({
    streamId,
    type: 'NewProductScheduled',
    payload: {
      sku: `S-${i}`,
      name: `Product ${i}`,
      unit: 'pcs',
      category: '',
      unitCostMinor: i,
      currency: 'EUR',
    },
  }));
  const kinds: ((productId: string, n: number) => LoggedEvent)[] = [
    (productId, n) => {
      const before = onHand.get(productId) ?? 0;
      const quantity = Math.round(random() * 100) - 30;
      onHand.set(productId, before + quantity);
      return {
        streamId: idOfName(`level ${productId}`),
        type: quantity < 0 ? 'StockIssued' : 'StockReceived',
        payload: { productId, locationId, quantity, onHandBefore: before, onHandAfter: before + quantity },
        occurredAt: new Date(Date.UTC(2026, Math.floor(random() * 11), 3, 4, 5, 6, n % 1000)).toISOString(),
      };
    },
    (productId) => ({
      streamId: idOfName(`demand ${productId}`),
      type: 'SaleRecorded',
      payload: { productId, locationId, day: `2026-10-0${1 + Math.floor(random() * 9)}`, quantity: 1 },
    }),
    (productId, n) => ({
      streamId: idOfName(`demand ${productId}`),
      type: 'DemandImported',
      payload: {
        importId: pick([storyId('import'), storyId('undone')]),
        productId,
        locationId,
        rows: [['2026-09-01', n]],
      },
    }),
    (productId, n) => ({
      streamId: productId,
      type: 'ProductDetailsChanged',
      payload: { before: {}, after: { name: `Name ${n}` } },
    }),
  ];
  for (let n = 0; n < count; n += 1) events.push(pick(kinds)(pick(products), n));
  // Streams keep their own order; between streams the story is strewn in.
  const rest = [...story];
  return events
    .flatMap((event) =>
      random() < (rest.length / events.length) * 1.5 ? [event, ...rest.splice(0, 1)] : [event],
    )
    .concat(rest);
}

async function newTenant(): Promise<string> {
  const { tenantId } = await addTenant(postgres.ownerUrl, { name: 'Test' });
  await archiveAborted({ start, history }, tenantId, {
    executionArn: 'failed night',
    runId: storyId('failing run'),
  });
  return tenantId;
}

async function deliver(bells: readonly (Bell | Doorbell)[], to: Services): Promise<void> {
  for (let start = 0; start < bells.length; start += 10) {
    const Records = bells
      .slice(start, start + 10)
      .map((bell, i) => ({ messageId: String(i), body: JSON.stringify(bell) }));
    expect(await handle({ Records }, to)).toEqual({ batchItemFailures: [] });
  }
}

async function applyInTime(): Promise<Record<string, unknown[]>> {
  const tenantId = await newTenant();
  const [consumer] = services;
  for (const event of events) await deliver(await writeEvents(emit, tenantId, [event]), consumer as Services);
  return readTables(query, tenantId);
}

/** The real sweep; what it rings arrives at a consumer. */
async function sweepOnce(to: Services) {
  const ring = ringAndTell((markPublished) =>
    openRinger({
      publish: async (_topic, doorbells) => (await deliver(doorbells, to), doorbells),
      markPublished,
      now: () => performance.now(),
    }),
  );
  return sweepOutbox({}, { database: sweep, ring }, { getRemainingTimeInMillis: () => 60_000 });
}

async function countBehind(tenantId: string): Promise<number> {
  const [row] = await query.transaction(
    { tenantId },
    (sql) =>
      sql<{ behind: number }[]>`SELECT count(*) AS behind FROM streams WHERE applied_version < version`,
  );
  return row?.behind ?? -1;
}

function shuffled<T>(items: readonly T[], random: () => number): T[] {
  return items
    .map((item) => ({ item, at: random() }))
    .toSorted((a, b) => a.at - b.at)
    .map(({ item }) => item);
}

/** Writes the events a few at a time while bells of earlier ones arrive at four consumers; each bell goes its own way. */
async function writeWhileDelivering(
  tenantId: string,
  arrivals: (bells: readonly Bell[]) => readonly Bell[],
): Promise<void> {
  const underway: Promise<void>[] = [];
  for (let start = 0; start < events.length; start += 20) {
    const bells = await writeEvents(emit, tenantId, events.slice(start, start + 20));
    underway.push(deliver(arrivals(bells), services[(start / 20) % consumers] as Services));
  }
  await Promise.all(underway);
}

test.each(['a', 'b', 'c'])(
  'three messages in ten lost, three doubled, all shuffled, four consumers at once: one sweep later nothing is missing (seed %s)',
  async (seed) => {
    const random = seededRandom(seed);
    const tenantId = await newTenant();
    const late: Bell[] = [];
    await writeWhileDelivering(tenantId, (bells) => {
      const kept = bells.flatMap((bell) => (random() < 0.3 ? [] : random() < 0.3 ? [bell, bell] : [bell]));
      late.push(...kept.filter(() => random() < 0.1));
      return shuffled(kept, random);
    });
    expect(await countBehind(tenantId)).toBeGreaterThan(0);
    await sweepOnce(services[0] as Services);
    expect(await countBehind(tenantId)).toBe(0);
    // Copies that come when all is done.
    await deliver(shuffled(late, random), services[1] as Services);
    expect(await readTables(query, tenantId)).toEqual(expected);
  },
);

test('messages that all arrive, in any order, need no sweep', async () => {
  const random = seededRandom('live');
  const tenantId = await newTenant();
  await writeWhileDelivering(tenantId, (bells) => shuffled(bells, random));
  expect(await countBehind(tenantId)).toBe(0);
  expect(await readTables(query, tenantId)).toEqual(expected);
});

test('a consumer killed at any moment, before or after its commit, leaves nothing half done and nothing twice', async () => {
  const random = seededRandom('kill');
  const tenantId = await newTenant();
  const bells = await writeEvents(emit, tenantId, events);
  let kills = 0;
  // The queue gives back what was not acknowledged: every round all of it comes again.
  for (let isDone = false; !isDone && kills < 8;) {
    isDone = await runConsumer(shuffled(bells, random), 30 + random() * 120);
    if (!isDone) kills += 1;
  }
  expect(kills).toBeGreaterThan(2);
  await deliver(bells, services[0] as Services);
  expect(await countBehind(tenantId)).toBe(0);
  expect(await readTables(query, tenantId)).toEqual(expected);
});

/** Lets a consumer process work for so many milliseconds after its first batch, then kills it; whether it ended before. */
async function runConsumer(bells: readonly Bell[], ms: number): Promise<boolean> {
  const script = join(import.meta.dirname, '..', 'support', 'handlers', 'apply-all.ts');
  const child = spawn(process.execPath, [script, postgres.roleUrl('app_persist'), JSON.stringify(bells)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = new Promise<number | null>((settle) => child.once('exit', settle));
  await new Promise((settle) => child.stdout.once('data', settle));
  await Promise.race([delay(ms), ended]);
  child.kill('SIGKILL');
  return (await ended) === 0;
}

test('a tenant with much to apply is brought up to date by one message', async () => {
  const tenantId = await newTenant();
  const streamId = idOfName('busy product');
  const rename = (n: number): LoggedEvent => ({
    streamId,
    type: 'ProductDetailsChanged',
    payload: { before: {}, after: { name: `Name ${n}` } },
  });
  const created = {
    sku: 'BUSY',
    name: 'Name 0',
    unit: 'pcs',
    category: '',
    unitCostMinor: null,
    currency: 'EUR',
  };
  const renames = [
    { streamId, type: 'NewProductScheduled', payload: created },
    ...Array.from({ length: 500 }, (_, n) => rename(n + 1)),
  ];
  const bells = await writeEvents(emit, tenantId, renames);
  await deliver(bells.slice(0, 1), services[0] as Services);
  expect((await readTables(query, tenantId))['products']).toMatchObject([{ name: 'Name 500' }]);
});
