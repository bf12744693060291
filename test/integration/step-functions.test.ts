/** The Step Functions endpoint as its clients see it: the real SDK client, a Lambda endpoint, Postgres. */
import {
  CreateActivityCommand,
  CreateStateMachineAliasCommand,
  CreateStateMachineCommand,
  DeleteStateMachineCommand,
  DescribeExecutionCommand,
  DescribeStateMachineCommand,
  DescribeStateMachineForExecutionCommand,
  GetActivityTaskCommand,
  GetExecutionHistoryCommand,
  ListExecutionsCommand,
  ListStateMachinesCommand,
  RedriveExecutionCommand,
  SendTaskFailureCommand,
  SendTaskHeartbeatCommand,
  SendTaskSuccessCommand,
  type SFNClient,
  StopExecutionCommand,
  UpdateStateMachineCommand,
  ValidateStateMachineDefinitionCommand,
} from '@aws-sdk/client-sfn';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type StepFunctions, startStepFunctions } from '#infra/local/step-functions/server.ts';
import { type LambdaEndpoint, startLambdaEndpoint } from '#test/support/lambda-endpoint.ts';
import { type TestDatabase, startTestDatabase } from '#test/support/postgres.ts';
import {
  createMachine,
  ended,
  history,
  roleArn,
  sfnClient,
  start,
  until,
} from '#test/support/step-functions.ts';

const arn = (name: string): string => `arn:aws:lambda:us-east-1:000000000000:function:${name}`;
const invoke = (name: string, payload: unknown, more: object = {}): object => ({
  Type: 'Task',
  Resource: 'arn:aws:states:::lambda:invoke',
  Arguments: { FunctionName: arn(name), Payload: payload },
  ...more,
});
const jsonata = (startAt: string, states: object, more: object = {}): object => ({
  QueryLanguage: 'JSONata',
  StartAt: startAt,
  States: states,
  ...more,
});

let database: TestDatabase;
let lambda: LambdaEndpoint;
let server: StepFunctions;
let client: SFNClient;
let failuresLeft = 0;
const parked = new Map<string, string>();

beforeAll(async () => {
  database = await startTestDatabase();
  lambda = await startLambdaEndpoint({
    double: (event) => ({ doubled: 2 * (event as { n: number }).n }),
    flaky: () => {
      if (failuresLeft-- > 0) throw Object.assign(new Error('not yet'), { name: 'NotYet' });
      return 'done';
    },
    broken: () => {
      throw Object.assign(new Error('no'), { name: 'Broken' });
    },
    slow: () => new Promise((resolve) => setTimeout(resolve, 30_000)),
    park: (event) => {
      const { id, token } = event as { id: string; token: string };
      parked.set(id, token);
      return { parked: true };
    },
    echo: (event) => event,
  });
  server = await startStepFunctions({
    databaseUrl: database.workflowsUrl,
    endpoints: { lambda: lambda.url },
  });
  client = sfnClient(server.url);
});

afterAll(async () => {
  client.destroy();
  await server.stop();
  await lambda.stop();
  await database.stop();
});

let machines = 0;
const machine = (definition: object): Promise<string> =>
  createMachine(client, `machine-${++machines}`, definition);
const outcome = async (
  definition: object,
  input: unknown = {},
): Promise<{ status?: string; output?: unknown; error?: string; cause?: string; arn: string }> => {
  const execution = await start(client, await machine(definition), input);
  const { status, output, error, cause } = await ended(client, execution);
  return {
    status,
    output: output === undefined ? undefined : JSON.parse(output),
    error,
    cause,
    arn: execution,
  };
};

