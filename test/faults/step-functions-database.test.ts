/** Postgres dies and comes back under the Step Functions endpoint: the process lives on, nothing is lost. */
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SFNClient } from '@aws-sdk/client-sfn';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type PostgresServer, startPostgres } from '#infra/local/postgres/server.ts';
import { type StepFunctions, startStepFunctions } from '#infra/local/step-functions/server.ts';
import { type LambdaEndpoint, startLambdaEndpoint } from '#test/support/lambda-endpoint.ts';
import { createMachine, ended, history, sfnClient, start } from '#test/support/step-functions.ts';

let folder: string;
let postgres: PostgresServer;
let lambda: LambdaEndpoint;
let server: StepFunctions;
let client: SFNClient;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'step-functions-database-'));
  postgres = await startPostgres({ dataDirectory: folder });
  lambda = await startLambdaEndpoint({
    work: () => new Promise((resolve) => setTimeout(() => resolve('worked'), 20)),
  });
  server = await startStepFunctions({
    databaseUrl: postgres.ownerUrl('workflows'),
    endpoints: { lambda: lambda.url },
  });
  client = sfnClient(server.url);
});

afterAll(async () => {
  client.destroy();
  await server.stop();
  await lambda.stop();
  await postgres.stop();
  await rm(folder, { recursive: true, force: true });
});

/** SIGKILL to the postmaster; `startPostgres` brings a new one up on the same folder and port. */
function crashPostgres(): void {
  const [pid = ''] = readFileSync(join(folder, 'cluster', 'postmaster.pid'), 'utf8').split('\n');
  process.kill(Number(pid), 'SIGKILL');
}

it('finishes every execution that ran while the database was gone, without a gap in its history', async () => {
  const states = Object.fromEntries(
    Array.from({ length: 10 }, (_, i) => [
      `S${i}`,
      {
        Type: 'Task',
        Resource: 'arn:aws:lambda:us-east-1:000000000000:function:work',
        ...(i < 9 ? { Next: `S${i + 1}` } : { End: true }),
      },
    ]),
  );
  const machine = await createMachine(client, 'survives', {
    QueryLanguage: 'JSONata',
    StartAt: 'S0',
    States: states,
  });
  for (let round = 0; round < 3; round++) {
    const executions = await Promise.all(Array.from({ length: 5 }, () => start(client, machine)));
    await new Promise((resolve) => setTimeout(resolve, 60));
    crashPostgres();
    for (const execution of executions) {
      expect(await ended(client, execution, 60_000)).toMatchObject({
        status: 'SUCCEEDED',
        output: '"worked"',
      });
      const events = await history(client, execution);
      expect(events.map((event) => event.id)).toEqual(events.map((_, i) => i + 1));
      expect(events).toHaveLength(52);
    }
  }
});
