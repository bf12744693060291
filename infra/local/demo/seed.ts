import { createHash } from 'node:crypto';

import { WriteAccepted } from '#shared/contracts/api/common.ts';
import { Import } from '#shared/contracts/api/models/operations.ts';
import * as v from 'valibot';

import { demoApi, type ApiOptions, type DemoApi } from './api-client.ts';
import { demoCompany } from './catalogue.ts';
import { generateDemo, type DemoData } from './generate-demo.ts';

export type SeedOptions = ApiOptions & { readonly log: (line: string) => void };

/** The demo company. */
export const DEMO_SEED = 'bergmann-und-lund';
const ITEMS_PER_REQUEST = 60;
/** Up to 500 rows each: about 200 KB a request. */
const DEMAND_BATCHES_PER_REQUEST = 20;
const REQUESTS_AT_ONCE = 3;
const DAY_MS = 86_400_000;
/** The same on any day: a seeding taken up again replaces its rows instead of doubling them. */
const IMPORT_ID = uuidOf(`stock-mate demo ${DEMO_SEED}`);

/**
 * Fills the tenant with the demo company by commands to the API, like any client, and starts its first forecast run.
 * Every request has an idempotency key, so a seeding that was cut short is finished by another.
 */
export async function seedDemo({ api, token, log }: SeedOptions): Promise<void> {
  const start = performance.now();
  const client = demoApi({ api, token });
  const endDay = await lastDay(client);
  const data = generateDemo({ seed: DEMO_SEED, endDay });
  const seeder: Seeder = { client, keyPrefix: `demo/${DEMO_SEED}/${endDay}`, log };
  log(`${demoCompany.name}: writing ${data.products.length} products`);
  const told = await writeMasterData(data, seeder);
  const lastEvents = await writeDemand(data, seeder);
  for (const eventId of [...told, ...lastEvents]) await seeder.client.waitFor(eventId);
  await seeder.client.write({
    method: 'POST',
    path: '/forecast-runs',
    body: {},
    key: `${seeder.keyPrefix}/run`,
  });
  log(
    `demo data is in after ${((performance.now() - start) / 1000).toFixed(1)} s; the first forecast run starts`,
  );
}

/** Yesterday; or, of a seeding that was cut short, the day it ended on, so that its keys are the same. */
async function lastDay(client: DemoApi): Promise<string> {
  const begun = await client.find(`/imports/${IMPORT_ID}`);
  const startedAt = begun === null ? Date.now() : Date.parse(v.parse(Import, begun).startedAt);
  return new Date(startedAt - DAY_MS).toISOString().slice(0, 10);
}

type Seeder = { readonly client: DemoApi; readonly keyPrefix: string; readonly log: (line: string) => void };

/** Writes all but the demand; answers the events that the forecast run must see. */
async function writeMasterData(data: DemoData, seeder: Seeder): Promise<readonly string[]> {
  // One after the other: the first one is meant wherever none is named.
  for (const [i, location] of data.locations.entries())
    await send(seeder, { method: 'PUT', path: '/locations', items: [location], key: `/locations/${i}` });
  await put(seeder, '/suppliers', data.suppliers);
  const products = await put(seeder, '/products', data.products);
  await put(seeder, '/supplier-terms', data.terms);
  await writeStock(data, seeder);
  const events = await writeStories(data, seeder, products);
  for (const sku of data.discontinuedSkus) {
    await seeder.client.write({
      method: 'PATCH',
      path: `/products/${productId(data, products, sku)}`,
      body: { status: 'discontinued' },
      key: `${seeder.keyPrefix}/discontinue/${sku}`,
    });
  }
  return events;
}

async function writeStock(data: DemoData, seeder: Seeder): Promise<void> {
  await send(seeder, { method: 'PUT', path: '/stock', items: data.earlierCounts, key: '/earlier-stock' });
  await send(seeder, { method: 'POST', path: '/stock-movements', items: data.movements });
  const stock = await put(seeder, '/stock', data.stock);
  await waitForLast(seeder, stock);
}