describe('a workflow in JSONata', () => {
  it('computes arguments, output and variables, and chooses by condition', async () => {
    const result = await outcome(
      jsonata('Double', {
        Double: invoke(
          'double',
          { n: '{% $states.input.n %}' },
          {
            Assign: { d: '{% $states.result.Payload.doubled %}' },
            Output: '{% $states.input %}',
            Next: 'Big',
          },
        ),
        Big: { Type: 'Choice', Choices: [{ Condition: '{% $d > 10 %}', Next: 'Yes' }], Default: 'No' },
        Yes: {
          Type: 'Pass',
          Output: { big: true, d: '{% $d %}', parts: '{% $partition([1,2,3], 2) %}' },
          End: true,
        },
        No: { Type: 'Pass', Output: { big: false }, End: true },
      }),
      { n: 21 },
    );
    expect(result).toMatchObject({ status: 'SUCCEEDED', output: { big: true, d: 42, parts: [[1, 2], [3]] } });
  });

  it('runs branches in parallel and items with limited concurrency, in order of their index', async () => {
    const result = await outcome(
      jsonata('Both', {
        Both: {
          Type: 'Parallel',
          Branches: [
            {
              StartAt: 'A',
              States: {
                A: invoke('double', { n: 1 }, { Output: '{% $states.result.Payload.doubled %}', End: true }),
              },
            },
            { StartAt: 'B', States: { B: { Type: 'Pass', Output: 'b', End: true } } },
          ],
          Output: { both: '{% $states.result %}' },
          Next: 'Each',
        },
        Each: {
          Type: 'Map',
          Items: '{% [1..5] %}',
          ItemSelector: {
            n: '{% $states.context.Map.Item.Value %}',
            i: '{% $states.context.Map.Item.Index %}',
          },
          MaxConcurrency: 2,
          ItemProcessor: {
            StartAt: 'One',
            States: {
              One: invoke(
                'double',
                { n: '{% $states.input.n %}' },
                { Output: '{% $states.result.Payload.doubled + $states.input.i %}', End: true },
              ),
            },
          },
          Output: { both: '{% $states.input.both %}', each: '{% $states.result %}' },
          End: true,
        },
      }),
    );
    expect(result).toMatchObject({
      status: 'SUCCEEDED',
      output: { both: [2, 'b'], each: [2, 5, 8, 11, 14] },
    });
  });

  it('says which expression failed', async () => {
    const result = await outcome(
      jsonata('P', { P: { Type: 'Pass', Output: { x: '{% $nothing %}' }, End: true } }),
    );
    expect(result).toMatchObject({
      status: 'FAILED',
      error: 'States.QueryEvaluationError',
      cause:
        "An error occurred while executing the state 'P' (entered at the event id #2). The JSONata expression '$nothing' specified for the field 'Output/x' returned nothing (undefined).",
    });
  });
});

describe('failure', () => {
  const retry = [{ ErrorEquals: ['NotYet'], IntervalSeconds: 1, MaxAttempts: 2, BackoffRate: 1 }];

  it('is retried after the interval, without entering the state again', async () => {
    failuresLeft = 1;
    const result = await outcome(
      jsonata('T', {
        T: invoke('flaky', {}, { Retry: retry, Output: '{% $states.context.State.RetryCount %}', End: true }),
      }),
    );
    expect(result).toMatchObject({ status: 'SUCCEEDED', output: 1 });
    const types = (await history(client, result.arn)).map((event) => event.type);
    expect(types.filter((type) => type === 'TaskStateEntered')).toHaveLength(1);
    expect(types.filter((type) => type === 'TaskScheduled')).toHaveLength(2);
  });

  it('is caught by name, with the function error as Error and Cause', async () => {
    const result = await outcome(
      jsonata('T', {
        T: invoke(
          'broken',
          {},
          {
            Catch: [{ ErrorEquals: ['Broken'], Next: 'C', Output: { e: '{% $states.errorOutput %}' } }],
            End: true,
          },
        ),
        C: {
          Type: 'Pass',
          Output: '{% $states.input.e.Error & ":" & $parse($states.input.e.Cause).errorMessage %}',
          End: true,
        },
      }),
    );
    expect(result).toMatchObject({ status: 'SUCCEEDED', output: 'Broken:no' });
  });

  it('of one branch ends the others, and Map tolerates as many as it says', async () => {
    const item = {
      StartAt: 'C',
      States: {
        C: { Type: 'Choice', Choices: [{ Condition: '{% $states.input = 2 %}', Next: 'F' }], Default: 'P' },
        F: { Type: 'Fail', Error: 'Two' },
        P: { Type: 'Pass', End: true },
      },
    };
    const map = (tolerated: number): object =>
      jsonata('M', {
        M: {
          Type: 'Map',
          Items: [1, 2, 3],
          ToleratedFailureCount: tolerated,
          ItemProcessor: item,
          End: true,
        },
      });
    expect(await outcome(map(0))).toMatchObject({ status: 'FAILED', error: 'Two' });
    expect(await outcome(map(1))).toMatchObject({ status: 'SUCCEEDED' });
  });

  it('by timeout is States.Timeout, of a task and of the machine', async () => {
    const task = await outcome(jsonata('T', { T: invoke('slow', {}, { TimeoutSeconds: 1, End: true }) }));
    expect(task).toMatchObject({ status: 'FAILED', error: 'States.Timeout', cause: undefined });
    const whole = await outcome(
      jsonata('W', { W: { Type: 'Wait', Seconds: 60, End: true } }, { TimeoutSeconds: 1 }),
    );
    expect(whole).toMatchObject({ status: 'TIMED_OUT', error: undefined });
  });

  it('of a missing function carries the name AWS gives it', async () => {
    const result = await outcome(jsonata('T', { T: invoke('absent', {}, { End: true }) }));
    expect(result).toMatchObject({ status: 'FAILED', error: 'Lambda.ResourceNotFoundException' });
  });
});

