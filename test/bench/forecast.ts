/**
 * npm run bench:forecast: the forecasts of shared/forecasting on real demand, beside reference methods, against bars.
 * `--set file-or-folder` (may be given again; by default the data beside the checkout) holds demand data of the formats of
 * forecasting/datasets.ts, `--only point,interval,stock,season,speed` takes some of the tables, `--workers n` so many
 * threads, `--sample n` so many series of each file, and `--json file` writes all figures there. `--only contest` runs
 * forecasting/contest in their place.
 */
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

import { barsOf } from './forecasting/bars.ts';
import { runContest } from './forecasting/contest/run-contest.ts';
import { dataFilesOf, loadDataSet, type DataSet } from './forecasting/datasets.ts';
import { tablesOf } from './forecasting/print-tables.ts';
import { scoreSet } from './forecasting/score-sets.ts';
import { PARTS, type Part } from './forecasting/series-scores.ts';
import { setResult, type SetResult } from './forecasting/set-results.ts';
import { speedOf } from './forecasting/speed.ts';
import { taughtSet } from './forecasting/taught-set.ts';
import { calibrate, median } from './measure.ts';

const { values: options } = parseArgs({
  options: {
    set: {
      type: 'string',
      multiple: true,
      default: [join(import.meta.dirname, '..', '..', '..', 'shared', 'data')],
    },
    only: { type: 'string', default: PARTS.join(',') },
    workers: { type: 'string', default: '1' },
    sample: { type: 'string', default: '0' },
    json: { type: 'string' },
  },
});

const sample = wholeNumber('sample');
if (options.only === 'contest') {
  console.log(await runContest({ files: options.set.flatMap(filesOf), sample }));
  process.exit();
}
const parts = options.only.split(',').map(partOf);
const workers = wholeNumber('workers');
const calibrationMs = median([calibrate(), calibrate(), calibrate()]);
const sets: SetResult[] = [];
for (const file of options.set.flatMap(filesOf)) {
  const dataSet = loaded(file);
  const scores = await scoreSet(dataSet, { parts, sample, workers });
  sets.push(
    setResult(
      dataSet,
      scores,
      parts.includes('speed') ? speedOf(await taughtSet(dataSet, ['speed']), workers) : null,
    ),
  );
}
const bars = barsOf(sets);
console.log(tablesOf(sets, bars));
console.log(`calibration loop ${calibrationMs.toFixed(0)} ms before, ${calibrate().toFixed(0)} ms after`);
if (options.json !== undefined) {
  const tables = sets.map(({ points, ...set }) => ({
    ...set,
    points: points === null ? null : Object.fromEntries(points),
  }));
  writeFileSync(options.json, `${JSON.stringify({ bars, sets: tables }, null, 2)}\n`);
}

function filesOf(path: string): readonly string[] {
  if (!existsSync(path))
    wrongUse(`found nothing at ${path}, expected demand data: pass --set file-or-folder`);
  return dataFilesOf(path);
}

function loaded(file: string): DataSet {
  try {
    return loadDataSet(file, sample);
  } catch (error) {
    return wrongUse(error instanceof Error ? error.message : String(error));
  }
}

function partOf(name: string): Part {
  return (
    PARTS.find((part) => part === name) ??
    wrongUse(`found the part ${name}, expected ${PARTS.join(', ')}: pass --only with some of them`)
  );
}

function wholeNumber(name: 'workers' | 'sample'): number {
  const text = options[name];
  return /^\d+$/.test(text)
    ? Number(text)
    : wrongUse(`found --${name} ${text}, expected a whole number: pass one`);
}

function wrongUse(message: string): never {
  console.error(message);
  process.exit(2);
}
