/** kill -9 of the Step Functions endpoint at random moments: no execution, token, timer or event is lost. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { SendTaskSuccessCommand, type SFNClient } from '@aws-sdk/client-sfn';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { choosePort } from '#infra/local/ports.ts';
import { type LambdaEndpoint, startLambdaEndpoint } from '#test/support/lambda-endpoint.ts';
import { type TestDatabase, startTestDatabase } from '#test/support/postgres.ts';
import { createMachine, ended, history, sfnClient, start, until } from '#test/support/step-functions.ts';

const rounds = 12;
const perRound = 6;
const root = join(import.meta.dirname, '..', '..');
const arn = (name: string): string => `arn:aws:lambda:us-east-1:000000000000:function:${name}`;

/** Work, a wait, parallel work, a parked token, work: everything an execution can be killed in. */
const definition = {
  QueryLanguage: 'JSONata',
  StartAt: 'Work',
  States: {
    Work: {
      Type: 'Task',
      Resource: arn('work'),
      Arguments: { id: '{% $states.input.id %}' },
      Output: '{% $states.input %}',
      Retry: [
        { ErrorEquals: ['Lambda.SdkClientException'], IntervalSeconds: 1, MaxAttempts: 20, BackoffRate: 1 },
      ],
      Next: 'Pause',
    },
    Pause: { Type: 'Wait', Seconds: 1, Next: 'Each' },
    Each: {
      Type: 'Map',
      Items: [1, 2, 3],
      ItemSelector: { id: '{% $states.input.id %}', n: '{% $states.context.Map.Item.Value %}' },
      MaxConcurrency: 2,
      ItemProcessor: {
        StartAt: 'One',
        States: { One: { Type: 'Task', Resource: arn('work'), Output: '{% $states.input.n %}', End: true } },
      },
      Output: { id: '{% $states.input.id %}', each: '{% $states.result %}' },
      Next: 'Park',
    },
    Park: {
      Type: 'Task',
      Resource: 'arn:aws:states:::lambda:invoke.waitForTaskToken',
      Arguments: {
        FunctionName: arn('park'),
        Payload: { id: '{% $states.input.id %}', token: '{% $states.context.Task.Token %}' },
      },
      Output: {
        id: '{% $states.input.id %}',
        each: '{% $states.input.each %}',
        answer: '{% $states.result %}',
      },
      End: true,
    },
  },
};

let database: TestDatabase;
let lambda: LambdaEndpoint;
let client: SFNClient;
let port: number;
let child: ChildProcess;
const tokens = new Map<string, Set<string>>();

async function launch(): Promise<void> {
  const script = join(root, 'test/support/hold-step-functions.ts');
  child = spawn(process.execPath, [script, String(port), database.workflowsUrl, lambda.url], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  if (!child.stdout) throw new Error('the child has no stdout');
  await once(child.stdout, 'data');
}

async function kill(): Promise<void> {
  child.kill('SIGKILL');
  await once(child, 'exit');
}

beforeAll(async () => {
  database = await startTestDatabase();
  lambda = await startLambdaEndpoint({
    work: () => new Promise((resolve) => setTimeout(() => resolve('worked'), Math.random() * 150)),
    park: (event) => {
      const { id, token } = event as { id: string; token: string };
      tokens.set(id, (tokens.get(id) ?? new Set()).add(token));
      return 'parked';
    },
  });
  port = await choosePort(undefined);
  client = sfnClient(`http://127.0.0.1:${port}`);
  await launch();
});

afterAll(async () => {
  client.destroy();
  await kill();
  await lambda.stop();
  await database.stop();
});

type Started = { readonly id: string; readonly arn: string };

/** Starts executions and kills the endpoint in their midst, again and again. */
async function startAmidKills(machine: string): Promise<readonly Started[]> {
  const started: Started[] = [];
  for (let round = 0; round < rounds; round++) {
    for (let i = 0; i < perRound; i++) {
      const id = `${round}-${i}`;
      started.push({ id, arn: await start(client, machine, { id }, id) });
    }
    await new Promise((resolve) => setTimeout(resolve, Math.random() * 900));
    await kill();
    await launch();
  }
  return started;
}

/** Answers every token; what was answered is durable, so a kill right after an answer does not undo it. */
async function answerAmidKills(started: readonly Started[]): Promise<void> {
  for (const [i, { id }] of started.entries()) {
    // Issued again after a kill, a token must still be the same one.
    expect(tokens.get(id)?.size).toBe(1);
    const [taskToken] = tokens.get(id) ?? [];
    await client.send(new SendTaskSuccessCommand({ taskToken, output: JSON.stringify(`answer to ${id}`) }));
    if (i % 20 !== 0) continue;
    await kill();
    await launch();
  }
}

async function checkWhole({ id, arn: executionArn }: Started): Promise<void> {
  const execution = await ended(client, executionArn, 60_000);
  const output = JSON.stringify({ id, each: [1, 2, 3], answer: `answer to ${id}` });
  expect(execution).toMatchObject({ status: 'SUCCEEDED', output });
  const events = await history(client, executionArn);
  expect(events.map((event) => event.id)).toEqual(events.map((_, i) => i + 1));
  expect(events.filter((event) => Number(event.previousEventId) >= Number(event.id))).toEqual([]);
  const count = (type: string): number => events.filter((event) => event.type === type).length;
  expect(['TaskStateEntered', 'MapIterationSucceeded', 'ExecutionSucceeded'].map(count)).toEqual([5, 3, 1]);
}

it('continues every execution, honours tokens issued before the kill, and keeps histories whole', async () => {
  const machine = await createMachine(client, 'endures', definition);
  const started = await startAmidKills(machine);
  await until(() => (started.every(({ id }) => tokens.has(id)) ? true : undefined), 60_000);
  expect(started).toHaveLength(rounds * perRound);
  await answerAmidKills(started);
  for (const execution of started) await checkWhole(execution);
});
