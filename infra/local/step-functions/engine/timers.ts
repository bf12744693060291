/** A timer that has not fired. */
type Entry = { readonly at: number; readonly order: number; readonly fire: () => void };

/** Longest delay Node's timers take. */
const longest = 2_147_483_647;

/**
 * All timers of the engine in one binary heap with a single Node timer for the earliest.
 * Entries are not cancelled: who fires checks whether it still matters.
 */
export class Timers {
  #heap: Entry[] = [];
  #order = 0;
  #timer: NodeJS.Timeout | undefined;
  #timerAt = Number.POSITIVE_INFINITY;

  at(instant: number, fire: () => void): void {
    this.#push({ at: instant, order: this.#order++, fire });
    this.#arm();
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#heap = [];
  }

  #arm(): void {
    const [first] = this.#heap;
    if (!first || first.at >= this.#timerAt) return;
    clearTimeout(this.#timer);
    this.#timerAt = first.at;
    this.#timer = setTimeout(() => this.#fire(), Math.min(Math.max(0, first.at - Date.now()), longest));
  }

  #fire(): void {
    this.#timerAt = Number.POSITIVE_INFINITY;
    const now = Date.now();
    for (let [first] = this.#heap; first && first.at <= now; [first] = this.#heap) {
      this.#pop();
      first.fire();
    }
    this.#arm();
  }

  #push(entry: Entry): void {
    const heap = this.#heap;
    let i = heap.length;
    heap.push(entry);
    while (i > 0) {
      const parent = (i - 1) >> 1;
      const above = heap[parent];
      if (!above || before(above, entry)) break;
      heap[i] = above;
      i = parent;
    }
    heap[i] = entry;
  }

  #pop(): void {
    const heap = this.#heap;
    const last = heap.pop();
    if (!last || heap.length === 0) return;
    let i = 0;
    for (;;) {
      const child = smallerChild(heap, i);
      const below = heap[child];
      if (!below || before(last, below)) break;
      heap[i] = below;
      i = child;
    }
    heap[i] = last;
  }
}

function smallerChild(heap: readonly Entry[], i: number): number {
  const left = heap[2 * i + 1];
  const right = heap[2 * i + 2];
  return left && right && before(right, left) ? 2 * i + 2 : 2 * i + 1;
}

function before(left: Entry, right: Entry): boolean {
  return left.at < right.at || (left.at === right.at && left.order < right.order);
}
