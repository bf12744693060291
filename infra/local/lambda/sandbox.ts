import { randomUUID } from 'node:crypto';
import { HostProcess, type HostOptions, type Task } from './host-process.ts';
import { invocationsPerProcess, runtimeError, unhandled, type Invocation } from './invocation.ts';

/** A function as the runner hosts it. */
export type HostedFunction = Omit<HostOptions, 'name' | 'logFile' | 'onFree' | 'onEnd'> & {
  readonly concurrency: number;
  /** For work that keeps a core busy: so many processes, but no more than cores, with one invocation at a time each. */
  readonly processes?: number;
};

type Surroundings = {
  readonly logFile: string;
  readonly log: (line: string) => void;
  readonly cores: number;
};

/** Callers beyond this are refused, as reserved concurrency refuses them on AWS. */
const maxWaiting = 5_000;

/**
 * One function in processes of its own, each started only while those before it are busy: at most `concurrency`
 * invocations under way, the others in order of arrival. A process that is gone is replaced at the next use.
 */
export class Sandbox {
  readonly #name: string;
  readonly #spec: HostedFunction;
  readonly #surroundings: Surroundings;
  readonly #mostProcesses: number;
  readonly #mostEach: number;
  readonly #processes = new Set<HostProcess>();
  readonly #waiting: Task[] = [];
  #isStopping = false;

  constructor(name: string, spec: HostedFunction, surroundings: Surroundings) {
    this.#name = name;
    this.#spec = spec;
    this.#surroundings = surroundings;
    this.#mostProcesses = Math.min(spec.processes ?? 1, spec.concurrency, surroundings.cores);
    this.#mostEach = invocationsPerProcess(spec);
  }

  /** Invokes the function with an event given as JSON text; failures of the function are results. */
  invoke(payload: string): Promise<Invocation> {
    const requestId = randomUUID();
    if (this.#isStopping) return Promise.resolve(refused(requestId, 'the runner is stopping'));
    if (this.#waiting.length >= maxWaiting)
      return Promise.resolve(refused(requestId, `${maxWaiting} invocations are waiting already`));
    return new Promise((settle) => {
      const message = { requestId, payload, timeoutMs: this.#spec.timeoutSeconds * 1000 };
      this.#waiting.push({ message, settle });
      this.#startWaiting();
    });
  }

  /** Lets invocations under way finish for a moment, then ends the processes. */
  async stop(graceMs: number): Promise<void> {
    this.#isStopping = true;
    for (const { message, settle } of this.#waiting.splice(0))
      settle(refused(message.requestId, 'the runner is stopping'));
    await Promise.all([...this.#processes].map((process) => process.stop(graceMs)));
  }

  #startWaiting(): void {
    while (this.#waiting.length > 0) {
      const process = this.#free();
      if (process === undefined) return;
      const next = this.#waiting.shift();
      if (next !== undefined) process.serve(next);
    }
  }

  /** The process with the least to do; a new one where all have something to do and there may be more. */
  #free(): HostProcess | undefined {
    const [freest] = [...this.#processes].toSorted((a, b) => a.load - b.load);
    if (freest?.load === 0) return freest;
    if (this.#processes.size < this.#mostProcesses) return this.#start();
    return freest !== undefined && freest.load < this.#mostEach ? freest : undefined;
  }

  #start(): HostProcess {
    const process: HostProcess = new HostProcess({
      ...this.#spec,
      name: this.#name,
      logFile: this.#surroundings.logFile,
      onFree: () => this.#startWaiting(),
      onEnd: (reason) => this.#replace(process, reason),
    });
    this.#processes.add(process);
    return process;
  }

  #replace(process: HostProcess, reason: string): void {
    this.#processes.delete(process);
    if (!this.#isStopping)
      this.#surroundings.log(`function ${this.#name} ended by ${reason}; the next use starts it`);
    this.#startWaiting();
  }
}

function refused(requestId: string, reason: string): Invocation {
  return unhandled(requestId, runtimeError('TooManyRequestsException', reason));
}
