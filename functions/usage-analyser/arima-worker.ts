/**
 * The thread of the ARIMA port, both ends: the class that starts it, and what runs inside. A bundled function is one file,
 * so the thread is started from this very module, whatever file that became, and told by its data what it is. The bundle
 * must be an ES module with `require` (the banner of infra/aws) and hold the package, whose WASM is text inside it; there is
 * no other file to ship.
 */
import { isMainThread, parentPort, Worker, workerData, type MessagePort } from 'node:worker_threads';

/** A fit with fixed orders (0,1,1) or (0,1,1)(0,1,1)s, and one forecast for each future of the regressors. */
export type ArimaTask = {
  readonly values: readonly number[];
  /** 1: no season. */
  readonly seasonLength: number;
  readonly horizon: number;
  /** One column per regressor, as long as the values. */
  readonly regressors: readonly (readonly number[])[];
  /** Columns as long as the horizon, one set per forecast. */
  readonly futures: readonly (readonly (readonly number[])[])[];
};

/** Means of each future, or null: the fit failed. */
export type ArimaAnswer = readonly (readonly number[])[] | null;

/** Exact likelihood is slow for long seasons and long series; the conditional sum of squares is then as good. */
const EXACT_UP_TO_SEASON = 12;
const EXACT_UP_TO_VALUES = 400;
const EXACT_LIKELIHOOD = 0;
const CONDITIONAL_SQUARES = 1;
/** Loading takes 20 ms of an idle processor. */
const LOAD_LIMIT_MS = 10_000;
const WORKER_ROLE = 'stock-mate-arima';

if (!isMainThread && workerData === WORKER_ROLE && parentPort !== null) await serveArima(parentPort);

/** One thread, one task at a time; a task that takes too long ends the thread, and every ended task is answered null. */
export class ArimaThread {
  readonly #limitMs: number;
  #worker: Worker | null = null;
  #ready: Promise<boolean> | null = null;
  #queue: Promise<unknown> = Promise.resolve();
  #isClosed = false;

  constructor(limitMs: number) {
    this.#limitMs = limitMs;
  }

  ask(task: ArimaTask): Promise<ArimaAnswer> {
    const answer = this.#queue.then(() => this.#run(task));
    this.#queue = answer;
    return answer;
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#worker?.terminate();
  }

  async #run(task: ArimaTask): Promise<ArimaAnswer> {
    if (this.#isClosed) return null;
    const worker = this.#worker ?? this.#start();
    worker.ref();
    if ((await this.#ready) !== true) return null;
    const answer = await this.#answerOf(worker, task);
    // A thread that waits for work keeps no process alive.
    worker.unref();
    return answer;
  }

  #start(): Worker {
    const worker = new Worker(new URL(import.meta.url), { workerData: WORKER_ROLE });
    this.#worker = worker;
    const loading = setTimeout(() => void worker.terminate(), LOAD_LIMIT_MS);
    this.#ready = new Promise((resolve) => {
      worker.once('message', () => resolve(true));
      worker.once('exit', () => resolve(false));
    });
    void this.#ready.then(() => clearTimeout(loading));
    // The exit that follows is what is acted upon.
    worker.on('error', () => {});
    worker.once('exit', () => {
      if (this.#worker === worker) this.#worker = null;
    });
    return worker;
  }

  #answerOf(worker: Worker, task: ArimaTask): Promise<ArimaAnswer> {
    return new Promise((resolve) => {
      const settle = (answer: ArimaAnswer): void => {
        clearTimeout(timer);
        worker.off('message', settle);
        worker.off('exit', onExit);
        resolve(answer);
      };
      const onExit = (): void => settle(null);
      const timer = setTimeout(() => void worker.terminate(), this.#limitMs);
      worker.on('message', settle);
      worker.on('exit', onExit);
      worker.postMessage(task);
    });
  }
}

/** Answers tasks until the thread is ended; the first message says that it is ready. */
async function serveArima(port: MessagePort): Promise<void> {
  // The package's warnings must not become log lines of the function. Streams of the thread's own (`stdout: true`) would
  // keep the process alive.
  process.stdout.write = () => true;
  process.stderr.write = () => true;
  // The package reads __dirname when it loads, which an ES module, and so a bundle of one file, does not have.
  Object.assign(globalThis, { __dirname: import.meta.dirname });
  const { default: Arima } = await import('arima');
  port.on('message', (task: ArimaTask) => port.postMessage(answer(Arima, task)));
  port.postMessage('ready');
}

type ArimaClass = typeof import('arima');

function answer(
  Arima: ArimaClass,
  { values, seasonLength, horizon, regressors, futures }: ArimaTask,
): ArimaAnswer {
  const isSeasonal = seasonLength > 1;
  const isExact = seasonLength <= EXACT_UP_TO_SEASON && values.length <= EXACT_UP_TO_VALUES;
  try {
    const model = new Arima({
      p: 0,
      d: 1,
      q: 1,
      ...(isSeasonal ? { P: 0, D: 1, Q: 1, s: seasonLength } : {}),
      method: isExact ? EXACT_LIKELIHOOD : CONDITIONAL_SQUARES,
      verbose: false,
    });
    // In units of their own size, so that the optimiser stops at the same point for pieces and for thousands.
    const scale = values.reduce((total, value) => total + Math.abs(value), 0) / values.length;
    model.train(
      values.map((value) => value / scale),
      columns(regressors),
    );
    const means = futures.map((future) =>
      model.predict(horizon, columns(future))[0].map((value) => value * scale),
    );
    model.destroy();
    return means;
  } catch {
    // Too short, or more than its memory holds: there is no forecast, whatever the reason.
    return null;
  }
}

/** The package takes one regressor as a list and several as a list of lists. */
function columns(regressors: readonly (readonly number[])[]): number[] | number[][] {
  const [first = []] = regressors;
  return regressors.length > 1 ? regressors.map((column) => [...column]) : [...first];
}
