/** The column `promotion` of a file with a row per day and article, which the other tables of the bench do not read. */
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';

import { dayNumber } from '#shared/forecasting/day-number.ts';
import type { DataSet } from '#test/bench/forecasting/datasets.ts';

/** 1 on the promoted days of each series, from its first day to the end of its test part; empty without such a column. */
export function readPromotions({ file, series }: DataSet): ReadonlyMap<string, Float64Array> {
  const [header = '', ...lines] = linesOf(file);
  const columns = header.split(',');
  const marks = new Map<string, Float64Array>();
  if (!['date', 'sku', 'promotion'].every((name) => columns.includes(name))) return marks;
  const firstDays = new Map(series.map(({ id, firstDay }) => [id, firstDay]));
  for (const { id, train, test } of series) marks.set(id, new Float64Array(train.length + test.length));
  for (const line of lines) {
    const cells = line.split(',');
    const cell = (name: string): string => cells[columns.indexOf(name)] ?? '';
    const day = dayNumber(cell('date')) - (firstDays.get(cell('sku')) ?? 0);
    if (Number(cell('promotion')) > 0) marks.get(cell('sku'))?.fill(1, day, day + 1);
  }
  return marks;
}

function linesOf(file: string): string[] {
  const bytes = readFileSync(file);
  const isGzip = bytes[0] === 0x1f && bytes[1] === 0x8b;
  return (isGzip ? gunzipSync(bytes) : bytes).toString().trim().split(/\r?\n/);
}
