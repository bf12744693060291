/** Reads of the API at a fixed pace, whether the one before was answered or not: a slow answer delays no other. */
import { Agent, request } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';

/** Milliseconds of each read, and how many failed. */
export type Reads = { readonly times: readonly number[]; readonly failed: number };

type Reading = {
  readonly api: string;
  readonly token: () => Promise<string>;
  readonly productIds: readonly string[];
  /** Reads until then. */
  readonly until: Promise<unknown>;
};

const EVERY_MS = 100;

/** Reads lists of products and approvals and single products in turn. */
export async function readAtPace({ api, token, productIds, until }: Reading): Promise<Reads> {
  const agent = new Agent({ keepAlive: true, maxSockets: 32 });
  const times: number[] = [];
  let failed = 0;
  let isOver = false;
  void until.then(() => (isOver = true));
  const paths = (turn: number): string => {
    if (turn % 3 === 0) return '/products?limit=50';
    if (turn % 3 === 1) return '/approvals';
    return `/products/${productIds[(turn * 7919) % productIds.length]}`;
  };
  const underWay: Promise<void>[] = [];
  for (let turn = 0, due = performance.now(); !isOver; turn += 1, due += EVERY_MS) {
    await delay(Math.max(0, due - performance.now()));
    const authorization = `Bearer ${await token()}`;
    const started = performance.now();
    const read = get(`${api}${paths(turn)}`, agent, authorization).then((status) => {
      times.push(performance.now() - started);
      if (status !== 200) failed += 1;
    });
    underWay.push(read);
  }
  await Promise.all(underWay);
  agent.destroy();
  return { times, failed };
}

function get(url: string, agent: Agent, authorization: string): Promise<number> {
  return new Promise((resolve) => {
    request(url, { agent, headers: { authorization } }, (response) => {
      response.resume();
      response.once('end', () => resolve(response.statusCode ?? 0));
    })
      .once('error', () => resolve(0))
      .end();
  });
}
