/** Worker thread of score-sets.ts: scores its share of a file and posts the scores. */
import { parentPort, workerData } from 'node:worker_threads';

import { loadDataSet } from './datasets.ts';
import type { Share } from './score-sets.ts';
import { scoreSeries } from './series-scores.ts';
import { taughtSet } from './taught-set.ts';

// score-sets.ts starts this thread with a Share: a boundary between threads carries no types.
const { file, sample, parts, first, of } = workerData as Share;
const { series } = await taughtSet(loadDataSet(file, sample), parts);
parentPort?.postMessage(series.filter((_, i) => i % of === first).map((one) => scoreSeries(one, parts)));
