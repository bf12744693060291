import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { build } from 'esbuild';
import { afterAll, describe, expect, it } from 'vitest';

import { seededRandom } from '#shared/forecasting/seeded-random.ts';
import { mean } from '#shared/forecasting/sum.ts';

import { openArima } from './arima.ts';

const port = openArima();
afterAll(() => port.close());

const SEASON = Float64Array.of(0.6, 0.7, 0.9, 1, 1.2, 1.4, 1.5, 1.3, 1.1, 0.9, 0.8, 0.6);

/** Monthly demand with a season, a slow rise and noise. */
function monthly(count: number, seed = 'monthly'): Float64Array {
  const random = seededRandom(seed);
  return Float64Array.from(
    { length: count },
    (_, i) => (100 + i) * (SEASON[i % 12] ?? 1) * (0.95 + random() / 10),
  );
}

/** A walk that may go anywhere above 0. */
function walk(seed: string, count: number): Float64Array {
  const random = seededRandom(seed);
  let level = 500;
  return Float64Array.from({ length: count }, () => (level = Math.max(50, level + (random() - 0.5) * 40)));
}

/** Daily demand with a weekly shape, promoted on runs of days, which multiplies it. */
function promotedDays(count: number, lift: number): { values: Float64Array; promoted: Float64Array } {
  const random = seededRandom('promoted');
  const promoted = new Float64Array(count);
  for (let start = 20; start + 10 < count; start += 30 + Math.floor(random() * 30))
    promoted.fill(1, start, start + 3 + Math.floor(random() * 8));
  const values = promoted.map((mark, i) =>
    Math.round((i % 7 === 6 ? 20 : 40) * (mark > 0 ? lift : 1) * (0.8 + random() * 0.4)),
  );
  return { values, promoted };
}

