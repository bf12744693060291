import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { startPostgres } from '#infra/local/postgres/server.ts';
import { startStepFunctions } from './server.ts';

export type StandaloneOptions = {
  /** 0 is any free port. */
  readonly port: number;
  /** Address of a database; without it an embedded Postgres is started. */
  readonly database?: string;
  /** Folder of the embedded Postgres; without it a temporary one that is removed at the end. */
  readonly dataDirectory?: string;
  readonly log?: (line: string) => void;
};

/** The endpoint alone, for other programs and for conformance checks. */
export type Standalone = { readonly endpoint: string; stop(): Promise<void> };

/** Starts the endpoint with a database of the caller's or one of its own. */
export async function startStandalone(options: StandaloneOptions): Promise<Standalone> {
  const { port, log } = options;
  const database =
    options.database === undefined
      ? await ownDatabase(options)
      : { url: options.database, stop: async () => undefined };
  try {
    const server = await startStepFunctions({ databaseUrl: database.url, port, ...(log && { log }) });
    return {
      endpoint: server.url,
      async stop() {
        await server.stop();
        await database.stop();
      },
    };
  } catch (error) {
    await database.stop();
    throw error;
  }
}

async function ownDatabase(
  options: StandaloneOptions,
): Promise<{ readonly url: string; stop(): Promise<void> }> {
  const given = options.dataDirectory;
  const dataDirectory = given ?? (await mkdtemp(join(tmpdir(), 'step-functions-')));
  const server = await startPostgres({ dataDirectory });
  return {
    url: server.ownerUrl('workflows'),
    async stop() {
      await server.stop();
      if (given === undefined) await rm(dataDirectory, { recursive: true, force: true });
    },
  };
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      port: { type: 'string', default: '8083' },
      database: { type: 'string' },
      data: { type: 'string' },
    },
  });
  const write = (line: string): void => {
    process.stdout.write(`${line}\n`);
  };
  const standalone = await startStandalone({
    port: Number(values.port),
    log: write,
    ...(values.database !== undefined && { database: values.database }),
    ...(values.data !== undefined && { dataDirectory: values.data }),
  });
  write(`Step Functions at ${standalone.endpoint}`);
  await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);
  await standalone.stop();
}

if (import.meta.main) await main();
