/** From what a command decided to the rows that are written. */
import type { Sql } from '#functions/_kit/database.ts';
import { newId } from '#functions/_kit/ids.ts';
import { Refusal } from '#functions/_kit/refusal.ts';
import type { WrittenEvent } from '#functions/_kit/ringer.ts';
import type { WriteAccepted } from '#shared/contracts/api/common.ts';
import type { Actor, Reason } from '#shared/contracts/events/envelope.ts';
import { eventTypes, type DomainEvent } from '#shared/contracts/events/event-types.ts';

import type { CommandAnswer, CommandContext } from './command.ts';
import type { StreamRow } from './unit-of-work.ts';

/** Events for one stream, and its state after them. */
export type StreamWrite = {
  readonly streamId: string;
  readonly streamType: string;
  readonly events: readonly DomainEvent[];
  readonly state: unknown;
  readonly occurredAt?: string;
  readonly reason?: Reason | null;
  readonly factsHash?: string | null;
  readonly correlationId?: string;
  /** Where it is somebody else, or acts for somebody else, than the command's caller. */
  readonly actor?: Actor;
};

/** Asks for a start of a state machine; the newest request for a subject replaces older ones. */
export type StartRequest = {
  readonly machine: string;
  readonly subjectKey: string;
  readonly input: unknown;
  readonly delaySeconds?: number;
};

/** Everything that is written in one go, as emit_append takes it. */
export type Append = {
  readonly context: CommandContext;
  readonly writes: readonly StreamWrite[];
  readonly versionOf: (streamId: string) => number;
  readonly claims?: readonly { readonly key: string; readonly streamId: string }[];
  readonly release?: readonly string[];
  readonly guards?: readonly string[];
  readonly starts?: readonly StartRequest[];
};

/** Rows ready to be written, what streams are afterwards, and what the world is told of it. */
export type PreparedAppend = {
  readonly tenantId: string;
  readonly rows: Readonly<Record<string, unknown>>;
  readonly written: readonly WrittenEvent[];
  readonly after: readonly { readonly streamId: string; readonly row: StreamRow }[];
};

const maxEventBytes = 64 * 1024;

/** Gives every event its id, version and envelope. */
export function prepareAppend(append: Append): PreparedAppend {
  const { context, versionOf } = append;
  // In one order for everybody, so that two commands on the same streams wait for each other instead of dying.
  const writes = append.writes
    .filter(({ events }) => events.length > 0)
    .toSorted((a, b) => (a.streamId < b.streamId ? -1 : 1));
  const rows = {
    tenantId: context.tenantId,
    streams: writes.map(({ streamId, streamType, events, state }) => {
      const expected = versionOf(streamId);
      return { id: streamId, type: streamType, expected, version: expected + events.length, state };
    }),
    events: writes.flatMap((write) => eventRows(write, append)),
    ...present('claims', append.claims),
    ...present('release', append.release),
    ...present(
      'guards',
      append.guards?.map((id) => ({ id, version: versionOf(id) })),
    ),
    ...present(
      'starts',
      append.starts?.map((start) => ({ delaySeconds: 5, ...start })),
    ),
  };
  const written = rows.events.map(({ topic, type, eventId, streamId, streamVersion }) => ({
    tenantId: context.tenantId,
    topic,
    type,
    eventId,
    streamId,
    streamVersion,
  }));
  const after = rows.streams.map(({ id, type, version, state }) => ({
    streamId: id,
    row: { type, version, state },
  }));
  return { tenantId: context.tenantId, rows, written, after };
}

function eventRows(write: StreamWrite, { context, versionOf }: Append) {
  const before = versionOf(write.streamId);
  return write.events.map(({ type, payload }, index) => ({
    eventId: newId(),
    streamId: write.streamId,
    streamType: write.streamType,
    streamVersion: before + index + 1,
    type,
    topic: eventTypes[type].topic,
    occurredAt: write.occurredAt ?? context.now.toISOString(),
    actor: write.actor ?? context.actor,
    reason: write.reason ?? null,
    correlationId: write.correlationId ?? context.correlationId,
    causationId: context.causationId,
    executionId: context.executionId,
    factsHash: write.factsHash ?? null,
    payload,
  }));
}

function present(name: string, values: readonly unknown[] | undefined): Readonly<Record<string, unknown>> {
  return values === undefined || values.length === 0 ? {} : { [name]: values };
}

/** A command and its answer; `checkCaller`: the caller's role was remembered and must be looked at once more. */
export type AnsweredCommand = {
  readonly context: CommandContext;
  readonly answer: CommandAnswer;
  readonly checkCaller: boolean;
};

function callerOf({ sub, role, isOnlyTenant }: CommandContext) {
  return { caller: { sub, role, isOnlyTenant } };
}

/** Writes the rows, and with a key what the command was answered. */
export async function sendAppend(
  sql: Sql,
  { rows }: PreparedAppend,
  command: AnsweredCommand | null,
): Promise<void> {
  const { idempotencyKey = null, requestHash = '' } = command?.context ?? {};
  const key = idempotencyKey === null ? {} : { key: idempotencyKey, requestHash, response: command?.answer };
  const caller = command?.checkCaller === true ? callerOf(command.context) : {};
  const text = JSON.stringify({ ...rows, ...key, ...caller });
  if (text.length > maxEventBytes) demandSmallEvents(rows['events']);
  // As text first: a text parameter of type jsonb would be stored as a JSON string.
  await sql`SELECT emit_append(${text}::text::jsonb)`;
}

function demandSmallEvents(events: unknown): void {
  for (const event of Array.isArray(events) ? events : []) {
    const bytes = Buffer.byteLength(JSON.stringify(event));
    if (bytes <= maxEventBytes) continue;
    throw new Refusal(413, undefined, {
      detail: `the event would have ${bytes} bytes; at most ${maxEventBytes} are taken: send it in parts`,
    });
  }
}

/** The answer to a write: its last event, and all of them where there are several. */
export function acceptedAnswer(
  written: readonly WrittenEvent[],
  main: { readonly streamId: string; readonly version: number },
  outcome?: WriteAccepted['outcome'],
): CommandAnswer {
  const own = written.filter(({ streamId }) => streamId === main.streamId);
  const last = own.at(-1);
  const body: WriteAccepted = {
    eventId: last?.eventId ?? null,
    streamId: main.streamId,
    streamVersion: last?.streamVersion ?? main.version,
    ...(outcome === undefined ? {} : { outcome }),
    ...(written.length > 1 ? { events: written.map(({ eventId, type }) => ({ eventId, type })) } : {}),
  };
  return { status: 202, body };
}
