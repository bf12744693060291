import { once } from 'node:events';
import { createOperations } from './api/operations.ts';
import { Engine } from './engine/engine.ts';
import { TaskTokens } from './engine/task-tokens.ts';
import { createIntegrations } from './integrations/integrations.ts';
import type { OwnApi } from './integrations/states.ts';
import { Connection, ReadConnections } from './store/connection.ts';
import { removeExpired } from './store/retention.ts';
import { migrate, tokenKey } from './store/schema.ts';
import { Writer } from './store/writer.ts';
import { ApiError } from './wire/api-error.ts';
import { type Operation, createHttpServer } from './wire/http-server.ts';
import { Request } from './wire/request.ts';

export type StepFunctionsOptions = {
  /** Owner login of a database of its own; the tables are made at start. */
  readonly databaseUrl: string;
  /** Default 127.0.0.1. */
  readonly host?: string;
  /** Default 0: any free port. */
  readonly port?: number;
  /** Default us-east-1. */
  readonly region?: string;
  /** Default 000000000000. */
  readonly accountId?: string;
  /** Endpoints of the services that tasks call; absent: AWS_ENDPOINT_URL_<SERVICE>, then AWS_ENDPOINT_URL. */
  readonly endpoints?: Readonly<Record<string, string>>;
  readonly log?: (line: string) => void;
};

/** A Step Functions endpoint that is listening. */
export type StepFunctions = { readonly url: string; readonly port: number; stop(): Promise<void> };

/** Starts the endpoint and goes on with every execution that was running when the last one ended. */
export async function startStepFunctions(options: StepFunctionsOptions): Promise<StepFunctions> {
  const log = options.log ?? (() => undefined);
  const writes = new Connection({ url: options.databaseUrl, log, prepare: claimDatabase });
  const reads = new ReadConnections({ url: options.databaseUrl, log }, 3);
  const disconnect = async (): Promise<void> => {
    await Promise.all([writes.close(), reads.close()]);
  };
  try {
    return await serve(options, { writes, reads, log, disconnect });
  } catch (error) {
    await disconnect();
    throw error;
  }
}

type Parts = {
  readonly writes: Connection;
  readonly reads: ReadConnections;
  readonly log: (line: string) => void;
  disconnect(): Promise<void>;
};

async function serve(options: StepFunctionsOptions, parts: Parts): Promise<StepFunctions> {
  const { writes, reads, log } = parts;
  const { host = '127.0.0.1', region = 'us-east-1', accountId = '000000000000' } = options;
  await writes.run(migrate);
  const tokens = new TaskTokens(await writes.run(tokenKey));
  // Nested workflows call the very operations that are made below, with the engine that calls them.
  let operations: ReadonlyMap<string, Operation> = new Map();
  const own: OwnApi = {
    call: (operation, members) => operations.get(operation)?.(new Request(members)),
    readError: (error) =>
      error instanceof ApiError ? { code: error.code, message: error.message } : undefined,
    ended: (arn) => engine.ended(arn),
  };
  const integrations = createIntegrations({ region, endpoints: options.endpoints ?? {} }, own);
  const writer = new Writer(writes, log);
  const engine = new Engine({ writer, reads, tokens, integrations, region, accountId, log });
  operations = createOperations({ engine, reads, tokens, region, accountId });
  // The port is taken before anything goes on, but requests wait until everything does:
  // they would be told of executions and tokens that they do not exist.
  const ready = Promise.withResolvers<void>();
  const server = createHttpServer({ operations, log, ready: ready.promise });
  server.listen(options.port ?? 0, host);
  await once(server, 'listening');
  await engine.recover();
  ready.resolve();
  const retention = keepRetention(reads, log);
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  return {
    url: `http://${host}:${String(port)}`,
    port,
    async stop() {
      clearInterval(retention);
      server.close();
      server.closeIdleConnections();
      await engine.stop();
      server.closeAllConnections();
      await parts.disconnect();
    },
  };
}

/** Removes expired executions now and once a day. */
function keepRetention(reads: ReadConnections, log: (line: string) => void): NodeJS.Timeout {
  const remove = (): void => {
    reads
      .run(removeExpired)
      .catch((error: unknown) => log(`Expired executions could not be removed: ${String(error)}`));
  };
  remove();
  return setInterval(remove, 86_400_000).unref();
}

/** One endpoint per database: two would each believe they alone carry the executions on. */
async function claimDatabase(sql: Parameters<typeof migrate>[0]): Promise<void> {
  const deadline = Date.now() + 10_000;
  for (;;) {
    const [row] = await sql<
      { free: boolean }[]
    >`select pg_try_advisory_lock(hashtext('step_functions.endpoint')) as free`;
    if (row?.free === true) return;
    if (Date.now() > deadline) {
      throw new Error(
        'Another Step Functions endpoint uses this database; stop it or give this one a database of its own.',
      );
    }
    // The connection of an endpoint that was killed may take a moment to be noticed as gone.
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