describe('the ARIMA port', () => {
  it('carries a season and a trend on', async () => {
    const all = monthly(84);
    const forecast = await port.forecast({ values: all.subarray(0, 72), seasonLength: 12, horizon: 12 });
    const actual = all.subarray(72);
    const errors = actual.map((value, i) => Math.abs((forecast?.means[i] ?? 0) - value) / value);
    expect(mean(errors)).toBeLessThan(0.08);
  });

  it.each(['a', 'b', 'c', 'd'])('forecasts a random walk (%s) near where it is, never 0', async (seed) => {
    for (const seasonLength of [1, 12]) {
      const values = walk(seed, 80);
      const means = (await port.forecast({ values, seasonLength, horizon: 12 }))?.means ?? [0];
      expect(mean(means) / (values.at(-1) ?? 0)).toBeGreaterThan(0.5);
      expect(mean(means) / (values.at(-1) ?? 0)).toBeLessThan(2);
    }
  });

  it('keeps level and trend of very large and very small values', async () => {
    for (const unit of [1e12, 1e-9]) {
      const values = Float64Array.from({ length: 60 }, (_, i) => (100 + i) * unit);
      const means = (await port.forecast({ values, seasonLength: 1, horizon: 6 }))?.means ?? [];
      expect(mean(means) / (160 * unit)).toBeGreaterThan(0.9);
      expect(mean(means) / (160 * unit)).toBeLessThan(1.1);
    }
  });

  it('forecasts k times as much for k times the demand', async () => {
    const one = await port.forecast({ values: monthly(60), seasonLength: 12, horizon: 6 });
    const other = await port.forecast({
      values: monthly(60).map((v) => v * 1024),
      seasonLength: 12,
      horizon: 6,
    });
    other?.means.forEach((value, i) => expect(value / 1024).toBeCloseTo(one?.means[i] ?? 0, 6));
  });

  it('answers null where there is nothing to tell', async () => {
    const bad = [[], [5], [1, 2, 3, 4, 5], Array(30).fill(0), Array(30).fill(Number.NaN)];
    const holed = [...monthly(40)];
    holed[7] = Number.POSITIVE_INFINITY;
    for (const values of [...bad, holed])
      expect(await port.forecast({ values, seasonLength: 12, horizon: 6 })).toBeNull();
    for (const horizon of [0, -1, 1.5, Number.NaN, 1e9])
      expect(await port.forecast({ values: monthly(40), seasonLength: 12, horizon })).toBeNull();
  });

  it('answers null rather than a forecast far from what was sold of late', async () => {
    const falling = Float64Array.from({ length: 48 }, (_, i) => Math.max(1, 1000 - 22 * i));
    const forecast = await port.forecast({ values: falling, seasonLength: 1, horizon: 60 });
    for (const value of forecast?.means ?? []) expect(value).toBeGreaterThanOrEqual(0);
    const ended = Float64Array.from({ length: 48 }, (_, i) => (i < 47 ? 0 : 1e6));
    const afterwards = await port.forecast({ values: ended, seasonLength: 1, horizon: 60 });
    expect(mean(afterwards?.means ?? [0])).toBeLessThanOrEqual((5 * 1e6) / 12);
  });

  it('reads the last five thousand of longer series', async () => {
    const forecast = await port.forecast({ values: walk('long', 12_000), seasonLength: 1, horizon: 3 });
    expect(forecast?.means).toHaveLength(3);
  });

  it('gives up after its limit, and answers again afterwards', async () => {
    const hasty = openArima({ limitMs: 1 });
    try {
      const values = monthly(5_000);
      expect(await hasty.forecast({ values, seasonLength: 52, horizon: 60 })).toBeNull();
      expect(await port.forecast({ values: monthly(48), seasonLength: 12, horizon: 6 })).not.toBeNull();
    } finally {
      await hasty.close();
    }
    const patient = openArima({ limitMs: 100 });
    try {
      expect(await patient.forecast({ values: monthly(5_000), seasonLength: 365, horizon: 60 })).toBeNull();
      expect(await patient.forecast({ values: monthly(20), seasonLength: 1, horizon: 6 })).not.toBeNull();
    } finally {
      await patient.close();
    }
  });

  it('answers null once it is closed', async () => {
    const closed = openArima();
    await closed.close();
    expect(await closed.forecast({ values: monthly(48), seasonLength: 12, horizon: 6 })).toBeNull();
  });

  it('lifts promoted days by about as much as promotions did', async () => {
    const { values, promoted } = promotedDays(500, 3);
    const ahead = Float64Array.from({ length: 14 }, (_, i) => (i < 7 ? 0 : 1));
    const input = { values, seasonLength: 7, horizon: 14, regressors: [promoted], futureRegressors: [ahead] };
    const means = (await port.forecast(input))?.means ?? new Float64Array(14);
    const lift = mean(means.subarray(7)) / mean(means.subarray(0, 7));
    expect(lift).toBeGreaterThan(2.4);
    expect(lift).toBeLessThan(3.6);
  });

  it.each([1, 2, 4])('tells a lift of about %s, a little drawn towards none', async (lift) => {
    const history = { ...promotedDays(500, lift), seasonLength: 7 };
    const told = (await port.promotionLift(history)) ?? 0;
    expect(told / lift).toBeGreaterThan(0.8);
    expect(told / lift).toBeLessThan(1.25);
  });

  it('tells no lift from no promotion, from promotion all the time or on one weekday only', async () => {
    const { values } = promotedDays(200, 1);
    const marks = [() => 0, () => 1, (i: number) => (i % 7 === 0 ? 1 : 0), (i: number) => (i === 9 ? 1 : 0)];
    for (const mark of marks) {
      const promoted = values.map((_, i) => mark(i));
      expect(await port.promotionLift({ values, promoted, seasonLength: 7 })).toBeNull();
    }
  });
});

describe('the ARIMA port in a bundle of one file', () => {
  it('forecasts, prints nothing of the package, and lets the process end', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'arima-bundle-'));
    try {
      const entry = join(import.meta.dirname, 'arima.ts');
      const outfile = join(folder, 'index.mjs');
      await build({
        stdin: {
          contents: `import { isMainThread } from 'node:worker_threads';
            import { openArima } from ${JSON.stringify(entry)};
            if (isMainThread) {
              const port = openArima();
              const step = Float64Array.from({ length: 60 }, (_, i) => (i < 30 ? 10 : 100));
              const marks = step.map((_, i) => (i % 5 === 0 ? 1 : 0));
              // The package prints that the two are collinear.
              const all = [[], [marks, marks]].map((regressors) =>
                port.forecast({ values: step, seasonLength: 12, horizon: 3, regressors }),
              );
              const [one, other] = await Promise.all(all);
              process.stdout.write(JSON.stringify([one?.means.length, other?.means.length]));
            }`,
          resolveDir: import.meta.dirname,
        },
        // As infra/aws bundles functions.
        bundle: true,
        platform: 'node',
        format: 'esm',
        target: 'node24',
        minify: true,
        outfile,
        mainFields: ['module', 'main'],
        banner: {
          js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
        },
      });
      writeFileSync(join(folder, 'package.json'), '{}');
      const printed = execFileSync(process.execPath, [outfile], { encoding: 'utf8', timeout: 20_000 });
      expect(printed).toBe('[3,3]');
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