describe('a task token', () => {
  const parking = (more: object = {}): object =>
    jsonata('Park', {
      Park: {
        Type: 'Task',
        Resource: 'arn:aws:states:::lambda:invoke.waitForTaskToken',
        Arguments: {
          FunctionName: arn('park'),
          Payload: { id: '{% $states.input.id %}', token: '{% $states.context.Task.Token %}' },
        },
        End: true,
        ...more,
      },
    });
  const tokenOf = (id: string): Promise<string> => until(() => parked.get(id));

  it('settles its task once, with a result', async () => {
    const execution = await start(client, await machine(parking()), { id: 'a' });
    const taskToken = await tokenOf('a');
    await client.send(new SendTaskSuccessCommand({ taskToken, output: '{"ok":true}' }));
    expect(await ended(client, execution)).toMatchObject({ status: 'SUCCEEDED', output: '{"ok":true}' });
    await expect(client.send(new SendTaskSuccessCommand({ taskToken, output: '{}' }))).rejects.toMatchObject({
      name: 'TaskTimedOut',
    });
    await expect(
      client.send(new SendTaskSuccessCommand({ taskToken: 'nonsense', output: '{}' })),
    ).rejects.toMatchObject({ name: 'InvalidToken' });
    await expect(
      client.send(new SendTaskSuccessCommand({ taskToken, output: 'no json' })),
    ).rejects.toMatchObject({ name: 'InvalidOutput' });
  });

  it('settles its task with a failure', async () => {
    const execution = await start(client, await machine(parking()), { id: 'b' });
    await client.send(
      new SendTaskFailureCommand({ taskToken: await tokenOf('b'), error: 'Refused', cause: 'because' }),
    );
    expect(await ended(client, execution)).toMatchObject({
      status: 'FAILED',
      error: 'Refused',
      cause: 'because',
    });
  });

  it('is void after its timeout, and a heartbeat puts the heartbeat timeout off', async () => {
    const execution = await start(
      client,
      await machine(parking({ HeartbeatSeconds: 2, TimeoutSeconds: 60 })),
      { id: 'c' },
    );
    const taskToken = await tokenOf('c');
    await new Promise((resolve) => setTimeout(resolve, 1300));
    await client.send(new SendTaskHeartbeatCommand({ taskToken }));
    await new Promise((resolve) => setTimeout(resolve, 1300));
    expect(await client.send(new DescribeExecutionCommand({ executionArn: execution }))).toMatchObject({
      status: 'RUNNING',
    });
    expect(await ended(client, execution)).toMatchObject({ status: 'FAILED', error: 'States.Timeout' });
    await expect(client.send(new SendTaskHeartbeatCommand({ taskToken }))).rejects.toMatchObject({
      name: 'TaskTimedOut',
    });
  });
});

