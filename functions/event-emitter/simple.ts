/**
 * Simple commands, the hot path. First on what this process remembers: one call, which writes if the membership and the
 * versions are still those remembered. Else on what one call reads, written by a second if nothing moved in between. No
 * lock is held while this process thinks; who is overtaken again takes locks.
 */
import type { Sql } from '#functions/_kit/database.ts';
import { DatabaseUnavailable } from '#functions/_kit/database-faults.ts';
import { Refusal } from '#functions/_kit/refusal.ts';
import type { WriteAccepted } from '#shared/contracts/api/common.ts';
import type { Rejection } from '#shared/domain/decider.ts';

import { demandVersion, type CommandRequest, type CommandResult } from './command.ts';
import type { Knowledge } from './knowledge.ts';
import { AnsweredBefore, openReader, OtherTenant, type OpenReader, type Reader } from './reader.ts';
import { NotRemembered, openRemembered } from './remembered.ts';
import type { Services } from './services.ts';
import {
  acceptedAnswer,
  prepareAppend,
  sendAppend,
  type PreparedAppend,
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
// Others may wait for this one's turn to end, so a database that does not answer must not hold them for long.
const deadlineMs = 5000;

/** Runs a simple command to its answer. */
export async function runSimple(
  services: Services,
  request: CommandRequest,
  plan: Planner,
): Promise<CommandResult> {
  const { turns } = services.knowledge;
  const first = await planRemembered(request, services.knowledge, plan);
  if (first === null) return runRead(services, request, plan);
  const written = first.decision.writes.map(({ streamId }) => streamId);
  const mustWait = turns.isTaken(written);
  return turns.take(written, async () => {
    // Who had to wait decides again, on what the one before left behind.
    const planned = mustWait ? await planRemembered(request, services.knowledge, plan) : first;
    const done = planned === null ? null : await attemptRemembered(services, request, planned);
    return done === null ? runRead(services, request, plan) : settle(services, done);
  });
}

async function runRead(services: Services, request: CommandRequest, plan: Planner): Promise<CommandResult> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      const attemptIt = attempt <= optimisticAttempts ? attemptOptimistic : attemptLocked;
      return settle(services, await attemptIt(services, request, plan));
    } catch (error) {
      if (error instanceof AnsweredBefore) return error.answer;
      if (attempt === attempts || !mayRepeat(error, request)) throw error;
    }
  }
}

type Done = { readonly result: CommandResult; readonly append: PreparedAppend | null };

function settle({ knowledge, ringer }: Services, { result, append }: Done): CommandResult {
  if (append === null) return result;
  for (const { streamId, row } of append.after) knowledge.learnRow(append.tenantId, streamId, row);
  // Not waited for here: see handler.ts.
  void ringer.ring(append.written);
  return result;
}

function mayRepeat(error: unknown, { idempotencyKey }: CommandRequest): boolean {
  if (isOvertaken(error) || error instanceof OtherTenant) return true;
  // With a key a repeat finds the first answer if there is one.
  return error instanceof DatabaseUnavailable && idempotencyKey !== null;
}

type Remembered = { readonly open: OpenReader; readonly decision: Plan };

/** Writes what memory made of the command; null where the database has it otherwise. */
async function attemptRemembered(
  { database }: Services,
  request: CommandRequest,
  { open, decision }: Remembered,
): Promise<Done | null> {
  try {
    return await finish(open, decision, {
      call: (run) => database.statement(run, { deadlineMs }),
      checkCaller: true,
    });
  } catch (error) {
    if (error instanceof Refusal || mayRepeat(error, request)) return null;
    throw error;
  }
}

/** The command as memory would have it; null where only a reading of the database can say. */
async function planRemembered(
  request: CommandRequest,
  knowledge: Knowledge,
  plan: Planner,
): Promise<Remembered | null> {
  const open = openRemembered(request, knowledge);
  if (open === null) return null;
  try {
    const decision = await plan(open.reader);
    if (decision.kind === 'rejected' || decision.writes.length === 0) return null;
    const written = new Set(decision.writes.map(({ streamId }) => streamId));
    // What was only read must not have moved either.
    const guards = open.seen().filter((streamId) => !written.has(streamId));
    return { open, decision: { ...decision, guards } };
  } catch (error) {
    if (error instanceof NotRemembered || error instanceof Refusal) return null;
    throw error;
  }
}

async function attemptOptimistic(services: Services, request: CommandRequest, plan: Planner): Promise<Done> {
  const { database, knowledge } = services;
  const open = openReader({
    request,
    knowledge,
    lock: false,
    call: (run) => database.statement(run, { retry: true, deadlineMs }),
  });
  return finish(open, await plan(open.reader), {
    call: (run) => database.statement(run, { deadlineMs }),
    checkCaller: false,
  });
}

async function attemptLocked(services: Services, request: CommandRequest, plan: Planner): Promise<Done> {
  const { database, knowledge } = services;
  return database.transaction({ tenantId: null }, async (sql) => {
    const open = openReader({ request, knowledge, lock: true, call: (run) => run(sql) });
    return finish(open, await plan(open.reader), { call: (run) => run(sql), checkCaller: false });
  });
}

type Finish = {
  readonly call: <T>(run: (sql: Sql) => Promise<T>) => Promise<T>;
  /** Whether the caller's membership was only remembered. */
  readonly checkCaller: boolean;
};

async function finish(
  open: OpenReader,
  decision: Plan | Rejection,
  { call, checkCaller }: Finish,
): Promise<Done> {
  if (decision.kind === 'rejected') return { result: decision, append: null };
  const context = await open.context();
  const streamId = decision.writes[0]?.streamId ?? decision.unchanged ?? '';
  const version = open.versionOf(streamId);
  demandVersion(context.ifMatch, version);
  const append = prepareAppend({ ...decision, context, versionOf: open.versionOf });
  const result =
    'body' in decision
      ? { status: 200 as const, body: decision.body }
      : acceptedAnswer(append.written, { streamId, version }, decision.outcome);
  const isNothing =
    append.written.length === 0 && decision.starts === undefined && context.idempotencyKey === null;
  if (!isNothing) await call((sql) => sendAppend(sql, append, { context, answer: result, checkCaller }));
  return { result, append };
}

/** A plan of these writes. */
export function planOf(writes: readonly StreamWrite[], more: Omit<Plan, 'kind' | 'writes'> = {}): Plan {
  return { kind: 'plan', writes, ...more };
}

/** A plan that changes nothing about the stream. */
export function planNothing(streamId: string): Plan {
  return { kind: 'plan', writes: [], unchanged: streamId, outcome: 'unchanged' };
}
