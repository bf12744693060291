/** The contest: does the learned model, or ARIMA, make the product's forecasts better, and for which kinds of demand? */
import { openArima, type ArimaPort } from '#functions/usage-analyser/arima.ts';
import { loadDataSet, type DataSet } from '#test/bench/forecasting/datasets.ts';
import { readPromotions } from '#test/bench/forecasting/promotions.ts';

import { compete } from './competitors.ts';
import { contestRows } from './contest-scores.ts';
import { contestTables, type PartRow } from './contest-tables.ts';
import { cutSet } from './cuts.ts';

/** What a contest is about. */
export type ContestOptions = {
  /** Files of demand data. */
  readonly files: readonly string[];
  /** So many series of each file; 0: all. */
  readonly sample: number;
};

/** Origins inside the training part, in test lengths before its end; methods are chosen by these. */
const ORIGINS_BACK = [1, 2];
const DAILY_ORIGINS_BACK = [1, 3, 6, 10];
/** A set that lost this share of its series at an origin says nothing of the set. */
const LEAST_SHARE = 0.5;

/** Runs the contest on the training parts, which decide, and on the test parts; answers tables in Markdown. */
export async function runContest({ files, sample }: ContestOptions): Promise<string> {
  const arima = openArima();
  const rows: PartRow[] = [];
  try {
    for (const file of files) rows.push(...(await rowsOfSet(loadDataSet(file, sample), arima)));
  } finally {
    await arima.close();
  }
  return contestTables(rows);
}

async function rowsOfSet(set: DataSet, arima: ArimaPort): Promise<readonly PartRow[]> {
  const promotions = readPromotions(set);
  const backs = promotions.size > 0 ? DAILY_ORIGINS_BACK : ORIGINS_BACK;
  const rows: PartRow[] = [];
  for (const back of [...backs, 0]) {
    const cuts = cutSet(set, promotions, back);
    if (cuts.length < LEAST_SHARE * set.series.length) continue;
    const part = back === 0 ? 'test' : 'training';
    const found = contestRows(cuts, await compete(cuts, arima));
    rows.push(...found.map((row) => ({ ...row, part, set: set.name }) as const));
  }
  return rows;
}