/** Writes what people know of demand; answers the events. */
async function writeStories(
  data: DemoData,
  seeder: Seeder,
  products: readonly WriteAccepted[],
): Promise<readonly string[]> {
  const results = [
    await send(seeder, { method: 'POST', path: '/demand-events', items: data.demandEvents }),
    await send(seeder, { method: 'POST', path: '/demand-overrides', items: data.overrides }),
    await send(seeder, { method: 'PUT', path: '/demand-exclusions', items: data.exclusions }),
  ].flat();
  for (const { sku, body } of data.likeItems) {
    const path = `/products/${productId(data, products, sku)}/like-item`;
    const written = await seeder.client.write({
      method: 'PUT',
      path,
      body,
      key: `${seeder.keyPrefix}${path}`,
    });
    results.push(v.parse(WriteAccepted, written));
  }
  return results.flatMap(({ eventId }) => eventId ?? []);
}

function productId(data: DemoData, products: readonly WriteAccepted[], sku: string): string {
  const product = products[data.products.findIndex((each) => each.sku === sku)];
  if (product === undefined) throw new Error(`the demo tells of ${sku}, which it does not sell`);
  return product.streamId;
}

/** Writes the demand as one import; answers the last event of each request. */
async function writeDemand(data: DemoData, seeder: Seeder): Promise<readonly string[]> {
  const { client, keyPrefix, log } = seeder;
  const importId = IMPORT_ID;
  const rows = data.demand.reduce((total, batch) => total + batch.rows.length, 0);
  log(`${demoCompany.name}: writing ${rows} days of demand`);
  await client.write({
    method: 'POST',
    path: '/imports',
    body: { importId, kind: 'sales', fileName: 'demo', fileHash: `${DEMO_SEED} ${importId}` },
    key: `${keyPrefix}/import`,
  });
  const items = data.demand.map((batch) => ({ ...batch, importId }));
  const results = await inChunks(items, DEMAND_BATCHES_PER_REQUEST, (chunk, i) =>
    client.writeItems({ method: 'POST', path: '/demand', items: chunk, key: `${keyPrefix}/demand/${i}` }),
  );
  await client.write({
    method: 'POST',
    path: `/imports/${importId}/completion`,
    body: { rows, rejected: 0 },
    key: `${keyPrefix}/completion`,
  });
  return results.map((chunk) => chunk.at(-1)?.eventId ?? null).filter((eventId) => eventId !== null);
}

type Items = {
  readonly method: 'POST' | 'PUT';
  readonly path: string;
  readonly items: readonly unknown[];
  /** Where the path alone does not tell the writes apart. */
  readonly key?: string;
};

async function send(
  { client, keyPrefix }: Seeder,
  { method, path, items, key = path }: Items,
): Promise<readonly WriteAccepted[]> {
  const results = await inChunks(items, ITEMS_PER_REQUEST, (chunk, i) =>
    client.writeItems({ method, path, items: chunk, key: `${keyPrefix}${key}/${i}` }),
  );
  return results.flat();
}

function put(seeder: Seeder, path: string, items: readonly unknown[]): Promise<readonly WriteAccepted[]> {
  return send(seeder, { method: 'PUT', path, items });
}

async function waitForLast({ client }: Seeder, results: readonly WriteAccepted[]): Promise<void> {
  const eventId = results.findLast((result) => result.eventId !== null)?.eventId ?? null;
  if (eventId !== null) await client.waitFor(eventId);
}

/** Works through chunks of the items, a few at once; results in the order of the chunks. */
async function inChunks<T, R>(
  items: readonly T[],
  size: number,
  work: (chunk: readonly T[], index: number) => Promise<R>,
): Promise<readonly R[]> {
  const chunks = Array.from({ length: Math.ceil(items.length / size) }, (_, i) =>
    items.slice(i * size, (i + 1) * size),
  );
  const results = new Map<number, R>();
  const queue = chunks.entries();
  // All workers draw from one iterator, so each chunk is taken once.
  const worker = async (): Promise<void> => {
    for (const [i, chunk] of queue) results.set(i, await work(chunk, i));
  };
  await Promise.all(Array.from({ length: REQUESTS_AT_ONCE }, worker));
  return [...results].sort(([a], [b]) => a - b).map(([, result]) => result);
}

/** A UUID of version 8 (its own making) from the hash of a text. */
function uuidOf(text: string): string {
  const hex = createHash('sha256').update(text).digest('hex');
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `8${hex.slice(13, 16)}`,
    `a${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join('-');
}
