import { fork, type ChildProcess } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { constants, setPriority } from 'node:os';
import {
  runtimeError,
  unhandled,
  type HostMessage,
  type Invocation,
  type InvokeMessage,
} from './invocation.ts';

/** What a process of a function is started with. */
export type HostOptions = {
  readonly name: string;
  /** Path of the module that exports `handler`. */
  readonly module: string;
  /** All of its environment: nothing is inherited. */
  readonly environment: Readonly<Record<string, string>>;
  readonly timeoutSeconds: number;
  readonly memoryMb: number;
  readonly lowPriority?: boolean;
  readonly logFile: string;
  /** Called whenever the process may take another invocation. */
  readonly onFree: () => void;
  /** Called once, when the process is gone or given up; whatever was under way in it is answered then. */
  readonly onEnd: (reason: string) => void;
};

/** An event and what to do with the answer to it. */
export type Task = { readonly message: InvokeMessage; readonly settle: (invocation: Invocation) => void };

type UnderWay = Task & { readonly timer: NodeJS.Timeout };

/** Loading a module is not the handler's time. */
const loadAllowanceMs = 30_000;

const hostModule = `${import.meta.dirname}/host.ts`;

/**
 * One process of a function. It ends by itself when it is told to, and is killed when an invocation takes too long or
 * its module cannot be loaded; every invocation that was under way in it then is answered with an error, for half a
 * process cannot be saved.
 */
export class HostProcess {
  readonly #options: HostOptions;
  readonly #child: ChildProcess;
  readonly #underWay = new Map<string, UnderWay>();
  #isLoaded = false;
  #isStopping = false;
  #isGone = false;

  constructor(options: HostOptions) {
    this.#options = options;
    this.#child = start(options);
    // The only sender is our own host module, which sends nothing else.
    this.#child.on('message', (message) => this.#receive(message as HostMessage));
    this.#child.once('error', (error) => this.#end(error.message));
    this.#child.once('exit', (code, signal) => this.#end(signal ?? `exit status ${code}`));
  }

  /** How many invocations are under way. */
  get load(): number {
    return this.#underWay.size;
  }

  /** Begins an invocation. */
  serve(task: Task): void {
    const { message } = task;
    const limit = message.timeoutMs + (this.#isLoaded ? 0 : loadAllowanceMs);
    const timer = setTimeout(() => this.#timeOut(message.requestId), limit);
    this.#underWay.set(message.requestId, { ...task, timer });
    // A failure to send means that the process has ended, which its exit event reports.
    this.#child.send(message, () => {});
  }

  /** Lets invocations under way finish for a moment, then ends the process. */
  async stop(graceMs: number): Promise<void> {
    this.#isStopping = true;
    if (this.#isGone) return;
    const ended = new Promise((settle) => this.#child.once('exit', settle));
    const force = setTimeout(() => this.#child.kill('SIGKILL'), graceMs + 1000);
    const patience = setTimeout(() => this.#release(), graceMs);
    if (this.load === 0) this.#release();
    await ended;
    clearTimeout(force);
    clearTimeout(patience);
  }

  #receive(message: HostMessage): void {
    if (this.#isGone) return;
    if (message === 'loaded') {
      this.#isLoaded = true;
      return;
    }
    if ('notLoaded' in message) {
      this.#discard(message.notLoaded);
      return;
    }
    this.#settle(message);
    if (this.#isStopping && this.load === 0) this.#release();
    this.#options.onFree();
  }

  #settle(invocation: Invocation): void {
    const done = this.#underWay.get(invocation.requestId);
    if (done === undefined) return;
    this.#underWay.delete(invocation.requestId);
    clearTimeout(done.timer);
    done.settle(invocation);
  }

  #timeOut(requestId: string): void {
    const message = `Task timed out after ${this.#options.timeoutSeconds} seconds`;
    this.#settle(
      unhandled(requestId, runtimeError('Sandbox.Timedout', `RequestId: ${requestId} Error: ${message}`)),
    );
    this.#discard('an invocation that timed out');
  }

  #discard(reason: string): void {
    this.#child.kill('SIGKILL');
    this.#end(reason);
  }

  /** Answers whatever was under way; later events of the same process find nothing. */
  #end(reason: string): void {
    if (this.#isGone) return;
    this.#isGone = true;
    for (const requestId of this.#underWay.keys()) {
      const text = `RequestId: ${requestId} Error: Runtime exited with error: ${reason}`;
      this.#settle(unhandled(requestId, runtimeError('Runtime.ExitError', text)));
    }
    this.#options.onEnd(reason);
  }

  /** A host ends by itself when its channel is closed. */
  #release(): void {
    if (this.#child.connected) this.#child.disconnect();
  }
}

function start({ name, module, environment, memoryMb, lowPriority, logFile }: HostOptions): ChildProcess {
  const output = openSync(logFile, 'a', 0o600);
  const child = fork(hostModule, [module, name], {
    env: { ...environment },
    execArgv: ['--disable-warning=ExperimentalWarning', `--max-old-space-size=${memoryMb}`],
    serialization: 'advanced',
    stdio: ['ignore', output, output, 'ipc'],
  });
  closeSync(output);
  // The lowest there is: work in the background takes only what the others leave.
  if (lowPriority === true && child.pid !== undefined)
    setPriority(child.pid, constants.priority.PRIORITY_LOW);
  return child;
}
