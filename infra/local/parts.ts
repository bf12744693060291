type Stop = () => void | PromiseLike<void>;

/** Started parts in the order of their start; they are stopped in the opposite order. */
export class Parts {
  readonly #stack = new AsyncDisposableStack();
  readonly #report: (line: string) => void;

  constructor(report: (line: string) => void) {
    this.#report = report;
  }

  /** Starts a part, keeps its end for the stop, and says in one line where it is. */
  async start<T extends { stop: Stop }>(
    name: string,
    start: () => Promise<T> | T,
    where: (part: T) => string,
  ): Promise<T> {
    const begin = performance.now();
    const part = await start();
    this.keep(() => part.stop());
    const seconds = ((performance.now() - begin) / 1000).toFixed(1);
    this.#report(`  ${name.padEnd(16)} ${where(part).padEnd(22)} ${seconds.padStart(5)} s`);
    return part;
  }

  /** Keeps what has to be done at the stop. */
  keep(stop: Stop): void {
    this.#stack.defer(stop);
  }

  /** Stops whatever was started; one part's failure does not keep the others running. */
  async stop(): Promise<void> {
    await this.#stack.disposeAsync();
  }
}
