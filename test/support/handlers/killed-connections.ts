/**
 * A process that writes through a proxy which kills its database connections: prints what came of it as one JSON line.
 * A process of its own, because the driver's faults outside of any call are what it is about.
 */
import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';

import { startEmitter } from '#test/support/emitter.ts';

const [databaseUrl = '', sku = '', seconds = '5'] = process.argv.slice(2);
const target = new URL(databaseUrl);
const { hostname, port } = target;
const open = new Set<readonly [Socket, Socket]>();

const proxy = createServer((near) => {
  const far = connect(Number(port), hostname);
  const pair = [near, far] as const;
  open.add(pair);
  for (const [from, to] of [pair, [far, near] as const]) {
    from.pipe(to);
    for (const event of ['error', 'close']) from.on(event, () => to.destroy());
  }
  near.on('close', () => open.delete(pair));
});
proxy.listen(0, '127.0.0.1');
await once(proxy, 'listening');
// A TCP server's address is never a path.
target.port = String((proxy.address() as AddressInfo).port);

const emitter = startEmitter(target.href, { connections: 8 });
const end = performance.now() + Number(seconds) * 1000;
let kills = 0;
let accepted = 0;
let longestMs = 0;
const surprises: number[] = [];

/** Half of the connections end politely, half with a reset. */
async function kill(): Promise<void> {
  while (performance.now() < end) {
    await delay(15);
    const pair = [...open][Math.floor(Math.random() * open.size)];
    if (pair === undefined) continue;
    kills += 1;
    if (kills % 2 === 0) pair[0].resetAndDestroy();
    else for (const socket of pair) socket.end();
  }
}

/** Sends the same command until it is accepted, as a client does who got no answer. */
async function writeOne(key: string): Promise<void> {
  for (;;) {
    const started = performance.now();
    const movement = { sku, kind: 'receive', quantity: 1 };
    const { status } = await emitter.call('POST', '/stock-movements', movement, {
      headers: { 'idempotency-key': key },
    });
    longestMs = Math.max(longestMs, performance.now() - started);
    if (status === 202) accepted += 1;
    else if (status !== 503) surprises.push(status);
    if (status !== 503) return;
  }
}

await Promise.all([
  kill(),
  ...Array.from({ length: 12 }, async (_, worker) => {
    for (let n = 0; performance.now() < end; n += 1) await writeOne(`${sku}-${worker}-${n}`);
  }),
]);
process.stdout.write(`\nRESULT ${JSON.stringify({ kills, accepted, surprises, longestMs })}\n`);
process.exit(0);
