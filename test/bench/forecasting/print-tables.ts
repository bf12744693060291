/** The tables of the bench as text. */
import { cpus, loadavg } from 'node:os';

import { comparisonOf, stockMeans, type Bar } from './bars.ts';
import { PRODUCT, type PointRow } from './point-scores.ts';
import type { SetResult } from './set-results.ts';

/** Everything of a run as lines. */
export function tablesOf(sets: readonly SetResult[], bars: readonly Bar[]): string {
  return [
    pointTable(sets),
    methodTable(sets),
    stockTable(sets),
    seasonTable(sets),
    speedTable(sets),
    barTable(bars),
    summaryOf(sets, bars),
  ]
    .filter((table) => table !== '')
    .join('\n\n');
}

function aligned(header: string, rows: readonly (readonly string[])[]): string {
  if (rows.length === 0) return '';
  const all = [header.split(/\s+/), ...rows];
  const widths = (all[0] ?? []).map((_, k) => Math.max(...all.map((cells) => cells[k]?.length ?? 0)));
  return all
    .map((cells) =>
      cells
        .map((cell, k) => (k === 0 ? cell.padEnd(widths[k] ?? 0) : cell.padStart(widths[k] ?? 0)))
        .join(' '),
    )
    .join('\n');
}

function figure(value: number | undefined, digits = 3): string {
  return value === undefined || Number.isNaN(value) ? '-' : value.toFixed(digits);
}

function pointTable(sets: readonly SetResult[]): string {
  const rows = sets
    .filter(({ points, interval }) => points !== null || interval !== null)
    .map((set) => {
      const comparison = comparisonOf(set);
      return [
        set.name,
        String(set.count),
        ...measures(set.points?.get(PRODUCT)),
        figure(set.interval?.msis, 2),
        figure(set.interval?.coverage),
        String(set.failed),
        figure(set.cpuMs, 2),
        figure(set.cpuMs95, 2),
        comparison?.reference ?? '-',
        figure(comparison?.ratio),
        figure(comparison?.vsBar),
      ];
    });
  return aligned('set n OWA sMAPE MASE RMSSE bias MSIS95 cov95 fail cpu_ms p95 ref ratio vs_bar', rows);
}

function measures(row: PointRow | undefined): string[] {
  if (row === undefined) return ['-', '-', '-', '-', '-'];
  return [row.owa, row.smape, row.mase, row.rmsse, row.bias].map((value) => figure(value));
}

function methodTable(sets: readonly SetResult[]): string {
  const rows = sets.flatMap(({ name, points }) =>
    [...(points ?? [])].map(([method, row]) => [name, method, ...measures(row)]),
  );
  return aligned('set method OWA sMAPE MASE RMSSE bias', rows);
}

function stockTable(sets: readonly SetResult[]): string {
  const rows = sets.flatMap(({ name, stock }) =>
    (stock?.rows ?? []).map((row) => [
      name,
      row.policy,
      row.target.toFixed(2),
      ...[row.coverage, row.cycleService, row.fillRate, row.onHand, row.cost].map((value) => figure(value)),
      row.policy === 'z' ? '1' : figure(stock?.pinballRatio),
      row.policy === 'z' ? '1' : figure(stock?.onHandAtEqualFill),
    ]),
  );
  return aligned('stock policy target cov CSL fill onhand cost pinball_ratio onhand@eqfill', rows);
}

function seasonTable(sets: readonly SetResult[]): string {
  const rows = sets.flatMap(({ name, seasonLength, season }) =>
    season === null ? [] : [[name, String(seasonLength), figure(season.found), figure(season.falseAlarm)]],
  );
  return aligned('season m found false_alarm', rows);
}

function speedTable(sets: readonly SetResult[]): string {
  const model = (cpus()[0]?.model ?? '?').trim().replaceAll(/\s+/g, '_');
  const load = loadavg()
    .map((one) => one.toFixed(1))
    .join(',');
  const rows = sets.flatMap(({ name, count, speed }) =>
    speed === null
      ? []
      : [
          [
            name,
            String(count),
            figure(speed.cpuMs, 2),
            figure(speed.nightMinutes, 2),
            figure(speed.rssMb, 0),
            process.version,
            model,
            load,
          ],
        ],
  );
  return aligned('speed series cpu_ms est_min rss_mb node cpu_model loadavg', rows);
}

function barTable(bars: readonly Bar[]): string {
  const rows = bars.map(({ name, value, bar, goal, sense, pass, reachesGoal }) => [
    name.replaceAll(' ', '\u00A0'),
    figure(value),
    `${sense}${bar}`,
    `${sense}${goal}`,
    reachesGoal ? 'goal' : pass ? 'pass' : 'MISS',
  ]);
  return aligned('bar value must goal pass', rows);
}

function summaryOf(sets: readonly SetResult[], bars: readonly Bar[]): string {
  const means = stockMeans(sets);
  const passed = bars.filter(({ pass }) => pass).length;
  return `summary: pass ${passed}/${bars.length}  geo_pinball ${figure(means?.pinball)}  geo_onhand ${figure(means?.onHand)}`;
}
