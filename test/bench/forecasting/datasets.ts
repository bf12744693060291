/**
 * Demand data as the bench reads it. Wide files have a row per series (id,category,start,freq,h,n,train,test; `train` and
 * `test` are numbers apart by blanks), long ones a row per day (columns date, sku, value among others; days without a row
 * had no demand, the last four weeks are the test). Either may be gzipped; names do not matter.
 */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { gunzipSync } from 'node:zlib';

import { dayNumber } from '#shared/forecasting/day-number.ts';
import type { ForecastInput } from '#shared/forecasting/forecast-item.ts';

/** Demand of one article: what a forecast may know, and what came then. NaN is an unknown period. */
export type Series = {
  readonly id: string;
  readonly train: Float64Array;
  readonly test: Float64Array;
  /** Periods of a season: 12 months, 52 weeks, 7 days. */
  readonly seasonLength: number;
  /** Day number of the first value of daily demand, else 0. */
  readonly firstDay: number;
  /** Adds what the nightly run knows beside the demand, at the day of the input; absent: nothing. */
  readonly taught?: (input: ForecastInput) => ForecastInput;
};

/** The series of one file. */
export type DataSet = { readonly name: string; readonly file: string; readonly series: readonly Series[] };

/** Days in a season of daily demand. */
export const DAY_SEASON = 7;
const DAILY_TEST = 28;
const WIDE_COLUMNS = ['id', 'freq', 'train', 'test'];
const LONG_COLUMNS = ['date', 'sku', 'value'];

/** Files of a format known here: the path itself, or those in the folder. */
export function dataFilesOf(path: string): readonly string[] {
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path)
    .filter((name) => /\.csv(\.gz)?$/.test(name))
    .toSorted()
    .map((name) => join(path, name))
    .filter((file) => formatOf(linesOf(file)[0] ?? '') !== null);
}

/** Reads a file of either format, all of it or so many of its series, spread evenly. */
export function loadDataSet(file: string, sample = 0): DataSet {
  const [header = '', ...lines] = linesOf(file);
  const format = formatOf(header);
  if (format === null) {
    throw new Error(
      `found the columns ${header} in ${file}, expected ${WIDE_COLUMNS.join(',')} or ${LONG_COLUMNS.join(',')}: pass demand data`,
    );
  }
  const columns = header.split(',');
  const series = format === 'long' ? readLong(columns, lines) : lines.map((line) => readWide(columns, line));
  return { file, name: basename(file).replace(/\.csv(\.gz)?$/, ''), series: spread(series, sample) };
}

function linesOf(file: string): string[] {
  const bytes = readFileSync(file);
  const isGzip = bytes[0] === 0x1f && bytes[1] === 0x8b;
  return (isGzip ? gunzipSync(bytes) : bytes).toString().trim().split(/\r?\n/);
}

function formatOf(header: string): 'wide' | 'long' | null {
  const columns = header.split(',');
  if (WIDE_COLUMNS.every((name) => columns.includes(name))) return 'wide';
  return LONG_COLUMNS.every((name) => columns.includes(name)) ? 'long' : null;
}

function spread(series: Series[], count: number): Series[] {
  if (count === 0 || series.length <= count) return series;
  const place = (i: number): number => Math.floor((i * count) / series.length);
  return series.filter((_, i) => place(i) !== place(i - 1));
}

function readWide(columns: readonly string[], line: string): Series {
  const cells = line.split(',');
  const cell = (name: string): string => cells[columns.indexOf(name)] ?? '';
  const numbers = (text: string): Float64Array => Float64Array.from(text.trim().split(/\s+/), Number);
  const start = /^\d{4}-\d{2}-\d{2}$/.test(cell('start')) ? dayNumber(cell('start')) : 0;
  return {
    id: cell('id'),
    train: numbers(cell('train')),
    test: numbers(cell('test')),
    seasonLength: Number(cell('freq')),
    firstDay: start,
  };
}

function readLong(columns: readonly string[], lines: readonly string[]): Series[] {
  const bySku = new Map<string, Map<number, number>>();
  let last = 0;
  for (const line of lines) {
    const cells = line.split(',');
    const cell = (name: string): string => cells[columns.indexOf(name)] ?? '';
    const day = dayNumber(cell('date'));
    const days = bySku.get(cell('sku')) ?? new Map<number, number>();
    days.set(day, (days.get(day) ?? 0) + Number(cell('value')));
    bySku.set(cell('sku'), days);
    last = Math.max(last, day);
  }
  return [...bySku].map(([id, days]) => {
    const firstDay = [...days.keys()].reduce((one, other) => Math.min(one, other));
    const all = Float64Array.from({ length: last - firstDay + 1 }, (_, i) => days.get(firstDay + i) ?? 0);
    const cut = Math.max(0, all.length - DAILY_TEST);
    return {
      id,
      train: all.subarray(0, cut),
      test: all.subarray(cut),
      seasonLength: DAY_SEASON,
      firstDay,
    };
  });
}
