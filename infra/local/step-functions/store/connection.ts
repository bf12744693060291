import { setTimeout as sleep } from 'node:timers/promises';
import postgres from 'postgres';

/** The only importer of postgres in this room; what it gives out is a connection that outlives the server's restarts. */
export type Sql = postgres.Sql;

type ConnectionOptions = {
  readonly url: string;
  readonly log: (line: string) => void;
  /** Runs on every new connection before anything else. */
  readonly prepare?: (sql: Sql) => Promise<void>;
};

/** Longest a statement may take before the connection is taken for dead. */
const deadlineMs = 15_000;

/**
 * One connection to Postgres. postgres.js can kill the process or hang for ever when the server goes away, so
 * every piece of work has a deadline, and any error of the connection throws the whole client away.
 * Work is repeated until it succeeds or fails for its own reasons: it must be idempotent.
 */
export class Connection {
  readonly #options: ConnectionOptions;
  #client: Promise<Sql> | undefined;
  #closed = false;

  constructor(options: ConnectionOptions) {
    this.#options = options;
    guardProcess(options.log);
  }

  async run<T>(work: (sql: Sql) => Promise<T>): Promise<T> {
    for (let pause = 50; ; pause = Math.min(pause * 2, 2000)) {
      if (this.#closed) throw new Error('The connection to the workflow database is closed.');
      const client = this.#client ?? this.#open();
      try {
        return await withDeadline(client.then(work));
      } catch (error) {
        if (!isConnectionError(error) || this.#closed) throw error;
        this.#discard(client);
        this.#options.log(`The workflow database is out of reach (${describe(error)}); trying again.`);
      }
      await sleep(pause);
    }
  }

  get isClosed(): boolean {
    return this.#closed;
  }

  async close(): Promise<void> {
    this.#closed = true;
    // A client that never connected has nothing to close.
    const client = await this.#client?.catch(() => undefined);
    await client?.end({ timeout: 2 });
  }

  #open(): Promise<Sql> {
    const client = this.#connect();
    this.#client = client;
    return client;
  }

  async #connect(): Promise<Sql> {
    const client = postgres(this.#options.url, {
      max: 1,
      connect_timeout: 5,
      idle_timeout: 0,
      max_lifetime: null,
      onnotice: () => undefined,
    });
    await this.#options.prepare?.(client);
    return client;
  }

  /** Throws away the client that failed; another piece of work may have a new one by now. */
  #discard(failed: Promise<Sql>): void {
    if (this.#client === failed) this.#client = undefined;
    // A broken client may never answer; nothing waits for its farewell.
    failed.then((client) => client.end({ timeout: 1 })).catch(() => undefined);
  }
}

/** Several connections for reading, used in turn. */
export class ReadConnections {
  readonly #connections: readonly Connection[];
  #next = 0;

  constructor(options: ConnectionOptions, count: number) {
    this.#connections = Array.from({ length: count }, () => new Connection(options));
  }

  async run<T>(work: (sql: Sql) => Promise<T>): Promise<T> {
    this.#next = (this.#next + 1) % this.#connections.length;
    const connection = this.#connections[this.#next];
    if (!connection) throw new Error('ReadConnections needs at least one connection.');
    return connection.run(work);
  }

  async close(): Promise<void> {
    await Promise.all(this.#connections.map((connection) => connection.close()));
  }
}

class DeadlineError extends Error {
  override readonly name = 'DeadlineError';
}

async function withDeadline<T>(work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const deadline = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new DeadlineError(`no answer from the database in ${String(deadlineMs)} ms`));
    }, deadlineMs);
  });
  try {
    return await Promise.race([work, deadline]);
  } finally {
    clearTimeout(timer);
  }
}

/** Errors of the way to the database or of its being restarted, not of the statement. */
function isConnectionError(error: unknown): boolean {
  if (error instanceof DeadlineError) return true;
  if (typeof error !== 'object' || error === null || !('code' in error)) return isDriverCrash(error);
  const code = String(error.code);
  return /^(CONNECT|CONNECTION|ECONN|EPIPE|ETIMEDOUT|57P0|08)/.test(code);
}

/** The failure inside postgres.js when its socket vanishes under it. */
function isDriverCrash(error: unknown): boolean {
  return (
    error instanceof TypeError &&
    /reading 'write'|null/.test(error.message) &&
    /[\\/]postgres[\\/]/.test(error.stack ?? '')
  );
}

function describe(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

let guarded = false;

/** postgres.js throws some of these failures where no caller can catch them; all others still end the process. */
function guardProcess(log: (line: string) => void): void {
  if (guarded) return;
  guarded = true;
  const survive = (error: unknown): void => {
    if (!isDriverCrash(error) && !isLostConnection(error)) throw error;
    log(`Survived a failure inside the database driver: ${describe(error)}`);
  };
  process.on('uncaughtException', survive);
  process.on('unhandledRejection', survive);
}

function isLostConnection(error: unknown): boolean {
  if (!(error instanceof Error) || !('code' in error)) return false;
  return (
    /^CONNECTION_(CLOSED|DESTROYED|ENDED)$/.test(String(error.code)) &&
    /[\\/]postgres[\\/]/.test(error.stack ?? '')
  );
}
