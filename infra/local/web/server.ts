import { fork, type ChildProcess } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { webServer } from './build.ts';

export type WebOptions = {
  readonly port: number;
  /** All of its environment besides where to listen: nothing is inherited. */
  readonly environment: Readonly<Record<string, string>>;
  readonly logFile: string;
  readonly log?: (line: string) => void;
};

/** Starts the built web app in a process of its own and keeps it running. */
export async function startWeb(
  options: WebOptions,
): Promise<{ readonly url: string; stop(): Promise<void> }> {
  const url = `http://127.0.0.1:${options.port}`;
  let child = launch(options);
  let isStopping = false;
  const revive = async (): Promise<void> => {
    if (isStopping) return;
    options.log?.('the web app ended; it is started again');
    await delay(1000);
    if (isStopping) return;
    child = launch(options);
    child.once('exit', () => void revive());
  };
  await answers(url, child);
  child.once('exit', () => void revive());
  return {
    url,
    async stop() {
      isStopping = true;
      await end(child);
    },
  };
}

function launch({ port, environment, logFile }: WebOptions): ChildProcess {
  const log = openSync(logFile, 'a', 0o600);
  const child = fork(join(import.meta.dirname, '..', 'lifeline.ts'), [webServer], {
    env: { ...environment, NODE_ENV: 'production', PORT: String(port), HOSTNAME: '127.0.0.1' },
    execArgv: ['--disable-warning=ExperimentalWarning'],
    stdio: ['ignore', log, log, 'ipc'],
  });
  closeSync(log);
  return child;
}

async function answers(url: string, child: ChildProcess): Promise<void> {
  const deadline = performance.now() + 30_000;
  while (child.exitCode === null && performance.now() < deadline) {
    // Refused until the server listens: that is what is waited for.
    const response = await fetch(url, { redirect: 'manual' }).catch(() => undefined);
    await response?.body?.cancel();
    if (response !== undefined) return;
    await delay(50);
  }
  child.kill('SIGKILL');
  throw new Error(
    `the web app does not answer at ${url}: the file web.log in the data folder's logs says why`,
  );
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((settle) => child.once('exit', settle));
  const force = setTimeout(() => child.kill('SIGKILL'), 1_500);
  if (child.connected) child.disconnect();
  await ended;
  clearTimeout(force);
}
