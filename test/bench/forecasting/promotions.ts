/** The column `promotion` of a file with a row per day and article: what was, and is, planned to raise demand. */
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';

import { dayNumber, dayOf } from '#shared/forecasting/day-number.ts';
import type { DemandEventSpan } from '#shared/forecasting/demand-calendar.ts';

import type { DataSet } from './datasets.ts';

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

/** Runs of promoted days as demand events to which nobody gave a lift. */
export function promotionEvents(promoted: Float64Array, firstDay: number): readonly DemandEventSpan[] {
  const events: DemandEventSpan[] = [];
  promoted.forEach((mark, i) => {
    const day = dayOf(firstDay + i);
    const last = events.at(-1);
    if (mark > 0 && i > 0 && (promoted[i - 1] ?? 0) > 0 && last !== undefined)
      events[events.length - 1] = { ...last, to: day };
    else if (mark > 0) events.push({ name: 'promotion', from: day, to: day, lift: 1, isMeasured: true });
  });
  return events;
}

function linesOf(file: string): string[] {
  const bytes = readFileSync(file);
  const isGzip = bytes[0] === 0x1f && bytes[1] === 0x8b;
  return (isGzip ? gunzipSync(bytes) : bytes).toString().trim().split(/\r?\n/);
}
