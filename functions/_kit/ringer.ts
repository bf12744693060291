/** Gathers what has been written into as few doorbells as possible, and notes what was rung. */
import { logWarning } from './log.ts';

/** An event that was written, as far as a doorbell is concerned. */
export type WrittenEvent = {
  readonly tenantId: string;
  readonly topic: string;
  readonly type: string;
  readonly eventId: string;
  readonly streamId: string;
  readonly streamVersion: number;
};

/** One message: these streams have news of this type. `version` is the newest known. */
export type Doorbell = {
  readonly tenantId: string;
  readonly type: string;
  readonly streams: readonly { readonly streamId: string; readonly version: number }[];
  readonly eventIds: readonly string[];
};

/** Rings for events; never throws, for what was written stays written and the sweeper rings again. */
export type Ringer = {
  /** Resolves when the events were rung for, or could not be. */
  ring(events: readonly WrittenEvent[]): Promise<void>;
  /** Rings for what is left without gathering more, and resolves when that is done. */
  settled(): Promise<void>;
};

type Spec = {
  /** Publishes at most ten messages and returns those that were taken. */
  readonly publish: (topic: string, doorbells: readonly Doorbell[]) => Promise<readonly Doorbell[]>;
  readonly markPublished: (tenantId: string, eventIds: readonly string[]) => Promise<void>;
  readonly now: () => number;
};

const messagesPerBatch = 10;
const streamsPerMessage = 400;
const notesAtMost = 200;
const pauseAfterFailureMs = 5000;
// A message costs more than a command: under load ten commands share one, and nobody sees these milliseconds.
const gatherMs = 15;

/**
 * Opens a ringer. What comes in while one round gathers or is under way goes into the next one together; while more is
 * coming, noting what was rung is put off too, and the last round of a burst waits until all is noted.
 */
export function openRinger(spec: Spec): Ringer {
  let waiting: WrittenEvent[] = [];
  let next: Promise<void> | undefined;
  let running: Promise<void> = Promise.resolve();
  let silentUntil = -Infinity;
  let stopGathering: () => void = () => undefined;
  const notes = openNotes(spec);

  const gather = async (): Promise<void> => {
    const { promise, resolve } = Promise.withResolvers<void>();
    const timer = setTimeout(resolve, gatherMs);
    stopGathering = resolve;
    await promise;
    clearTimeout(timer);
  };

  const round = async (): Promise<void> => {
    const events = waiting;
    waiting = [];
    next = undefined;
    // While SNS is away commands must not wait for it one by one.
    if (spec.now() < silentUntil) return;
    try {
      for (const { tenantId, eventIds } of await publishAll(spec, events)) notes.add(tenantId, eventIds);
      if (waiting.length === 0) await notes.write();
      else if (notes.isFull()) void notes.write();
    } catch (error) {
      silentUntil = spec.now() + pauseAfterFailureMs;
      logWarning('doorbells were not rung; the sweeper will ring them', { events: events.length, error });
    }
  };

  return {
    ring: (events) => {
      if (events.length === 0) return Promise.resolve();
      waiting.push(...events);
      if (next === undefined) {
        next = Promise.all([running, gather()]).then(round);
        running = next;
      }
      return next;
    },
    settled: async () => {
      stopGathering();
      await running;
    },
  };
}

async function publishAll(spec: Spec, events: readonly WrittenEvent[]): Promise<readonly Doorbell[]> {
  const rung = await Promise.all(
    [...doorbellsByTopic(events)].flatMap(([topic, doorbells]) =>
      inChunks(doorbells, messagesPerBatch).map((chunk) => spec.publish(topic, chunk)),
    ),
  );
  return rung.flat();
}

type Notes = {
  add(tenantId: string, eventIds: readonly string[]): void;
  isFull(): boolean;
  /** Never throws: what is not noted is rung once more, which does no harm. */
  write(): Promise<void>;
};

/** Events that were rung and are not noted yet, by tenant. */
function openNotes({ markPublished }: Spec): Notes {
  let byTenant = new Map<string, string[]>();
  let count = 0;
  return {
    add: (tenantId, eventIds) => {
      byTenant.set(tenantId, [...(byTenant.get(tenantId) ?? []), ...eventIds]);
      count += eventIds.length;
    },
    isFull: () => count >= notesAtMost,
    write: async () => {
      const all = byTenant;
      byTenant = new Map();
      count = 0;
      try {
        await Promise.all([...all].map(([tenantId, eventIds]) => markPublished(tenantId, eventIds)));
      } catch (error) {
        logWarning('rung doorbells were not noted; the sweeper will ring them again', { error });
      }
    },
  };
}

/** One doorbell per topic, type and tenant, unless so many streams have news that a message would grow too large. */
export function doorbellsByTopic(events: readonly WrittenEvent[]): ReadonlyMap<string, Doorbell[]> {
  const byTopic = new Map<string, Doorbell[]>();
  const groups = Map.groupBy(events, ({ topic, tenantId, type }) => `${topic} ${tenantId} ${type}`);
  for (const group of groups.values()) {
    for (const chunk of inChunks(group, streamsPerMessage)) {
      const [{ topic, tenantId, type }] = chunk;
      const newest = new Map<string, number>();
      for (const { streamId, streamVersion } of chunk) {
        newest.set(streamId, Math.max(streamVersion, newest.get(streamId) ?? 0));
      }
      const streams = [...newest].map(([streamId, version]) => ({ streamId, version }));
      const doorbell = { tenantId, type, streams, eventIds: chunk.map(({ eventId }) => eventId) };
      const doorbells = byTopic.get(topic);
      if (doorbells === undefined) byTopic.set(topic, [doorbell]);
      else doorbells.push(doorbell);
    }
  }
  return byTopic;
}

function inChunks<T>(items: readonly T[], size: number): [T, ...T[]][] {
  const chunks: [T, ...T[]][] = [];
  for (let start = 0; start < items.length; start += size) {
    const [first, ...rest] = items.slice(start, start + size);
    if (first !== undefined) chunks.push([first, ...rest]);
  }
  return chunks;
}