describe('an execution', () => {
  const waiting = jsonata('W', {
    W: { Type: 'Wait', Seconds: 600, Next: 'P' },
    P: { Type: 'Pass', End: true },
  });

  it('started twice under one name with one input is one execution', async () => {
    const stateMachineArn = await machine(waiting);
    const [first, second] = await Promise.all([
      start(client, stateMachineArn, { a: 1 }, 'same'),
      start(client, stateMachineArn, { a: 1 }, 'same'),
    ]);
    expect(second).toBe(first);
    await expect(start(client, stateMachineArn, { a: 2 }, 'same')).rejects.toMatchObject({
      name: 'ExecutionAlreadyExists',
    });
    await client.send(new StopExecutionCommand({ executionArn: first, error: 'E', cause: 'C' }));
    await expect(start(client, stateMachineArn, { a: 1 }, 'same')).rejects.toMatchObject({
      name: 'ExecutionAlreadyExists',
    });
    expect(await ended(client, first)).toMatchObject({
      status: 'ABORTED',
      error: 'E',
      cause: 'C',
      redriveStatus: 'REDRIVABLE',
    });
  });

  it('has a history without gaps, whose events point back to their causes, in both orders and by pages', async () => {
    const { arn: executionArn } = await outcome(jsonata('T', { T: invoke('echo', { a: 1 }, { End: true }) }));
    const events = await history(client, executionArn, 2);
    expect(events.map(({ id, previousEventId, type }) => [id, previousEventId, type])).toEqual([
      [1, 0, 'ExecutionStarted'],
      [2, 0, 'TaskStateEntered'],
      [3, 2, 'TaskScheduled'],
      [4, 3, 'TaskStarted'],
      [5, 4, 'TaskSucceeded'],
      [6, 5, 'TaskStateExited'],
      [7, 6, 'ExecutionSucceeded'],
    ]);
    const reversed = await client.send(
      new GetExecutionHistoryCommand({ executionArn, reverseOrder: true, maxResults: 2 }),
    );
    expect(reversed.events?.map((event) => event.id)).toEqual([7, 6]);
    expect(events[2]?.taskScheduledEventDetails?.parameters).toBe(
      JSON.stringify({ FunctionName: arn('echo'), Payload: { a: 1 } }),
    );
  });

  it('that failed is redriven from the step that failed, under the same name', async () => {
    failuresLeft = 1;
    const result = await outcome(
      jsonata('First', {
        First: invoke('echo', { v: 'kept' }, { Output: '{% $states.result.Payload.v %}', Next: 'Second' }),
        Second: invoke('flaky', {}, { Output: '{% $states.input & $states.result.Payload %}', End: true }),
      }),
    );
    expect(result).toMatchObject({ status: 'FAILED', error: 'NotYet' });
    const before = lambda.calls('echo');
    await client.send(new RedriveExecutionCommand({ executionArn: result.arn }));
    expect(await ended(client, result.arn)).toMatchObject({
      status: 'SUCCEEDED',
      output: '"keptdone"',
      redriveCount: 1,
    });
    expect(lambda.calls('echo')).toBe(before);
    const events = await history(client, result.arn);
    expect(events.map((event) => event.id)).toEqual(events.map((_, i) => i + 1));
    expect(events.map((event) => event.type)).toContain('ExecutionRedriven');
    await expect(
      client.send(new RedriveExecutionCommand({ executionArn: result.arn })),
    ).rejects.toMatchObject({ name: 'ExecutionNotRedrivable' });
  });

  it('that failed in one branch redrives that branch alone', async () => {
    failuresLeft = 1;
    const done = lambda.calls('double');
    const result = await outcome(
      jsonata('Both', {
        Both: {
          Type: 'Parallel',
          Branches: [
            { StartAt: 'A', States: { A: invoke('double', { n: 1 }, { End: true, Output: 'a' }) } },
            {
              StartAt: 'B',
              States: {
                W: invoke('flaky', {}, { Output: 'b', End: true }),
                B: { Type: 'Wait', Seconds: 1, Next: 'W' },
              },
            },
          ],
          End: true,
        },
      }),
    );
    expect(result.status).toBe('FAILED');
    await client.send(new RedriveExecutionCommand({ executionArn: result.arn }));
    expect(await ended(client, result.arn)).toMatchObject({ status: 'SUCCEEDED', output: '["a","b"]' });
    expect(lambda.calls('double')).toBe(done + 1);
  });

  it('keeps the definition it started with, and is listed by status, newest first', async () => {
    const stateMachineArn = await machine(waiting);
    const first = await start(client, stateMachineArn);
    await client.send(
      new UpdateStateMachineCommand({
        stateMachineArn,
        definition: JSON.stringify(jsonata('Q', { Q: { Type: 'Pass', Output: 'new', End: true } })),
      }),
    );
    const second = await start(client, stateMachineArn);
    expect(await ended(client, second)).toMatchObject({ output: '"new"' });
    expect(
      (await client.send(new DescribeStateMachineForExecutionCommand({ executionArn: first }))).definition,
    ).toBe(JSON.stringify(waiting));
    const all = await client.send(new ListExecutionsCommand({ stateMachineArn }));
    expect(all.executions?.map((execution) => execution.executionArn)).toEqual([second, first]);
    const running = await client.send(
      new ListExecutionsCommand({ stateMachineArn, statusFilter: 'RUNNING', maxResults: 1 }),
    );
    expect(running.executions?.map((execution) => execution.executionArn)).toEqual([first]);
    await client.send(new StopExecutionCommand({ executionArn: first }));
  });

  it('ends at 25,000 events, the last of which is the failure', async () => {
    const result = await outcome(
      jsonata('A', { A: { Type: 'Pass', Next: 'B' }, B: { Type: 'Pass', Next: 'A' } }),
    );
    expect(result).toMatchObject({
      status: 'FAILED',
      error: 'States.Runtime',
      cause: 'The execution reached the maximum number of history events (25000).',
    });
    const last = await client.send(
      new GetExecutionHistoryCommand({ executionArn: result.arn, reverseOrder: true, maxResults: 1 }),
    );
    expect(last.events?.[0]).toMatchObject({ id: 25_000, type: 'ExecutionFailed' });
  });
});

