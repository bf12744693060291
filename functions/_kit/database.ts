/**
 * The only door to Postgres for functions. The driver by itself can kill the process or wedge its pool when the server
 * goes away under load, so every client has one connection and one user at a time, every transaction a deadline, and a
 * client that saw a connection fault is thrown away.
 */
import postgres from 'postgres';

import {
  codeOf,
  DatabaseUnavailable,
  isConflict,
  isConnectionFault,
  isDriverFault,
} from './database-faults.ts';
import { logError, logWarning } from './log.ts';
import { openPool, type Pool } from './pool.ts';
import { valueTypes } from './postgres-values.ts';

/** A handle for statements as tagged templates, with `.json()` for documents. */
export type Sql = postgres.ISql;

/** Whose rows a transaction sees: the tenant's, and the caller's own memberships. */
type Scope = { readonly tenantId: string | null; readonly sub?: string };

/** How a transaction is run; `retry` only where doing it twice is the same as doing it once. */
type TransactionOptions = {
  readonly deadlineMs?: number;
  readonly retry?: boolean;
  readonly readOnly?: boolean;
};

/** Postgres, for one function. */
export type Database = {
  /** One transaction with the tenant (and the caller's sub) set first. `run` may be run again after a conflict. */
  transaction<T>(scope: Scope, run: (sql: Sql) => Promise<T>, options?: TransactionOptions): Promise<T>;
  /** One statement in its own transaction, for SQL functions that set the tenant themselves. */
  statement<T>(run: (sql: Sql) => Promise<T>, options?: Omit<TransactionOptions, 'readOnly'>): Promise<T>;
  close(): Promise<void>;
};

type Client = { readonly sql: postgres.Sql; isBroken: boolean };

const defaultDeadlineMs = 15_000;
const attempts = 4;

/** Opens the database at `url` with at most so many connections; nothing connects before the first use. */
export function openDatabase(url: string, connections: number): Database {
  surviveDriverFaults();
  const pool = openPool<Client>({
    size: connections,
    create: () => createClient(url),
    isUsable: (client) => !client.isBroken,
    destroy: discard,
  });
  return {
    transaction: (scope, run, options = {}) =>
      perform(pool, options, (sql, progress) => inScope(sql, { scope, run, options, progress })),
    statement: (run, options = {}) =>
      perform(pool, options, (sql, progress) => {
        // A statement by itself commits with its work.
        progress.isWorkDone = true;
        return run(sql);
      }),
    close: () => pool.close(),
  };
}

function createClient(url: string): Client {
  const sql = postgres(url, {
    max: 1,
    // Without prepared statements the driver asks for the parameter types first: two round trips per statement.
    prepare: true,
    // The array types in use are named in postgres-values.ts; asking for all costs a round trip per connection.
    fetch_types: false,
    types: valueTypes,
    idle_timeout: 20,
    connect_timeout: 5,
    onnotice: () => undefined,
    onclose: () => {
      client.isBroken = true;
    },
    connection: {
      application_name: process.env['FUNCTION_NAME'] ?? 'stock-mate',
      TimeZone: 'UTC',
      statement_timeout: 25_000,
      idle_in_transaction_session_timeout: 30_000,
    },
  });
  const client: Client = { sql, isBroken: false };
  return client;
}

/** What the transaction has come to; once its work is done only the commit is missing. */
type Progress = { isWorkDone: boolean };

type ScopedRun<T> = {
  readonly scope: Scope;
  readonly run: (sql: Sql) => Promise<T>;
  readonly options: TransactionOptions;
  readonly progress: Progress;
};

async function inScope<T>(sql: postgres.Sql, { scope, run, options, progress }: ScopedRun<T>): Promise<T> {
  const result = await sql.begin(options.readOnly === true ? 'read only' : '', async (transaction) => {
    // Sent ahead without waiting: the first statement of `run` follows it on the same connection.
    const scoped = transaction`SELECT set_config('app.tenant', ${scope.tenantId ?? ''}, true),
      set_config('app.sub', ${scope.sub ?? ''}, true)`.execute();
    const [value] = await Promise.all([run(transaction), scoped]);
    progress.isWorkDone = true;
    // The driver awaits arrays of queries; in a box the value stays what it is.
    return { value };
  });
  // `begin` types what it unwraps; nothing is unwrapped from the box.
  return (result as { readonly value: T }).value;
}

type Work<T> = (sql: postgres.Sql, progress: Progress) => Promise<T>;

async function perform<T>(pool: Pool<Client>, options: TransactionOptions, work: Work<T>): Promise<T> {
  // One deadline for all attempts: the caller has a time limit too.
  const deadlineAt = performance.now() + (options.deadlineMs ?? defaultDeadlineMs);
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await attemptOnce(pool, deadlineAt, work);
    } catch (error) {
      const mayBeRepeated =
        isConflict(error) || (options.retry === true && error instanceof DatabaseUnavailable);
      if (!mayBeRepeated || attempt === attempts || performance.now() > deadlineAt) throw error;
      await pause(attempt * 20 + Math.random() * 20);
    }
  }
}

async function attemptOnce<T>(pool: Pool<Client>, deadlineAt: number, work: Work<T>): Promise<T> {
  const client = await pool.lease(Math.max(1, deadlineAt - performance.now()));
  const progress: Progress = { isWorkDone: false };
  try {
    return await withDeadline(work(client.sql, progress), Math.max(1, deadlineAt - performance.now()));
  } catch (error) {
    if (!(error instanceof Error) || !(error instanceof DeadlineExceeded || isConnectionFault(error)))
      throw error;
    client.isBroken = true;
    throw new DatabaseUnavailable(
      `the database did not finish the work (${error.message}); try again in a moment`,
      { cause: error, mayBeCommitted: progress.isWorkDone && !refusedAtTheDoor(error) },
    );
  } finally {
    pool.giveBack(client);
  }
}

/** Whether the connection was never made, so that nothing can have been done. */
function refusedAtTheDoor(error: Error): boolean {
  const code = codeOf(error);
  return code === 'ECONNREFUSED' || code === 'CONNECT_TIMEOUT' || code === '53300' || code === '57P03';
}

class DeadlineExceeded extends Error {
  override readonly name = 'DeadlineExceeded';
}

async function withDeadline<T>(work: Promise<T>, deadlineMs: number): Promise<T> {
  const { promise: expired, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(
    () => reject(new DeadlineExceeded(`no answer in ${Math.round(deadlineMs)} ms`)),
    deadlineMs,
  );
  try {
    return await Promise.race([work, expired]);
  } finally {
    clearTimeout(timer);
  }
}

async function discard(client: Client): Promise<void> {
  try {
    await client.sql.end({ timeout: client.isBroken ? 0 : 5 });
  } catch (error) {
    logWarning('a database client could not be closed', { error });
  }
}

async function pause(ms: number): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  setTimeout(resolve, ms);
  await promise;
}

let isSurviving = false;

/** Known faults of the driver reach no caller; the client's deadline mends them. Anything else ends the process. */
function surviveDriverFaults(): void {
  if (isSurviving) return;
  isSurviving = true;
  const judge = (error: unknown): void => {
    if (isDriverFault(error)) return logWarning('the database driver failed outside of any call', { error });
    logError('an error that nobody caught ends the process', { error });
    process.exit(1);
  };
  process.on('uncaughtException', judge);
  process.on('unhandledRejection', judge);
}
