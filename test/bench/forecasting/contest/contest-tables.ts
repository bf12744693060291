/** The tables of a contest in Markdown: who joins, and the errors on training and test parts. */
import { mean } from '#shared/forecasting/sum.ts';

import { PRODUCT } from './competitors.ts';
import type { ContestRow } from './contest-scores.ts';

/** A row of one set, from an origin inside the training part or from the test part. */
export type PartRow = ContestRow & { readonly part: 'training' | 'test'; readonly set: string };

/** A method on the series of a kind in a set, all origins of the part together, beside the product alone. */
type SetRow = PartRow & { readonly owaRatio: number; readonly rmsseRatio: number; readonly ratio: number };

/** A method joins if its error is lower by 1 % over the sets of a kind and in no set higher by more than 1 %. */
const NEEDED_RATIO = 0.99;
const WORST_RATIO = 1.01;
/** Figures of fewer series are chance. */
const FEWEST_SERIES = 30;

/** The tables, one below the other. */
export function contestTables(rows: readonly PartRow[]): string {
  const training = setRows(rows, 'training');
  const test = setRows(rows, 'test');
  return [...decisionTable(training, test), '', ...errorTable(training), '', ...errorTable(test)].join('\n');
}

function setRows(rows: readonly PartRow[], part: PartRow['part']): readonly SetRow[] {
  const groups = Map.groupBy(
    rows.filter((row) => row.part === part),
    ({ kind, set, method }) => [kind, set, method].join('|'),
  );
  const summed = [...groups.values()].map(overOrigins);
  return summed
    .map((row) => {
      const own = summed.find(
        ({ kind, set, method }) => kind === row.kind && set === row.set && method === PRODUCT,
      );
      const owaRatio = row.owa / (own?.owa ?? Number.NaN);
      const rmsseRatio = row.rmsse / (own?.rmsse ?? Number.NaN);
      return { ...row, owaRatio, rmsseRatio, ratio: (owaRatio + rmsseRatio) / 2 };
    })
    .toSorted((one, other) => one.kind.localeCompare(other.kind) || one.set.localeCompare(other.set));
}

function overOrigins(group: readonly PartRow[]): PartRow {
  const count = group.reduce((total, row) => total + row.count, 0);
  const over = (measure: 'owa' | 'rmsse' | 'bias' | 'cpuMs'): number =>
    group.reduce((total, row) => total + row[measure] * row.count, 0) / count;
  const [first] = group;
  if (first === undefined)
    throw new Error('found a group without rows, expected one per origin: group again');
  return {
    ...first,
    count,
    owa: over('owa'),
    rmsse: over('rmsse'),
    bias: over('bias'),
    cpuMs: over('cpuMs'),
  };
}

/** The error is the mean of the OWA and RMSSE ratios to the product alone; the test parts only report. */
function decisionTable(training: readonly SetRow[], test: readonly SetRow[]): string[] {
  const groups = Map.groupBy(training.filter(countsFor), ({ kind, method }) => `${kind}|${method}`);
  const lines = [...groups].flatMap(([key, rows]) => {
    const [kind = '', method = ''] = key.split('|');
    if (method === PRODUCT) return [];
    const error = mean(rows.map(({ ratio }) => ratio));
    const worst = Math.max(...rows.map(({ ratio }) => ratio));
    const reported = test.filter((row) => countsFor(row) && row.kind === kind && row.method === method);
    const joins = error <= NEEDED_RATIO && worst <= WORST_RATIO;
    const figures = [error, worst, mean(reported.map(({ ratio }) => ratio))].map((one) => one.toFixed(3));
    return [`| ${[kind, method, rows.length, ...figures, joins ? 'yes' : 'no'].join(' | ')} |`];
  });
  return [
    '| kind | method | sets | error ÷ product, training parts | worst set | test parts | joins |',
    '|---|---|---|---|---|---|---|',
    ...lines,
  ];
}

function countsFor({ count }: SetRow): boolean {
  return count >= FEWEST_SERIES;
}

function errorTable(rows: readonly SetRow[]): string[] {
  return [
    `| ${rows[0]?.part ?? ''} parts: kind | set | n | method | OWA | RMSSE | OWA ratio | RMSSE ratio | bias | cpu ms |`,
    '|---|---|---|---|---|---|---|---|---|---|',
    ...rows.map(({ kind, set, count, method, owa, rmsse, owaRatio, rmsseRatio, bias, cpuMs }) => {
      const figures = [owa, rmsse, owaRatio, rmsseRatio, bias].map((figure) => figure.toFixed(3));
      return `| ${[kind, set, count, method, ...figures, cpuMs.toFixed(1)].join(' | ')} |`;
    }),
  ];
}
