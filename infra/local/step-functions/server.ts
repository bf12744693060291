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
  const { databaseUrl, host = '127.0.0.1', region = 'us-east-1', accountId = '000000000000' } = options;
  const log = options.log ?? (() => undefined);
  const writes = new Connection({ url: databaseUrl, log, prepare: claimDatabase });
  const reads = new ReadConnections({ url: databaseUrl, log }, 3);
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
  const engine = new Engine({
    writer: new Writer(writes, log),
    reads,
    tokens,
    integrations,
    region,
    accountId,
    log,
  });
  operations = createOperations({ engine, reads, tokens, region, accountId });
  const server = createHttpServer({ operations, log });
  server.listen(options.port ?? 0, host);
  await once(server, 'listening');
  await engine.recover();
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
      await Promise.all([writes.close(), reads.close()]);
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
