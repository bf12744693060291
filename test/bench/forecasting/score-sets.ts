/** Scores the series of a set, on worker threads where more than one is asked for. */
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';

import type { DataSet } from './datasets.ts';
import { taughtSet } from './taught-set.ts';
import { scoreSeries, type Part, type SeriesScores } from './series-scores.ts';

/** What a worker thread is given: every `of`th series of a file, from the `first`. */
export type Share = {
  readonly file: string;
  readonly sample: number;
  readonly parts: readonly Part[];
  readonly first: number;
  readonly of: number;
};

/** How to score. */
export type ScoreOptions = {
  readonly parts: readonly Part[];
  readonly sample: number;
  readonly workers: number;
};

/** Scores all series of a set, in their order. */
export async function scoreSet(
  set: DataSet,
  { parts, sample, workers }: ScoreOptions,
): Promise<readonly SeriesScores[]> {
  const { file, series } = set;
  const of = Math.min(workers, availableParallelism(), series.length);
  if (of <= 1) return (await taughtSet(set, parts)).series.map((one) => scoreSeries(one, parts));
  const shares = await Promise.all(
    Array.from({ length: of }, (_, first) => scoredShare({ file, sample, parts, first, of })),
  );
  return series.flatMap((_, i) => shares[i % of]?.[Math.floor(i / of)] ?? []);
}

async function scoredShare(share: Share): Promise<readonly SeriesScores[]> {
  const worker = new Worker(new URL('./score-worker.ts', import.meta.url), { workerData: share });
  return await new Promise((resolve, reject) => {
    // The message is what score-worker.ts posts: a boundary between threads carries no types.
    worker.once('message', (scores: readonly SeriesScores[]) => {
      resolve(scores);
    });
    worker.once('error', reject);
  });
}
