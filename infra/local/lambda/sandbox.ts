import { fork, type ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { closeSync, openSync } from 'node:fs';
import { constants, setPriority } from 'node:os';
import {
  runtimeError,
  unhandled,
  type HostMessage,
  type Invocation,
  type InvokeMessage,
} from './invocation.ts';

/** A function as the runner hosts it. */
export type HostedFunction = {
  /** Path of the module that exports `handler`. */
  readonly module: string;
  /** All of its environment: nothing is inherited. */
  readonly environment: Readonly<Record<string, string>>;
  readonly timeoutSeconds: number;
  readonly memoryMb: number;
  readonly concurrency: number;
  readonly lowPriority?: boolean;
};

type Surroundings = { readonly logFile: string; readonly log: (line: string) => void };
type Waiting = {
  readonly message: InvokeMessage;
  readonly settle: (invocation: Invocation) => void;
};
type UnderWay = Waiting & { readonly timer: NodeJS.Timeout };

/** Loading a module is not the handler's time. */
const loadAllowanceMs = 30_000;
/** Callers beyond this are refused, as reserved concurrency refuses them on AWS. */
const maxWaiting = 5_000;

const hostModule = `${import.meta.dirname}/host.ts`;

/**
 * One function in a process of its own: started on first use, at most `concurrency` invocations under way, the
 * others in order of arrival. A process that dies, or whose invocation takes too long, is replaced; every
 * invocation that was under way in it is answered with an error, for half a process cannot be saved.
 */
export class Sandbox {
  readonly #name: string;
  readonly #spec: HostedFunction;
  readonly #surroundings: Surroundings;
  readonly #underWay = new Map<string, UnderWay>();
  readonly #waiting: Waiting[] = [];
  #child: ChildProcess | undefined;
  #isLoaded = false;
  #isStopping = false;

  constructor(name: string, spec: HostedFunction, surroundings: Surroundings) {
    this.#name = name;
    this.#spec = spec;
    this.#surroundings = surroundings;
  }

  /** Invokes the function with an event given as JSON text; failures of the function are results. */
  invoke(payload: string): Promise<Invocation> {
    const requestId = randomUUID();
    if (this.#isStopping || this.#waiting.length >= maxWaiting) {
      const reason = this.#isStopping
        ? 'the runner is stopping'
        : `${maxWaiting} invocations are waiting already`;
      return Promise.resolve(unhandled(requestId, runtimeError('TooManyRequestsException', reason)));
    }
    return new Promise((settle) => {
      const message = { requestId, payload, timeoutMs: this.#spec.timeoutSeconds * 1000 };
      this.#waiting.push({ message, settle });
      this.#startWaiting();
    });
  }

  /** Lets invocations under way finish for a moment, then ends the process. */
  async stop(graceMs: number): Promise<void> {
    this.#isStopping = true;
    for (const { message, settle } of this.#waiting.splice(0)) {
      settle(
        unhandled(message.requestId, runtimeError('TooManyRequestsException', 'the runner is stopping')),
      );
    }
    const child = this.#child;
    if (child === undefined) return;
    const ended = new Promise((settle) => child.once('exit', settle));
    const force = setTimeout(() => child.kill('SIGKILL'), graceMs + 1000);
    const patience = setTimeout(() => release(child), graceMs);
    if (this.#underWay.size === 0) release(child);
    await ended;
    clearTimeout(force);
    clearTimeout(patience);
  }

  #startWaiting(): void {
    while (this.#underWay.size < this.#spec.concurrency) {
      const next = this.#waiting.shift();
      if (next === undefined) return;
      this.#child ??= this.#spawn();
      const { message } = next;
      const limit = message.timeoutMs + (this.#isLoaded ? 0 : loadAllowanceMs);
      const timer = setTimeout(() => this.#timeOut(message.requestId), limit);
      this.#underWay.set(message.requestId, { ...next, timer });
      // A failure to send means that the process has ended, which its exit event reports.
      this.#child.send(message, () => {});
    }
  }

  #spawn(): ChildProcess {
    const { environment, memoryMb, lowPriority, module } = this.#spec;
    const output = openSync(this.#surroundings.logFile, 'a', 0o600);
    const child = fork(hostModule, [module, this.#name], {
      env: { ...environment },
      execArgv: ['--disable-warning=ExperimentalWarning', `--max-old-space-size=${memoryMb}`],
      serialization: 'advanced',
      stdio: ['ignore', output, output, 'ipc'],
    });
    closeSync(output);
    this.#isLoaded = false;
    if (lowPriority === true && child.pid !== undefined) {
      setPriority(child.pid, constants.priority.PRIORITY_BELOW_NORMAL);
    }
    // The only sender is our own host module, which sends nothing else.
    child.on('message', (message) => this.#receive(child, message as HostMessage));
    child.once('error', (error) => this.#lose(child, error.message));
    child.once('exit', (code, signal) => this.#lose(child, signal ?? `exit status ${code}`));
    return child;
  }

  #receive(child: ChildProcess, message: HostMessage): void {
    if (message === 'loaded') {
      this.#isLoaded = true;
      return;
    }
    if ('notLoaded' in message) {
      this.#discard(child, message.notLoaded);
      return;
    }
    this.#settle(message);
    if (this.#isStopping && this.#underWay.size === 0) release(child);
    this.#startWaiting();
  }

  #settle(invocation: Invocation): void {
    const done = this.#underWay.get(invocation.requestId);
    if (done === undefined) return;
    this.#underWay.delete(invocation.requestId);
    clearTimeout(done.timer);
    done.settle(invocation);
  }

  #timeOut(requestId: string): void {
    const message = `Task timed out after ${this.#spec.timeoutSeconds} seconds`;
    this.#settle(
      unhandled(requestId, runtimeError('Sandbox.Timedout', `RequestId: ${requestId} Error: ${message}`)),
    );
    if (this.#child !== undefined) this.#discard(this.#child, 'an invocation that timed out');
  }

  #discard(child: ChildProcess, reason: string): void {
    child.kill('SIGKILL');
    this.#lose(child, reason);
  }

  /** Answers whatever was under way in a process that is gone; a later event of the same process finds nothing. */
  #lose(child: ChildProcess, reason: string): void {
    if (this.#child !== child) return;
    this.#child = undefined;
    if (!this.#isStopping)
      this.#surroundings.log(`function ${this.#name} ended by ${reason}; the next use starts it`);
    for (const requestId of this.#underWay.keys()) {
      const text = `RequestId: ${requestId} Error: Runtime exited with error: ${reason}`;
      this.#settle(unhandled(requestId, runtimeError('Runtime.ExitError', text)));
    }
    this.#startWaiting();
  }
}

/** A host ends by itself when its channel is closed. */
function release(child: ChildProcess): void {
  if (child.connected) child.disconnect();
}
