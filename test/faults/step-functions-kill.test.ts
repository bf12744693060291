/** kill -9 of the Step Functions endpoint at random moments: no execution, token, timer or event is lost. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { SendTaskSuccessCommand, type SFNClient } from '@aws-sdk/client-sfn';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { choosePort } from '#infra/local/ports.ts';
import { type LambdaEndpoint, startLambdaEndpoint } from '#test/support/lambda-endpoint.ts';
import { type TestDatabase, startTestDatabase } from '#test/support/postgres.ts';
import { createMachine, ended, history, sfnClient, start } from '#test/support/step-functions.ts';

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

it('continues every execution, honours tokens issued before the kill, and keeps histories whole', async () => {
  const machine = await createMachine(client, 'endures', definition);
  const started: { readonly id: string; readonly arn: string }[] = [];
  const early: { readonly id: string; readonly token: string }[] = [];
  for (let round = 0; round < rounds; round++) {
    for (let i = 0; i < perRound; i++) {
      const id = `${round}-${i}`;
      started.push({ id, arn: await start(client, machine, { id }, id) });
    }
    await new Promise((resolve) => setTimeout(resolve, Math.random() * 900));
    for (const [id, known] of tokens) for (const token of known) early.push({ id, token });
    await kill();
    await launch();
  }
  expect(early.length).toBeGreaterThan(0);

  // Every execution parks; a token that a process issued before it was killed is still the token.
  const deadline = Date.now() + 60_000;
  while (started.some(({ id }) => !tokens.has(id))) {
    if (Date.now() > deadline)
      throw new Error(
        `not parked: ${started
          .filter(({ id }) => !tokens.has(id))
          .map(({ id }) => id)
          .join(', ')}`,
      );
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  for (const { id } of started) {
    // The first token ever seen: issued again after a kill, it must still be the same one.
    expect(tokens.get(id)?.size).toBe(1);
    const [taskToken] = tokens.get(id) ?? [];
    await client.send(new SendTaskSuccessCommand({ taskToken, output: JSON.stringify(`answer to ${id}`) }));
    if (id.endsWith('-0') && Math.random() < 0.5) {
      // What was answered is durable: a kill right after the answer does not undo it.
      await kill();
      await launch();
    }
  }

  for (const { id, arn: executionArn } of started) {
    const execution = await ended(client, executionArn, 60_000);
    expect(execution).toMatchObject({
      status: 'SUCCEEDED',
      output: JSON.stringify({ id, each: [1, 2, 3], answer: `answer to ${id}` }),
    });
    const events = await history(client, executionArn);
    expect(events.map((event) => event.id)).toEqual(events.map((_, i) => i + 1));
    expect(events.every((event) => (event.previousEventId ?? 0) < (event.id ?? 0))).toBe(true);
    const types = events.map((event) => event.type);
    expect(types.filter((type) => type === 'TaskStateEntered')).toHaveLength(5);
    expect(types.filter((type) => type === 'MapIterationSucceeded')).toHaveLength(3);
    expect(types.filter((type) => type === 'ExecutionSucceeded')).toHaveLength(1);
  }
});
