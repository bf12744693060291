/** The whole system for tests: the real supervisor as a child, on free ports, with a data folder of its own. */
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { demoTokens } from '#infra/local/demo-tokens.ts';
import { choosePort } from '#infra/local/ports.ts';
import { isAlive } from '#infra/local/processes.ts';

/** Where the parts of a running system are, as `endpoints.json` says it. */
type Endpoints = Readonly<
  Record<
    | 'web'
    | 'api'
    | 'openapi'
    | 'issuer'
    | 'sfn'
    | 'sns'
    | 'sqs'
    | 'dynamodb'
    | 'lambda'
    | 'mail'
    | 'database'
    | 'home',
    string
  >
>;

export type SystemOptions = {
  /** A data folder to go on with; without it a new one, which is deleted at the stop. */
  readonly home?: string;
  /** No demo data; this is the default. */
  readonly empty?: boolean;
  /** The web app too; it is built first if need be. */
  readonly web?: boolean;
  readonly env?: Readonly<Record<string, string>>;
};

/** A running system. */
export type TestSystem = {
  readonly endpoints: Endpoints;
  /** Process number of the supervisor. */
  readonly pid: number;
  /** What the supervisor has said so far. */
  output(): string;
  /** An access token of a demo user: viewer, operator, approver or admin. */
  token(user: string): Promise<string>;
  /** Stops it as Ctrl-C does. */
  stop(): Promise<void>;
  /** Ends every process at once, as a power cut would; the data folder stays. */
  kill9(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
};

const main = join(import.meta.dirname, '..', '..', 'infra', 'local', 'main.ts');

/** Starts the system and waits until it is ready; again on other ports where a chosen one was taken meanwhile. */
export async function startSystem(options: SystemOptions = {}): Promise<TestSystem> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await startOnce(options);
    } catch (error) {
      const isPortTaken =
        error instanceof Error && /is taken by another program|EADDRINUSE/.test(error.message);
      if (!isPortTaken || attempt === 3) throw error;
    }
  }
}

async function startOnce(options: SystemOptions): Promise<TestSystem> {
  const port = await choosePort();
  let apiPort = await choosePort();
  while (apiPort === port) apiPort = await choosePort();
  const home = options.home ?? (await mkdtemp(join(tmpdir(), 'stock-mate-test-')));
  const args = [
    ...((options.empty ?? true) ? ['--empty'] : []),
    ...((options.web ?? false) ? [] : ['--no-web']),
  ];
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', main, ...args], {
    env: {
      ...withoutTestRunner(process.env),
      PORT: String(port),
      API_PORT: String(apiPort),
      ...options.env,
      STOCK_MATE_HOME: home,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
    // A process group of its own, which can be ended as one.
    detached: true,
  });
  let text = '';
  child.stdout.on('data', (chunk: Buffer) => (text += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (text += chunk.toString()));
  await becomesReady(child, () => text);
  // Written by the supervisor before it says that it is ready.
  const endpoints = JSON.parse(await readFile(join(home, 'endpoints.json'), 'utf8')) as Endpoints;

  const tokens = new Map<string, () => Promise<string>>();
  const stop = async (): Promise<void> => {
    await end(child, 'SIGTERM');
    if (options.home === undefined) await rm(home, { recursive: true, force: true });
  };
  return {
    endpoints,
    pid: child.pid ?? 0,
    output: () => text,
    async token(user) {
      const fetchToken = tokens.get(user) ?? demoTokens(endpoints.issuer, user);
      tokens.set(user, fetchToken);
      return await fetchToken();
    },
    stop,
    async kill9() {
      await killPostgres(home);
      if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
      await end(child, 'SIGKILL');
    },
    [Symbol.asyncDispose]: stop,
  };
}

/** A test runner's own variables change how Node and Next behave. */
function withoutTestRunner(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const kept = Object.entries(environment).filter(
    ([name]) => !/^(VITEST|NODE_ENV|NODE_OPTIONS|TEST|DATABASE_URL|AWS_|OPENAI_|STRIPE_)/.test(name),
  );
  return Object.fromEntries(kept);
}

async function becomesReady(child: ChildProcess, output: () => string): Promise<void> {
  const deadline = performance.now() + 170_000;
  while (!/^Ready: /m.test(output())) {
    if (child.exitCode !== null || child.signalCode !== null || performance.now() > deadline) {
      await end(child, 'SIGTERM');
      throw new Error(`the system does not start:\n${output()}`);
    }
    await delay(50);
  }
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((settle) => child.once('exit', settle));
  child.kill(signal);
  await ended;
}

/** The database has a session of its own, so it is not in the supervisor's process group. */
async function killPostgres(home: string): Promise<void> {
  const file = join(home, 'postgres', 'cluster', 'postmaster.pid');
  const pid = Number((await readFile(file, 'utf8').catch(() => '')).split('\n')[0]);
  if (pid <= 1 || Number.isNaN(pid)) return;
  process.kill(pid, 'SIGKILL');
  while (await isAlive(pid)) await delay(10);
}
