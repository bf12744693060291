import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { prepareLogFile } from '#infra/local/log-file.ts';
import { unhandled, type Invocation } from './invocation.ts';
import { Sandbox, type HostedFunction } from './sandbox.ts';

/** Runs functions by name, each in processes of its own. */
export type LambdaRunner = {
  readonly has: (name: string) => boolean;
  /** Invokes a function with JSON text; an unknown name is a programming error and rejects. */
  readonly invokeText: (name: string, payload: string) => Promise<Invocation>;
  /** Invokes a function with an event. */
  readonly invoke: (name: string, event: unknown) => Promise<Invocation>;
  /** Invokes without waiting for the end; an error is tried again twice, as Lambda does. */
  readonly invokeLater: (name: string, payload: string) => void;
  readonly stop: () => Promise<void>;
};

export type RunnerOptions = {
  readonly functions: Readonly<Record<string, HostedFunction>>;
  /** Folder of the functions' output, one file each. */
  readonly logDirectory: string;
  readonly log?: (line: string) => void;
  /** Cores of the machine; no function has more processes. */
  readonly cores?: number;
};

const graceMs = 3_000;
/** https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html */
const retryDelaysMs = [60_000, 120_000];

/** Makes the runner; no process is started before its function is used. */
export function startRunner({
  functions,
  logDirectory,
  log = () => {},
  cores = availableParallelism(),
}: RunnerOptions): LambdaRunner {
  const sandboxes = new Map(
    Object.entries(functions).map(([name, spec]) => {
      const logFile = join(logDirectory, `${name}.log`);
      prepareLogFile(logFile);
      return [name, new Sandbox(name, spec, { logFile, log, cores })];
    }),
  );
  const retries = new Set<NodeJS.Timeout>();

  async function invokeText(name: string, payload: string): Promise<Invocation> {
    const sandbox = sandboxes.get(name);
    if (sandbox === undefined) {
      throw new Error(`no function is named ${name}; there are ${[...sandboxes.keys()].join(', ')}`);
    }
    return await sandbox.invoke(payload);
  }

  async function attempt(name: string, payload: string, tries: number): Promise<void> {
    const { functionError } = await invokeText(name, payload).catch((error: unknown) => unhandled('', error));
    const delay = retryDelaysMs[tries];
    if (functionError === undefined || delay === undefined) return;
    const timer = setTimeout(() => {
      retries.delete(timer);
      void attempt(name, payload, tries + 1);
    }, delay).unref();
    retries.add(timer);
  }

  return {
    has: (name) => sandboxes.has(name),
    invokeText,
    invoke: (name, event) => invokeText(name, JSON.stringify(event)),
    invokeLater: (name, payload) => void attempt(name, payload, 0),
    async stop() {
      for (const timer of retries) clearTimeout(timer);
      await Promise.all([...sandboxes.values()].map((sandbox) => sandbox.stop(graceMs)));
    },
  };
}