describe('a state machine', () => {
  const definition = JSON.stringify(jsonata('P', { P: { Type: 'Pass', End: true } }));

  it('can be created again as it is, but not otherwise', async () => {
    const first = await client.send(new CreateStateMachineCommand({ name: 'twice', definition, roleArn }));
    const second = await client.send(new CreateStateMachineCommand({ name: 'twice', definition, roleArn }));
    expect(second.stateMachineArn).toBe(first.stateMachineArn);
    await expect(
      client.send(new CreateStateMachineCommand({ name: 'twice', definition: `${definition} `, roleArn })),
    ).rejects.toMatchObject({ name: 'StateMachineAlreadyExists' });
    expect(
      await client.send(new DescribeStateMachineCommand({ stateMachineArn: first.stateMachineArn })),
    ).toMatchObject({ name: 'twice', status: 'ACTIVE', definition });
    const { stateMachines = [] } = await client.send(new ListStateMachinesCommand({}));
    expect(stateMachines.map((item) => item.name)).toContain('twice');
    await client.send(new DeleteStateMachineCommand({ stateMachineArn: first.stateMachineArn }));
    await expect(start(client, first.stateMachineArn ?? '')).rejects.toMatchObject({
      name: 'StateMachineDoesNotExist',
    });
  });

  it('is refused where its definition is wrong, with the places named', async () => {
    const wrong = JSON.stringify(jsonata('P', { P: { Type: 'Pass', Next: 'Nowhere' } }));
    await expect(
      client.send(new CreateStateMachineCommand({ name: 'wrong', definition: wrong, roleArn })),
    ).rejects.toMatchObject({
      name: 'InvalidDefinition',
      message: expect.stringContaining('/States/P/Next') as string,
    });
    const { result, diagnostics } = await client.send(
      new ValidateStateMachineDefinitionCommand({ definition: wrong }),
    );
    expect(result).toBe('FAIL');
    expect(diagnostics?.[0]).toMatchObject({ severity: 'ERROR', location: '/States/P/Next' });
  });
});

