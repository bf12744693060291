/** What every bench shares: a calibration loop, rates under concurrency, medians, and a table. */
import { appendFileSync } from 'node:fs';
import { loadavg } from 'node:os';

/** What one measurement gave. */
export type Rate = { readonly perSecond: number; readonly p50Ms: number; readonly p95Ms: number };

/** A line of the table: the median of its rounds. */
export type Line = {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  readonly note?: string;
  readonly beside?: string;
};

/** The value below which the share `q` of the values lies. */
export function quantile(values: readonly number[], q: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  const position = (sorted.length - 1) * q;
  const low = sorted[Math.floor(position)] ?? Number.NaN;
  const high = sorted[Math.ceil(position)] ?? low;
  return low + (high - low) * (position - Math.floor(position));
}

/** The middle of the values. */
export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

/** Milliseconds of a fixed loop on one core: tells a slow or busy machine from slow code. */
export function calibrate(): number {
  const started = performance.now();
  let x = 123_456_789;
  for (let i = 0; i < 30_000_000; i += 1) {
    x ^= x << 13;
    x ^= x >>> 17;
    x ^= x << 5;
  }
  return performance.now() - started + (x === 42 ? 1 : 0);
}

/** Runs `work` over and over, so many at once, for so long, and takes the time of each. */
export async function rateOf(
  work: (worker: number) => Promise<unknown>,
  { atOnce, seconds }: { readonly atOnce: number; readonly seconds: number },
): Promise<Rate> {
  const times: number[] = [];
  const began = performance.now();
  const end = began + seconds * 1000;
  await Promise.all(
    Array.from({ length: atOnce }, async (_, worker) => {
      while (performance.now() < end) {
        const started = performance.now();
        await work(worker);
        times.push(performance.now() - started);
      }
    }),
  );
  const elapsed = (performance.now() - began) / 1000;
  return { perSecond: times.length / elapsed, p50Ms: median(times), p95Ms: quantile(times, 0.95) };
}

/** The median of each figure over the rounds. */
export function medianRate(rates: readonly Rate[]): Rate {
  return {
    perSecond: median(rates.map(({ perSecond }) => perSecond)),
    p50Ms: median(rates.map(({ p50Ms }) => p50Ms)),
    p95Ms: median(rates.map(({ p95Ms }) => p95Ms)),
  };
}

/** Prints the lines as a Markdown table, and adds them to the file of PEERS_RESULTS where that is set. */
export function printLines(lines: readonly Line[]): void {
  console.log('| measured | median | |\n|---|---|---|');
  for (const { name, value, unit, note = '' } of lines) {
    console.log(`| ${name} | ${value < 10 ? value.toFixed(2) : Math.round(value)} ${unit} | ${note} |`);
  }
  const file = process.env['PEERS_RESULTS'];
  if (file === undefined) return;
  const load = Number((loadavg()[0] ?? 0).toFixed(2));
  for (const { name, value, unit, beside } of lines) {
    appendFileSync(
      file,
      `${JSON.stringify({ peer: 'stock-mate', metric: name, value, unit, load, beside })}\n`,
    );
  }
}
