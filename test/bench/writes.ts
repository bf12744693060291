/**
 * npm run bench:writes: commands per second, beside the bare transaction on the same Postgres. First the handler in this
 * process, then the whole system over HTTP (BENCH_PART=process or system: that part alone). Rounds alternate, so that a
 * busy neighbour hits every figure alike.
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { Agent, request } from 'node:http';
import { loadavg } from 'node:os';
import { join } from 'node:path';

import { addTenant } from '#infra/database/tenants.ts';
import { dummyCredentials, region, topicArnPrefix } from '#infra/local/arns.ts';
import { handle, openServices } from '#functions/event-emitter/handler.ts';
import { gatewayEvent } from '#test/support/emitter.ts';
import { startTestDatabase } from '#test/support/postgres.ts';
import { startSystem, type TestSystem } from '#test/support/system.ts';

import { openBareOutbox } from './bare-outbox.ts';
import {
  calibrate,
  median,
  medianRate,
  printLines,
  quantile,
  rateOf,
  type Line,
  type Rate,
} from './measure.ts';

const rounds = Number(process.env['BENCH_ROUNDS'] ?? 5);
const seconds = Number(process.env['BENCH_SECONDS'] ?? 2);
const atOnce = 16;
const products = 1000;
const batchItems = 100;

type Write = (
  method: string,
  path: string,
  body: unknown,
) => Promise<{ readonly status: number; readonly body: string }>;
type Stage = {
  readonly name: string;
  readonly work: (worker: number) => Promise<unknown>;
  readonly atOnce: number;
  readonly perCall?: number;
  readonly beside?: string;
};

const calibrationMs = [calibrate(), calibrate(), calibrate()];
const lines: Line[] = [];
if (process.env['BENCH_PART'] !== 'system') await benchInProcess();
if (process.env['BENCH_PART'] !== 'process') await benchSystem();
console.log(
  `\n${rounds} rounds of ${seconds} s, ${atOnce} at once; calibration loop ${median(calibrationMs).toFixed(0)} ms before, ` +
    `${calibrate().toFixed(0)} ms after; load average ${loadavg()
      .map((load) => load.toFixed(1))
      .join(' ')}\n`,
);
printLines(lines);

/** The handler in this process, its doorbells to the SNS stand-in in another process, with nobody listening. */
async function benchInProcess(): Promise<void> {
  await using database = await startTestDatabase();
  const messaging = fork(join(import.meta.dirname, 'messaging-process.ts'));
  try {
    const [endpoint] = (await once(messaging, 'message')) as [string];
    await addTenant(database.ownerUrl, { name: 'Bench', members: [{ sub: 'operator', role: 'operator' }] });
    Object.assign(process.env, {
      DATABASE_URL: database.roleUrl('app_emit'),
      DATABASE_CONNECTIONS: String(atOnce),
      TOPIC_ARN_PREFIX: topicArnPrefix,
      AWS_ENDPOINT_URL_SNS: endpoint,
      AWS_REGION: region,
      AWS_ACCESS_KEY_ID: dummyCredentials.accessKeyId,
      AWS_SECRET_ACCESS_KEY: dummyCredentials.secretAccessKey,
    });
    const services = openServices();
    const write: Write = async (method, path, body) => {
      // The handler answers the gateway in this shape.
      const answer = (await handle(gatewayEvent(method, path, body, {}), services)) as {
        statusCode: number;
        body: string;
      };
      return { status: answer.statusCode, body: answer.body };
    };
    await stockShop(write);
    const bare = await openBareOutbox(database.ownerUrl, atOnce);
    const measured = await alternate([
      {
        name: 'bare outbox transaction, 5 round trips',
        work: bare.transaction,
        atOnce,
        beside: 'raw | outbox transaction, C=16',
      },
      { name: 'bare outbox transaction, one function call', work: bare.call, atOnce },
      {
        name: 'handler in process, moveStock, with doorbells',
        work: moveOne(write),
        atOnce,
        beside: 'raw | outbox transaction, C=16',
      },
      {
        name: 'handler in process, rows in batches of 100',
        work: moveBatch(write),
        atOnce: 2,
        perCall: batchItems,
      },
    ]);
    addRates(measured);
    const ratio =
      (measured.get('handler in process, moveStock, with doorbells')?.perSecond ?? 0) /
      (measured.get('bare outbox transaction, 5 round trips')?.perSecond ?? Number.NaN);
    lines.push({ name: 'handler against the bare transaction', value: ratio, unit: '×', note: 'aim ≥ 0.6' });
    await bare.close();
    await services.database.close();
  } finally {
    messaging.disconnect();
  }
}

