import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { getPriority, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { functionArn } from '#infra/local/arns.ts';
import { serveLambdaApi } from '#infra/local/lambda/api.ts';
import { startRunner, type LambdaRunner } from '#infra/local/lambda/runner.ts';
import type { HostedFunction } from '#infra/local/lambda/sandbox.ts';
import { isAlive } from '#infra/local/processes.ts';
import { clientSettings } from '#infra/local/wire/client-settings.ts';
import type { LoopbackServer } from '#infra/local/wire/http.ts';

const probe: HostedFunction = {
  module: join(import.meta.dirname, '..', 'support', 'handlers', 'probe.ts'),
  environment: { PATH: process.env['PATH'] ?? '', GREETING: 'hello' },
  timeoutSeconds: 1,
  memoryMb: 128,
  concurrency: 3,
};

let logDirectory: string;
let runner: LambdaRunner;
let api: LoopbackServer;
let client: LambdaClient;

beforeAll(async () => {
  logDirectory = await mkdtemp(join(tmpdir(), 'stock-mate-lambda-'));
  runner = startRunner({
    logDirectory,
    functions: {
      probe,
      'slow-start': { ...probe, lowPriority: true },
      patient: { ...probe, timeoutSeconds: 20, concurrency: 2 },
      missing: { ...probe, module: '/nowhere/handler.ts' },
    },
  });
  api = await serveLambdaApi(runner);
  client = new LambdaClient(clientSettings(api.url));
});

afterAll(async () => {
  client.destroy();
  await api.stop();
  await runner.stop();
  await rm(logDirectory, { recursive: true, force: true });
});

async function invoke(
  name: string,
  event: unknown,
): Promise<{ error?: string; result: Record<string, unknown> }> {
  const { payload, functionError } = await runner.invoke(name, event);
  const result = JSON.parse(payload) as Record<string, unknown>;
  return functionError === undefined ? { result } : { error: functionError, result };
}

describe('the runner', () => {
  it('gives a function its event and keeps its process for the next', async () => {
    const first = await invoke('probe', { do: 'echo', value: { a: [1, 'ü'] } });
    const second = await invoke('probe', { do: 'echo', value: 2 });
    expect(first.result['value']).toEqual({ a: [1, 'ü'] });
    expect(second.result['pid']).toBe(first.result['pid']);
    expect(first.result['pid']).not.toBe(process.pid);
  });

  it('shows a function its own environment and nothing of ours', async () => {
    const { result } = await invoke('probe', { do: 'environment' });
    expect(Object.keys(result).toSorted()).toEqual(['GREETING', 'PATH']);
  });

  it('tells a function its name, the request and the time that remains', async () => {
    const { result } = await invoke('probe', { do: 'context' });
    expect(result).toMatchObject({
      functionName: 'probe',
      requestId: expect.stringMatching(/^[\da-f-]{36}$/) as string,
    });
    expect(result['remaining']).toBeGreaterThan(500);
    expect(result['remaining']).toBeLessThanOrEqual(1000);
  });

  it('answers null for a handler that returns nothing', async () => {
    expect((await runner.invoke('probe', { do: 'nothing' })).payload).toBe('null');
  });

  it('names an error by its class, for Retry and Catch to match', async () => {
    const { error, result } = await invoke('probe', {
      do: 'throw',
      name: 'Stock.Gone',
      message: 'none left',
    });
    expect(error).toBe('Unhandled');
    expect(result).toMatchObject({ errorType: 'Stock.Gone', errorMessage: 'none left' });
    expect(result['trace']).toBeInstanceOf(Array);
  });

  it('ends an invocation that takes too long and goes on with a new process', async () => {
    const before = await invoke('probe', { do: 'echo', value: 0 });
    const { result } = await invoke('probe', { do: 'wait', ms: 5_000 });
    expect(result['errorType']).toBe('Sandbox.Timedout');
    const after = await invoke('probe', { do: 'echo', value: 0 });
    expect(after.result['pid']).not.toBe(before.result['pid']);
    expect(await isAlive(Number(before.result['pid']))).toBe(false);
  });

  it('ends an invocation that never lets go of the processor', async () => {
    expect((await invoke('probe', { do: 'block' })).result['errorType']).toBe('Sandbox.Timedout');
  });

  it('answers whatever was under way in a process that dies, and starts another', async () => {
    const waiting = invoke('patient', { do: 'wait', ms: 10_000 });
    const dying = invoke('patient', { do: 'exit' });
    for (const { result } of await Promise.all([waiting, dying])) {
      expect(result['errorType']).toBe('Runtime.ExitError');
    }
    expect((await invoke('patient', { do: 'echo', value: 1 })).error).toBeUndefined();
  });

  it('lets no more run at once than the topology allows, and the others wait in order', async () => {
    const results = await Promise.all(
      Array.from({ length: 9 }, () => invoke('probe', { do: 'wait', ms: 50 })),
    );
    expect(Math.max(...results.map(({ result }) => Number(result['most'])))).toBe(3);
  });

  it('says that a module cannot be loaded, each time it is asked', async () => {
    for (let attempt = 0; attempt < 2; attempt += 1) {
      const { error, result } = await invoke('missing', {});
      expect(error).toBe('Unhandled');
      expect(result['errorMessage']).toContain('/nowhere/handler.ts');
    }
  });

  it('gives way to the others where a function has low priority', async () => {
    const { result } = await invoke('slow-start', { do: 'echo', value: 1 });
    expect(getPriority(Number(result['pid']))).toBeGreaterThan(0);
  });

  it('refuses an answer that is larger than Lambda allows', async () => {
    const { result } = await invoke('probe', { do: 'grow', bytes: 7_000_000 });
    expect(result['errorType']).toBe('Function.ResponseSizeTooLarge');
  });

  it('rejects a name that nobody knows', async () => {
    await expect(runner.invoke('nobody', {})).rejects.toThrow('no function is named nobody');
  });

  it('writes what a function prints to a file of its own', async () => {
    await invoke('probe', { do: 'print', text: 'a line of log' });
    await expect.poll(() => readFile(join(logDirectory, 'probe.log'), 'utf8')).toContain('a line of log');
  });

  it('gives each of two thousand invocations at once its own answer', async () => {
    const answers = await Promise.all(
      Array.from({ length: 2_000 }, (_, i) =>
        invoke('patient', { do: 'echo', value: `${i} ${'x'.repeat(500)}` }),
      ),
    );
    answers.forEach(({ result }, i) => expect(String(result['value'])).toMatch(new RegExp(`^${i} x`)));
  });

  it('leaves no process behind when it stops', async () => {
    const short = startRunner({ logDirectory, functions: { probe } });
    const { payload } = await short.invoke('probe', { do: 'echo', value: 1 });
    const { pid } = JSON.parse(payload) as { pid: number };
    const underWay = short.invoke('probe', { do: 'wait', ms: 200 });
    await short.stop();
    expect((await underWay).functionError).toBeUndefined();
    expect(await isAlive(pid)).toBe(false);
    expect((await short.invoke('probe', {})).payload).toContain('TooManyRequestsException');
  });
});

describe('the Lambda API', () => {
  const send = (FunctionName: string, event: unknown, InvocationType?: 'Event' | 'RequestResponse') =>
    client.send(
      new InvokeCommand({
        FunctionName,
        Payload: JSON.stringify(event),
        ...(InvocationType === undefined ? {} : { InvocationType }),
      }),
    );

  it.each(['probe', functionArn('probe'), `${functionArn('probe')}:live`])('invokes %s', async (name) => {
    const response = await send(name, { do: 'echo', value: 'ü' });
    expect(response.StatusCode).toBe(200);
    expect(response.FunctionError).toBeUndefined();
    expect(JSON.parse(response.Payload?.transformToString() ?? '')).toMatchObject({ value: 'ü' });
  });

  it('marks the error of a function', async () => {
    const response = await send('probe', { do: 'throw', name: 'Broken', message: 'as asked' });
    expect(response.FunctionError).toBe('Unhandled');
    expect(response.Payload?.transformToString()).toContain('"errorType":"Broken"');
  });

  it('accepts an event and does not wait', async () => {
    const begin = performance.now();
    expect((await send('patient', { do: 'wait', ms: 3_000 }, 'Event')).StatusCode).toBe(202);
    expect(performance.now() - begin).toBeLessThan(2_500);
  });

  it('does not know a function that is not there', async () => {
    await expect(send('nobody', {})).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });

  it('refuses a page in a browser, which could pose as anybody', async () => {
    const response = await fetch(`${api.url}/2015-03-31/functions/probe/invocations`, {
      method: 'POST',
      headers: { origin: 'https://evil.example' },
      body: '{"do":"echo"}',
    });
    expect(response.status).toBe(403);
  });

  it('refuses what is no JSON, and what is too large', async () => {
    const url = `${api.url}/2015-03-31/functions/probe/invocations`;
    expect((await fetch(url, { method: 'POST', body: 'nonsense' })).status).toBe(400);
    expect((await fetch(url, { method: 'POST', body: `"${'x'.repeat(7_000_000)}"` })).status).toBe(413);
  });
});
