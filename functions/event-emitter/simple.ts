/**
 * Simple commands, the hot path: what was read decides, and one call writes it if nothing moved in between. Two round
 * trips to the database, no lock held while this process thinks; who is overtaken twice takes locks.
 */
import type { Sql } from '#functions/_kit/database.ts';
import { DatabaseUnavailable } from '#functions/_kit/database-faults.ts';
import type { WrittenEvent } from '#functions/_kit/ringer.ts';
import type { WriteAccepted } from '#shared/contracts/api/common.ts';
import type { Rejection } from '#shared/domain/decider.ts';

import { demandVersion, type CommandRequest, type CommandResult } from './command.ts';
import { AnsweredBefore, openReader, OtherTenant, type OpenReader, type Reader } from './reader.ts';
import type { Services } from './services.ts';
import {
  acceptedAnswer,
  prepareAppend,
  sendAppend,
  type StartRequest,
  type StreamWrite,
} from './stream-write.ts';
import { isOvertaken } from './transaction.ts';

/** What a simple command wants written; the first write (or `unchanged`) is what the answer is about. */
export type Plan = {
  readonly kind: 'plan';
  readonly writes: readonly StreamWrite[];
  /** The stream that the answer is about where nothing is written. */
  readonly unchanged?: string;
  readonly outcome?: WriteAccepted['outcome'];
  readonly claims?: readonly { readonly key: string; readonly streamId: string }[];
  readonly release?: readonly string[];
  /** Streams that were read and must not move before this is written. */
  readonly guards?: readonly string[];
  readonly starts?: readonly StartRequest[];
  /** The answer of a workflow's command, instead of WriteAccepted. */
  readonly body?: unknown;
};

/** Decides on what it reads. May be run again, so it must have no effect. */
export type Planner = (reader: Reader) => Promise<Plan | Rejection>;

const optimisticAttempts = 2;
const attempts = 7;

/** Runs a simple command to its answer. */
export async function runSimple(
  services: Services,
  request: CommandRequest,
  plan: Planner,
): Promise<CommandResult> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      const done = await (attempt <= optimisticAttempts
        ? attemptOptimistic(services, request, plan)
        : attemptLocked(services, request, plan));
      await services.ringer.ring(done.written);
      return done.result;
    } catch (error) {
      if (error instanceof AnsweredBefore) return error.answer;
      if (attempt === attempts || !mayRepeat(error, request)) throw error;
    }
  }
}

function mayRepeat(error: unknown, { idempotencyKey }: CommandRequest): boolean {
  if (isOvertaken(error) || error instanceof OtherTenant) return true;
  // With a key a repeat finds the first answer if there is one; without, only what surely did not happen is repeated.
  return error instanceof DatabaseUnavailable && idempotencyKey !== null;
}

type Done = { readonly result: CommandResult; readonly written: readonly WrittenEvent[] };

async function attemptOptimistic(services: Services, request: CommandRequest, plan: Planner): Promise<Done> {
  const { database, knowledge } = services;
  const open = openReader({
    request,
    knowledge,
    lock: false,
    call: (run) => database.statement(run, { retry: true }),
  });
  return finish(open, await plan(open.reader), (run) => database.statement(run));
}

async function attemptLocked(services: Services, request: CommandRequest, plan: Planner): Promise<Done> {
  const { database, knowledge } = services;
  return database.transaction({ tenantId: null }, async (sql) => {
    const open = openReader({ request, knowledge, lock: true, call: (run) => run(sql) });
    return finish(open, await plan(open.reader), (run) => run(sql));
  });
}

type Call = <T>(run: (sql: Sql) => Promise<T>) => Promise<T>;

async function finish(open: OpenReader, decision: Plan | Rejection, call: Call): Promise<Done> {
  if (decision.kind === 'rejected') return { result: decision, written: [] };
  const context = await open.context();
  const streamId = decision.writes[0]?.streamId ?? decision.unchanged ?? '';
  const version = open.versionOf(streamId);
  demandVersion(context.ifMatch, version);
  const prepared = prepareAppend({ ...decision, context, versionOf: open.versionOf });
  const answer =
    'body' in decision
      ? { status: 200 as const, body: decision.body }
      : acceptedAnswer(prepared.written, { streamId, version }, decision.outcome);
  const isNothing =
    prepared.written.length === 0 && decision.starts === undefined && context.idempotencyKey === null;
  if (!isNothing) await call((sql) => sendAppend(sql, prepared, { context, answer }));
  return { result: answer, written: prepared.written };
}

/** A plan of these writes. */
export function planOf(writes: readonly StreamWrite[], more: Omit<Plan, 'kind' | 'writes'> = {}): Plan {
  return { kind: 'plan', writes, ...more };
}

/** A plan that changes nothing about the stream. */
export function planNothing(streamId: string): Plan {
  return { kind: 'plan', writes: [], unchanged: streamId, outcome: 'unchanged' };
}
