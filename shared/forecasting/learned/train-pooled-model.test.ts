import { describe, expect, it } from 'vitest';

import { seededRandom } from '#shared/forecasting/seeded-random.ts';
import { mean } from '#shared/forecasting/sum.ts';

import type { PooledSeries } from './pooled-series.ts';
import { trainPooledModel } from './train-pooled-model.ts';

const MONTHS = { seasonLength: 12, horizon: 6, mostRows: 6_000 };
const SEASON = [0.5, 0.5, 0.7, 0.9, 1, 1.2, 1.6, 1.7, 1.3, 1, 0.9, 0.7];

/** Series of one common season, each with a level and noise of its own. */
function seasonal(count: number, months: number): PooledSeries[] {
  const random = seededRandom('seasonal');
  return Array.from({ length: count }, () => {
    const level = 20 + 200 * random();
    return {
      values: Float64Array.from(
        { length: months },
        (_, i) => level * (SEASON[i % 12] ?? 1) * (0.9 + 0.2 * random()),
      ),
    };
  });
}

function upTo(series: readonly PooledSeries[], months: number): PooledSeries[] {
  return series.map(({ values }) => ({ values: Array.from(values).slice(0, months) }));
}

/** Days of a weekly shape on which promotions double or treble demand, by item. */
function promoted(count: number, days: number): { values: Float64Array; promoted: Float64Array }[] {
  const random = seededRandom('promoted');
  return Array.from({ length: count }, (_, item) => {
    const marks = Float64Array.from({ length: days }, (_day, i) => ((i + 5 * item) % 30 < 4 ? 1 : 0));
    const lift = item % 2 === 0 ? 2 : 3;
    const values = marks.map(
      (mark, i) => (i % 7 === 6 ? 10 : 40) * (mark > 0 ? lift : 1) * (0.8 + 0.4 * random()),
    );
    return { values, promoted: marks };
  });
}

describe('the pooled model', () => {
  it('learns a season that all series share from one year of it', () => {
    const all = seasonal(60, 30);
    const known = upTo(all, 24);
    const model = trainPooledModel(known, MONTHS);
    const errors = known.flatMap((one, s) =>
      Array.from(model.forecast(one, 6), (value, i) => {
        const actual = Number(all[s]?.values[24 + i]);
        return Math.abs(value - actual) / actual;
      }),
    );
    expect(mean(errors)).toBeLessThan(0.15);
  });

  it('lifts promoted days by what promotions of the item did', () => {
    const all = promoted(30, 300);
    const known = all.map(({ values, promoted: marks }) => ({
      values: values.subarray(0, 280),
      promoted: marks,
    }));
    const model = trainPooledModel(known, { seasonLength: 7, horizon: 14, mostRows: 10_000 });
    const ratios = known.map((one) => {
      const ahead = (mark: number): Float64Array =>
        Float64Array.from({ length: 294 }, (_, i) => (i < 280 ? (one.promoted[i] ?? 0) : mark));
      const sumOf = (mark: number): number =>
        mean(model.forecast({ values: one.values, promoted: ahead(mark) }, 14));
      return sumOf(1) / sumOf(0);
    });
    const [even, odd] = [0, 1].map((rest) => mean(ratios.filter((_, item) => item % 2 === rest)));
    expect(even).toBeGreaterThan(1.6);
    expect(even).toBeLessThan(2.5);
    expect(odd).toBeGreaterThan(2.3);
    expect(odd).toBeLessThan(3.6);
  });

  it('says the same for the same past, and k times as much for k times the demand', () => {
    const known = seasonal(30, 36);
    const larger = known.map(({ values }) => ({ values: Float64Array.from(values, (v) => v * 1024) }));
    const once = trainPooledModel(known, MONTHS);
    const again = trainPooledModel(known, MONTHS);
    const scaled = trainPooledModel(larger, MONTHS);
    known.forEach((one, i) => {
      const means = once.forecast(one, 6);
      expect(again.forecast(one, 6)).toEqual(means);
      scaled.forecast(larger[i] ?? one, 6).forEach((v, h) => expect(v / 1024).toBeCloseTo(means[h] ?? 0, 6));
    });
  });

  it('is safe with series of no use', () => {
    const random = seededRandom('bad');
    const bad: PooledSeries[] = [
      { values: [] },
      { values: [5] },
      { values: Array<number>(40).fill(0) },
      { values: Array<number>(40).fill(7) },
      { values: Array<number>(40).fill(Number.NaN) },
      { values: Array.from({ length: 40 }, (_, i) => (i % 3 === 0 ? Number.NaN : -i)) },
      { values: Array.from({ length: 40 }, () => random() * 1e150) },
      { values: Array.from({ length: 40 }, (_, i) => (i === 39 ? 1e9 : 0)) },
      { values: Array.from({ length: 10_000 }, () => random()) },
    ];
    for (const seasonLength of [1, 12]) {
      const model = trainPooledModel([...bad, ...seasonal(20, 40)], {
        ...MONTHS,
        seasonLength,
        mostRows: 2_000,
      });
      for (const one of bad) {
        const means = model.forecast(one, 20);
        expect(means).toHaveLength(20);
        for (const value of means) expect(Number.isFinite(value) && value >= 0).toBe(true);
      }
    }
    expect([...trainPooledModel([], MONTHS).forecast({ values: [4, 4, 4] }, 2)]).toEqual([4, 4]);
  });

  it('keeps a series that does not change, and forecasts nothing where nothing sells', () => {
    const model = trainPooledModel(seasonal(30, 36), MONTHS);
    expect([...model.forecast({ values: Array<number>(36).fill(7) }, 3)]).toEqual([7, 7, 7]);
    expect([...model.forecast({ values: Array<number>(36).fill(0) }, 3)]).toEqual([0, 0, 0]);
  });

  it('learns from ten thousand series in seconds', () => {
    const started = performance.now();
    trainPooledModel(seasonal(10_000, 36), { seasonLength: 12, horizon: 6 });
    expect(performance.now() - started).toBeLessThan(20_000);
  });
});
