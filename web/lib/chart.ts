/** Geometry of charts in per cent of the plot, so that one picture fits every width. */

/** Round steps for an axis from 0 that covers `highest`. */
export function ticksTo(highest: number, about = 4): readonly number[] {
  if (!(highest > 0)) return [0, 1];
  const rough = highest / about;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = ([1, 2, 2.5, 5, 10].find((factor) => factor * power >= rough) ?? 10) * power;
  const count = Math.ceil(highest / step - 1e-9);
  return Array.from({ length: count + 1 }, (_, at) => at * step);
}

/** A point of the plot, both in per cent, y downward. */
export type Point = readonly [x: number, y: number];

/** A line through points. */
export function linePath(points: readonly Point[]): string {
  return points.map(([x, y], at) => `${at === 0 ? 'M' : 'L'}${x.toFixed(2)},${y.toFixed(2)}`).join('');
}

/** The area between an upper and a lower line. */
export function bandPath(upper: readonly Point[], lower: readonly Point[]): string {
  if (upper.length === 0) return '';
  return `${linePath(upper)}${linePath(lower.toReversed()).replace('M', 'L')}Z`;
}