/** The whole system: gateway, Lambda runner, event-emitter, SNS, SQS, persistence-service, data-query. */
async function benchSystem(): Promise<void> {
  await using system = await startSystem();
  const api = openClient(system);
  await stockShop(api.write);
  const bare = await openBareOutbox(system.endpoints.database, atOnce);
  const measured = await alternate([
    { name: 'system: bare outbox transaction beside it', work: bare.transaction, atOnce },
    {
      name: 'system: moveStock over HTTP',
      work: moveOne(api.write),
      atOnce,
      beside: 'medusa | stock update, C=16',
    },
    {
      name: 'system: rows over HTTP in batches of 100',
      work: moveBatch(api.write),
      atOnce: 2,
      perCall: batchItems,
    },
  ]);
  addRates(measured);
  await bare.close();
  const visible = await timeToVisible(api);
  lines.push(
    {
      name: 'system: POST to visible in data-query, p50',
      value: median(visible),
      unit: 'ms',
      note: 'one after the other',
    },
    { name: 'system: POST to visible in data-query, p95', value: quantile(visible, 0.95), unit: 'ms' },
  );
  api.close();
}

async function alternate(stages: readonly Stage[]): Promise<ReadonlyMap<string, Rate>> {
  const rates = new Map<string, Rate[]>(stages.map(({ name }) => [name, []]));
  // Round 0 warms up.
  for (let round = 0; round <= rounds; round += 1) {
    for (const { name, work, atOnce: workers, perCall = 1 } of stages) {
      const rate = await rateOf(work, { atOnce: workers, seconds: round === 0 ? 0.5 : seconds });
      if (round > 0) rates.get(name)?.push({ ...rate, perSecond: rate.perSecond * perCall });
    }
  }
  return new Map([...rates].map(([name, measured]) => [name, medianRate(measured)]));
}

function addRates(measured: ReadonlyMap<string, Rate>): void {
  for (const [name, { perSecond, p50Ms, p95Ms }] of measured) {
    lines.push({
      name,
      value: perSecond,
      unit: '/s',
      note: `p50 ${p50Ms.toFixed(1)} ms, p95 ${p95Ms.toFixed(1)} ms`,
    });
  }
}

async function stockShop(write: Write): Promise<void> {
  await demand202(write('PUT', '/locations', { name: 'Main' }));
  for (let start = 0; start < products; start += 500) {
    const skus = Array.from({ length: 500 }, (_, i) => `BENCH-${start + i}`);
    await demand202(
      write('PUT', '/products', { items: skus.map((sku) => ({ sku, name: `Product ${sku}` })) }),
    );
    await demand202(
      write('PUT', '/stock', {
        items: skus.map((sku) => ({ sku, onHand: 1000, asOf: '2026-11-22T00:00:00Z' })),
      }),
    );
  }
}

function movement() {
  return { sku: `BENCH-${Math.floor(Math.random() * products)}`, kind: 'receive', quantity: 1 };
}

function moveOne(write: Write) {
  return () => demand202(write('POST', '/stock-movements', movement()));
}

function moveBatch(write: Write) {
  return () =>
    demand202(write('POST', '/stock-movements', { items: Array.from({ length: batchItems }, movement) }));
}

async function demand202(answer: ReturnType<Write>): Promise<string> {
  const { status, body } = await answer;
  if (status !== 202 || body.includes('"problem"'))
    throw new Error(`a write was answered ${status}: ${body.slice(0, 300)}`);
  return body;
}

type Client = { readonly write: Write; readonly read: (path: string) => Promise<string>; close(): void };

/** fetch costs as much as the whole gateway; a plain client with kept connections measures the server. */
function openClient(system: TestSystem): Client {
  const agent = new Agent({ keepAlive: true, maxSockets: 32 });
  const send = async (
    method: string,
    path: string,
    body?: unknown,
  ): Promise<{ status: number; body: string }> => {
    const token = await system.token('operator');
    const text = body === undefined ? '' : JSON.stringify(body);
    const headers = {
      authorization: `Bearer ${token}`,
      ...(text === ''
        ? {}
        : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) }),
    };
    const call = request(`${system.endpoints.api}${path}`, { method, agent, headers });
    call.end(text);
    const [response] = (await once(call, 'response')) as [AsyncIterable<Buffer> & { statusCode?: number }];
    const chunks: Buffer[] = [];
    for await (const chunk of response) chunks.push(chunk);
    return { status: response.statusCode ?? 0, body: Buffer.concat(chunks).toString() };
  };
  return {
    write: send,
    read: async (path) => (await send('GET', path)).body,
    close: () => agent.destroy(),
  };
}

async function timeToVisible(api: Client): Promise<number[]> {
  const times: number[] = [];
  for (let sample = 0; sample < 60; sample += 1) {
    const started = performance.now();
    const { eventId } = JSON.parse(await demand202(api.write('POST', '/stock-movements', movement()))) as {
      eventId: string;
    };
    const { applied } = JSON.parse(await api.read(`/events/${eventId}?wait=5s`)) as { applied: boolean };
    if (!applied) throw new Error(`the event ${eventId} was not visible within 5 s`);
    times.push(performance.now() - started);
  }
  return times;
}
