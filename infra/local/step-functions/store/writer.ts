import type { ExecutionBatch, ExecutionEnd } from '#infra/local/step-functions/engine/execution.ts';
import type { Connection, Sql } from './connection.ts';

/** What a new execution's row holds besides what its batches add. */
export type NewExecution = {
  readonly id: number;
  readonly arn: string;
  readonly name: string;
  readonly machineArn: string;
  readonly versionArn: string | null;
  readonly aliasArn: string | null;
  readonly revision: number;
  readonly input: string;
  readonly traceHeader: string | null;
  readonly startedAt: number;
};

type Write = { readonly batch: ExecutionBatch; readonly created?: NewExecution; readonly done: () => void };

/** Where checkpoints go. */
export type CheckpointWriter = Pick<Writer, 'commit' | 'idle'>;

/** Most events in one transaction, so that a burst does not make everybody wait for one huge commit. */
const eventsPerCommit = 4_000;

/**
 * Group commit: while one transaction is under way, what other executions want written gathers, and goes into the
 * next one together. The one statement is idempotent, so a commit whose answer was lost is simply made again.
 */
export class Writer {
  readonly #connection: Connection;
  readonly #log: (line: string) => void;
  #queue: Write[] = [];
  #writing: Promise<void> | undefined;

  constructor(connection: Connection, log: (line: string) => void) {
    this.#connection = connection;
    this.#log = log;
  }

  /** Resolves when the batch is durable. Batches of one execution are written in the order they are given. */
  async commit(batch: ExecutionBatch, created?: NewExecution): Promise<void> {
    return new Promise((done) => {
      this.#queue.push({ batch, done, ...(created && { created }) });
      this.#writing ??= this.#writeAll();
    });
  }

  /** Resolves when nothing is left to write. */
  async idle(): Promise<void> {
    while (this.#writing) await this.#writing;
  }

  async #writeAll(): Promise<void> {
    // One turn of the event loop lets everything that is ready now join the first commit.
    await new Promise((resolve) => setImmediate(resolve));
    while (this.#queue.length > 0 && !this.#connection.isClosed) {
      const writes = this.#take();
      await this.#writeOnce(writes);
      // What a closed connection could not take was never said to be done: the next start does it again.
      if (!this.#connection.isClosed) for (const write of writes) write.done();
    }
    this.#writing = undefined;
  }

  /** A commit must not be given up: nothing after it could be right. */
  async #writeOnce(writes: readonly Write[]): Promise<void> {
    while (!this.#connection.isClosed) {
      try {
        await this.#connection.run(async (sql) => write(sql, writes));
        return;
      } catch (error) {
        this.#log(`A workflow checkpoint could not be written and is tried again: ${String(error)}`);
        await new Promise((resolve) => setTimeout(resolve, 1000));
      }
    }
  }

  #take(): readonly Write[] {
    let events = 0;
    let count = 0;
    while (count < this.#queue.length && events < eventsPerCommit) {
      events += this.#queue[count]?.batch.events.length ?? 0;
      count += 1;
    }
    return this.#queue.splice(0, count);
  }
}

async function write(sql: Sql, writes: readonly Write[]): Promise<void> {
  const batches = writes.map((item) => item.batch);
  const events = batches.flatMap((batch) =>
    batch.events.map((event) => ({ ...event, execution: batch.executionId })),
  );
  const frames = latestFrames(batches);
  const removed = [...removedFrames(batches)];
  const ends = lastStatuses(batches);
  const created = writes.flatMap((item) => (item.created ? [item.created] : []));
  await sql.unsafe(
    statement,
    [
      events.map((event) => event.execution),
      events.map((event) => event.id),
      events.map((event) => event.previous),
      events.map((event) => new Date(event.at).toISOString()),
      events.map((event) => event.type),
      events.map((event) => event.details),
      frames.map((frame) => frame.execution),
      frames.map((frame) => frame.id),
      frames.map((frame) => frame.body),
      frames.map((frame) => frame.items),
      removed.map((frame) => frame.execution),
      removed.map((frame) => frame.id),
      ends.map((end) => end.execution),
      ends.map((end) => end.status),
      ends.map((end) => (end.stoppedAt === undefined ? null : new Date(end.stoppedAt).toISOString())),
      ends.map((end) => end.output ?? null),
      ends.map((end) => storable(end.error)),
      ends.map((end) => storable(end.cause)),
      JSON.stringify(created),
      ends.map((end) => end.redrive ?? null),
    ],
    { prepare: true },
  );
}

