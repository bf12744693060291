/** Leases of a few costly things, one user at a time; who waits too long is told so. */
import { DatabaseUnavailable } from './database-faults.ts';

/** Leases of things of one kind. */
export type Pool<T> = {
  /** Waits at most so long for a free one. */
  lease(waitMs: number): Promise<T>;
  giveBack(item: T): void;
  /** Destroys all; those on lease when they come back. */
  close(): Promise<void>;
};

type Waiting<T> = { readonly take: (item: T) => void; readonly timer: NodeJS.Timeout };

/** Opens a pool of at most `size` items, made on demand; an unusable one is destroyed and replaced. */
export function openPool<T>(spec: {
  readonly size: number;
  readonly create: () => T;
  readonly isUsable: (item: T) => boolean;
  readonly destroy: (item: T) => Promise<void>;
}): Pool<T> {
  const idle: T[] = [];
  const waiting = new Set<Waiting<T>>();
  let onLease = 0;
  let isClosed = false;

  const takeIdle = (): T | undefined => {
    for (let item = idle.pop(); item !== undefined; item = idle.pop()) {
      if (spec.isUsable(item)) return item;
      void spec.destroy(item);
    }
    return undefined;
  };

  const lease = (waitMs: number): Promise<T> => {
    if (isClosed) return Promise.reject(busy('the database is closed'));
    if (onLease < spec.size) {
      onLease += 1;
      return Promise.resolve(takeIdle() ?? spec.create());
    }
    const { promise, resolve, reject } = Promise.withResolvers<T>();
    const timer = setTimeout(() => {
      waiting.delete(entry);
      reject(busy(`no database connection became free in ${waitMs} ms`));
    }, waitMs);
    const entry: Waiting<T> = { take: resolve, timer };
    waiting.add(entry);
    return promise;
  };

  const giveBack = (item: T): void => {
    const isGood = spec.isUsable(item) && !isClosed;
    if (!isGood) void spec.destroy(item);
    const [next] = waiting;
    if (next !== undefined) {
      waiting.delete(next);
      clearTimeout(next.timer);
      next.take(isGood ? item : spec.create());
      return;
    }
    onLease -= 1;
    if (isGood) idle.push(item);
  };

  const close = async (): Promise<void> => {
    isClosed = true;
    await Promise.all(idle.splice(0).map((item) => spec.destroy(item)));
  };

  return { lease, giveBack, close };
}

function busy(message: string): DatabaseUnavailable {
  return new DatabaseUnavailable(`${message}; try again in a moment`, { mayBeCommitted: false });
}
