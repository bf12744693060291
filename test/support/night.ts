/** The nightly forecast as it runs: its own state machine and handlers, on a database of its own, in this process. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import type { SFNClient } from '@aws-sdk/client-sfn';
import * as v from 'valibot';

import { openDatabase, type Database } from '#functions/_kit/database.ts';
import {
  handle as persist,
  openServices as openPersistence,
} from '#functions/persistence-service/handler.ts';
import { handle as analyse, openServices as openAnalyser } from '#functions/usage-analyser/handler.ts';
import { functionArn } from '#infra/local/arns.ts';
import { startStepFunctions } from '#infra/local/step-functions/server.ts';
import { fillPlaceholders, namesOf, placeholderOf } from '#infra/topology-names.ts';
import { functions, stateMachines } from '#infra/topology.ts';
import { NotifierTask } from '#shared/contracts/workflows/notifier.ts';

import { startEmitter, type Emitter } from './emitter.ts';
import { startLambdaEndpoint } from './lambda-endpoint.ts';
import { startTestDatabase, type TestDatabase } from './postgres.ts';
import { createMachine, ended, history, sfnClient, start } from './step-functions.ts';

/** What an execution of the nightly forecast gave. */
export type Night = {
  readonly status: string | undefined;
  /** Entries of its history. */
  readonly events: number;
  /** Characters of the largest input of a state. */
  readonly largestState: number;
  /** States entered, in order. */
  readonly states: readonly string[];
};

/** Nights to run. */
export type Nights = {
  readonly server: TestDatabase;
  readonly emitter: Emitter;
  /** As the projections write. */
  readonly writer: Database;
  /** Mails handed to the notifier, newest last. */
  readonly mails: NotifierTask[];
  /** Runs before a state's function, to meddle with what it will find; thrown errors are the function's. */
  onTask: (task: string) => unknown;
  run(input: Readonly<Record<string, unknown>>): Promise<Night>;
  /** Brings the tables up to date with streams, as their doorbells do. */
  apply(tenantId: string, streamIds: readonly string[]): Promise<unknown>;
  stop(): Promise<void>;
};

type Task = { readonly task?: string; readonly command?: string };

/** Starts a database, the functions of the night, and a Step Functions endpoint with its machine. */
export async function startNights(): Promise<Nights> {
  const server = await startTestDatabase();
  const emitter = startEmitter(server.roleUrl('app_emit'));
  const analyser = openAnalyser(server.roleUrl('app_query'));
  const persistence = openPersistence(server.roleUrl('app_persist'), 4);
  const mails: NotifierTask[] = [];
  const meddled =
    (work: (event: unknown) => unknown) =>
    async (event: unknown): Promise<unknown> => {
      const { task, command } = event as Task;
      await nights.onTask(task ?? command ?? '');
      return work(event);
    };
  const lambda = await startLambdaEndpoint({
    'event-emitter': meddled((event) => emitter.invoke(event as Record<string, unknown>)),
    'usage-analyser': meddled((event) => analyse(event, analyser)),
    'persistence-service': meddled((event) => persist(event, persistence)),
    notifier: meddled((event) => ({ sent: mails.push(v.parse(NotifierTask, event)), refused: [] })),
  });
  const engine = await startStepFunctions({
    databaseUrl: server.workflowsUrl,
    endpoints: { lambda: lambda.url },
  });
  const client = sfnClient(engine.url);
  const machine = await createMachine(client, 'nightly-forecast', definition());
  const nights: Nights = {
    server,
    emitter,
    writer: openDatabase(server.roleUrl('app_persist'), 2),
    mails,
    onTask: () => undefined,
    run: async (input) => nightOf(client, await start(client, machine, input)),
    apply: (tenantId, streamIds) => persist({ task: 'apply-streams', tenantId, streamIds }, persistence),
    async stop() {
      client.destroy();
      await engine.stop();
      await lambda.stop();
      await Promise.all([
        emitter.close(),
        analyser.arima.close(),
        analyser.database.close(),
        persistence.database.close(),
        nights.writer.close(),
      ]);
      await server.stop();
    },
  };
  return nights;
}

function definition(): object {
  const file = join(import.meta.dirname, '..', '..', stateMachines['nightly-forecast'].definition);
  const arns = new Map(namesOf(functions).map((name) => [placeholderOf(name), functionArn(name)]));
  const text = fillPlaceholders(readFileSync(file, 'utf8'), arns)
    // Tests need not wait for many attempts.
    .replaceAll('"MaxAttempts": 6', '"MaxAttempts": 1');
  // The file is the product's own.
  return JSON.parse(text) as object;
}

async function nightOf(client: SFNClient, executionArn: string): Promise<Night> {
  const { status } = await ended(client, executionArn, 60_000);
  const events = await history(client, executionArn);
  const details = events.flatMap(({ stateEnteredEventDetails }) => stateEnteredEventDetails ?? []);
  return {
    status,
    events: events.length,
    largestState: Math.max(...details.map(({ input = '' }) => input.length)),
    states: details.map(({ name = '' }) => name),
  };
}