describe('a task', () => {
  it('of an activity is done by a worker that asks for it', async () => {
    const { activityArn } = await client.send(new CreateActivityCommand({ name: 'pack' }));
    const execution = await start(
      client,
      await machine(jsonata('A', { A: { Type: 'Task', Resource: activityArn, End: true } })),
      { box: 1 },
    );
    const { taskToken, input } = await client.send(
      new GetActivityTaskCommand({ activityArn, workerName: 'me' }),
    );
    expect(input).toBe('{"box":1}');
    await client.send(new SendTaskSuccessCommand({ taskToken, output: '"packed"' }));
    expect(await ended(client, execution)).toMatchObject({ status: 'SUCCEEDED', output: '"packed"' });
    const types = (await history(client, execution)).map((event) => event.type);
    expect(types.slice(2, 5)).toEqual(['ActivityScheduled', 'ActivityStarted', 'ActivitySucceeded']);
  });

  it('that starts another workflow waits for its end, and fails with it', async () => {
    const nested = (stateMachineArn: string): object =>
      jsonata('N', {
        N: {
          Type: 'Task',
          Resource: 'arn:aws:states:::states:startExecution.sync:2',
          Arguments: { StateMachineArn: stateMachineArn, Input: { n: 1 } },
          Output: '{% $states.result.Output %}',
          End: true,
        },
      });
    const good = await machine(jsonata('P', { P: { Type: 'Wait', Seconds: 1, End: true } }));
    const bad = await machine(jsonata('F', { F: { Type: 'Fail', Error: 'Inner' } }));
    expect(await outcome(nested(good))).toMatchObject({ status: 'SUCCEEDED', output: { n: 1 } });
    expect(await outcome(nested(bad))).toMatchObject({
      status: 'FAILED',
      error: 'States.TaskFailed',
      cause: expect.stringContaining('"Error":"Inner"') as string,
    });
  });

  it('runs a published version, directly and through an alias', async () => {
    const definition = (v: number): string =>
      JSON.stringify(jsonata('P', { P: { Type: 'Pass', Output: v, End: true } }));
    const created = await client.send(
      new CreateStateMachineCommand({ name: 'versioned', definition: definition(1), roleArn, publish: true }),
    );
    const stateMachineVersionArn = created.stateMachineVersionArn ?? '';
    await client.send(
      new UpdateStateMachineCommand({ stateMachineArn: created.stateMachineArn, definition: definition(2) }),
    );
    const { stateMachineAliasArn = '' } = await client.send(
      new CreateStateMachineAliasCommand({
        name: 'live',
        routingConfiguration: [{ stateMachineVersionArn, weight: 100 }],
      }),
    );
    const outputs = [];
    for (const arnToRun of [created.stateMachineArn ?? '', stateMachineVersionArn, stateMachineAliasArn]) {
      outputs.push((await ended(client, await start(client, arnToRun))).output);
    }
    expect(outputs).toEqual(['2', '1', '1']);
  });
});

it('answers operations it does not know with UnknownOperationException', async () => {
  const response = await fetch(server.url, {
    method: 'POST',
    headers: { 'x-amz-target': 'AWSStepFunctions.Dance' },
    body: '{}',
  });
  expect(response.status).toBe(400);
  expect(await response.json()).toMatchObject({ __type: 'UnknownOperationException' });
});

it('refuses to start where another endpoint uses the database, and gives way when it stops', async () => {
  const lone = await startTestDatabase();
  const first = await startStepFunctions({ databaseUrl: lone.workflowsUrl });
  await expect(startStepFunctions({ databaseUrl: lone.workflowsUrl })).rejects.toThrow(
    'Another Step Functions endpoint',
  );
  await first.stop();
  const second = await startStepFunctions({ databaseUrl: lone.workflowsUrl });
  await second.stop();
  await lone.stop();
});
