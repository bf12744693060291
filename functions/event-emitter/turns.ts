/** Writers of one stream in this process take turns: together they would only overtake each other at the database. */

/** Turns of writers, by what they write. */
export type Turns = {
  /** Whether somebody is writing one of these. */
  isTaken(names: readonly string[]): boolean;
  /** Runs when everyone before is done with all of these; joins the queues at once, so that nobody waits in a circle. */
  take<T>(names: readonly string[], run: () => Promise<T>): Promise<T>;
};

/** Begins with nobody writing. */
export function newTurns(): Turns {
  const last = new Map<string, Promise<unknown>>();
  return {
    isTaken: (names) => names.some((name) => last.has(name)),
    take: async (names, run) => {
      const before = names.flatMap((name) => last.get(name) ?? []);
      const { promise: done, resolve: leave } = Promise.withResolvers<void>();
      for (const name of names) last.set(name, done);
      try {
        await Promise.all(before);
        return await run();
      } finally {
        for (const name of names) if (last.get(name) === done) last.delete(name);
        leave();
      }
    },
  };
}
