import { expect, test, vi } from 'vitest';

import { doorbellsByTopic, openRinger, type Doorbell, type WrittenEvent } from './ringer.ts';

const event = (n: number, more: Partial<WrittenEvent> = {}): WrittenEvent => ({
  tenantId: 't',
  topic: 'stock',
  type: 'StockReceived',
  eventId: `e${n}`,
  streamId: `s${n}`,
  streamVersion: 1,
  ...more,
});

test('one doorbell per topic, tenant and type names every stream once, at its newest version', () => {
  const events = [
    event(1),
    event(2, { streamId: 's1', streamVersion: 3 }),
    event(3, { tenantId: 'u' }),
    event(4, { topic: 'demand' }),
  ];
  const doorbells = doorbellsByTopic(events);
  expect(doorbells.get('stock')).toEqual([
    {
      tenantId: 't',
      type: 'StockReceived',
      streams: [{ streamId: 's1', version: 3 }],
      eventIds: ['e1', 'e2'],
    },
    { tenantId: 'u', type: 'StockReceived', streams: [{ streamId: 's3', version: 1 }], eventIds: ['e3'] },
  ]);
  expect(doorbells.get('demand')).toHaveLength(1);
});

test('a doorbell never grows too large for a message', () => {
  const events = Array.from({ length: 1000 }, (_, n) => event(n));
  const lengths = (doorbellsByTopic(events).get('stock') ?? []).map(({ streams }) => streams.length);
  expect(lengths).toEqual([400, 400, 200]);
});

function recorder(publish: (doorbells: readonly Doorbell[]) => Promise<void> = async () => undefined) {
  const rounds: number[] = [];
  const marked: string[] = [];
  const clock = { ms: 0 };
  const ringer = openRinger({
    publish: async (_topic, doorbells) => {
      rounds.push(doorbells.flatMap(({ eventIds }) => eventIds).length);
      await publish(doorbells);
      return doorbells;
    },
    markPublished: async (_tenantId, eventIds) => {
      marked.push(...eventIds);
    },
    now: () => clock.ms,
  });
  return { rounds, marked, clock, ringer };
}

test('what comes in while a round is under way goes into the next one together', async () => {
  const { promise: gate, resolve: open } = Promise.withResolvers<void>();
  const { rounds, marked, ringer } = recorder(() => gate);
  const first = ringer.ring([event(1)]);
  void ringer.settled();
  await vi.waitFor(() => expect(rounds).toEqual([1]));
  const others = [2, 3, 4].map((n) => ringer.ring([event(n)]));
  open();
  await Promise.all([first, ...others]);
  expect(rounds).toEqual([1, 3]);
  expect(marked).toEqual(['e1', 'e2', 'e3', 'e4']);
});

test('what comes in within a few milliseconds is rung for together, and at once where nobody else is coming', async () => {
  const { rounds, ringer } = recorder();
  const rung = [1, 2, 3].map((n) => ringer.ring([event(n)]));
  expect(rounds).toEqual([]);
  await ringer.settled();
  await Promise.all(rung);
  expect(rounds).toEqual([3]);
});

test('a doorbell that fails is not noted as rung, throws nothing, and the next ones wait a while', async () => {
  let isDown = true;
  const { rounds, marked, clock, ringer } = recorder(async () => {
    if (isDown) throw new Error('SNS is away');
  });
  await ringer.ring([event(1)]);
  isDown = false;
  await ringer.ring([event(2)]);
  expect([rounds.length, marked]).toEqual([1, []]);
  clock.ms = 5001;
  await ringer.ring([event(3)]);
  expect(marked).toEqual(['e3']);
});