type StoredFrame = {
  readonly execution: number;
  readonly id: number;
  readonly body: string;
  readonly items: string | null;
};
type FrameKey = { readonly execution: number; readonly id: number };

/** Postgres has no NUL in texts; everything but these two is JSON, where it is escaped. */
function storable(text: string | undefined): string | null {
  return text?.replaceAll('\u0000', '\uFFFD') ?? null;
}

type StoredStatus = Partial<Omit<ExecutionEnd, 'status'>> & {
  readonly execution: number;
  readonly status: string;
  readonly redrive?: number;
};

/** One row per execution whose status changed: a redrive and the end that follows may share a commit. */
function lastStatuses(batches: readonly ExecutionBatch[]): readonly StoredStatus[] {
  const last = new Map<number, StoredStatus>();
  for (const { executionId: execution, end, redrive } of batches) {
    if (redrive !== undefined) last.set(execution, { execution, status: 'RUNNING', redrive });
    const before = last.get(execution)?.redrive;
    if (end) last.set(execution, { ...end, execution, ...(before !== undefined && { redrive: before }) });
  }
  return [...last.values()];
}

/** One row per frame: a later batch of the same commit replaces the earlier, but keeps items it does not repeat. */
function latestFrames(batches: readonly ExecutionBatch[]): readonly StoredFrame[] {
  const latest = new Map<string, StoredFrame>();
  for (const batch of batches) {
    for (const id of batch.removedFrames) latest.delete(`${String(batch.executionId)}/${String(id)}`);
    for (const frame of batch.frames) {
      const key = `${String(batch.executionId)}/${String(frame.id)}`;
      const items = frame.items ?? latest.get(key)?.items ?? null;
      latest.set(key, { execution: batch.executionId, id: frame.id, body: frame.body, items });
    }
  }
  return [...latest.values()];
}

/** Frames that are gone after the last batch; a removed id may have been given out again. */
function removedFrames(batches: readonly ExecutionBatch[]): Iterable<FrameKey> {
  const removed = new Map<string, FrameKey>();
  for (const batch of batches) {
    for (const id of batch.removedFrames)
      removed.set(`${String(batch.executionId)}/${String(id)}`, { execution: batch.executionId, id });
    for (const frame of batch.frames) removed.delete(`${String(batch.executionId)}/${String(frame.id)}`);
  }
  return removed.values();
}

const statement = `
with new_event as (
  insert into step_functions.event (execution_id, id, previous, at, type, details)
  select * from unnest($1::bigint[], $2::int[], $3::int[], $4::timestamptz[], $5::text[], $6::text[])
  on conflict do nothing
), new_frame as (
  insert into step_functions.frame (execution_id, id, body, items)
  select * from unnest($7::bigint[], $8::int[], $9::text[], $10::text[])
  on conflict (execution_id, id) do update
    set body = excluded.body, items = coalesce(excluded.items, step_functions.frame.items)
), gone_frame as (
  delete from step_functions.frame f
  using (select * from unnest($11::bigint[], $12::int[])) as gone(execution_id, id)
  where f.execution_id = gone.execution_id and f.id = gone.id
), new_execution as (
  insert into step_functions.execution
    (id, arn, name, machine_arn, version_arn, alias_arn, revision, status, input, trace_header, started_at,
     stopped_at, output, error, cause)
  select n.id, n.arn, n.name, n."machineArn", n."versionArn", n."aliasArn", n.revision,
    coalesce(e.status, 'RUNNING'), n.input, n."traceHeader", to_timestamp(n."startedAt" / 1000.0),
    e.stopped_at, e.output, e.error, e.cause
  from json_to_recordset($19::text::json) as n(id bigint, arn text, name text, "machineArn" text, "versionArn" text,
    "aliasArn" text, revision bigint, input text, "traceHeader" text, "startedAt" float8)
  left join unnest($13::bigint[], $14::text[], $15::timestamptz[], $16::text[], $17::text[], $18::text[])
    as e(id, status, stopped_at, output, error, cause) on e.id = n.id
  on conflict do nothing
)
update step_functions.execution x
set status = e.status, stopped_at = e.stopped_at, output = e.output, error = e.error, cause = e.cause,
  redrive_count = coalesce(e.redrive, x.redrive_count),
  redriven_at = case when e.redrive > x.redrive_count then now() else x.redriven_at end
from unnest($13::bigint[], $14::text[], $15::timestamptz[], $16::text[], $17::text[], $18::text[], $20::int[])
  as e(id, status, stopped_at, output, error, cause, redrive)
where x.id = e.id
`;
