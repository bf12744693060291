import fc from 'fast-check';
import { expect, test } from 'vitest';
import { dailyMeans } from './daily-means.ts';
import { addDays } from './day-number.ts';
import { forecastItem, type ForecastInput } from './forecast-item.ts';
import type { Forecast, ItemForecast } from './item-forecast.ts';
import { seededRandom } from './seeded-random.ts';
import { mean, sum } from './sum.ts';

const firstDay = '2024-11-22';

function inputOf(values: readonly number[]): ForecastInput {
  return {
    history: values.map((quantity, i) => ({ day: addDays(firstDay, i), quantity })),
    asOf: addDays(firstDay, values.length),
    leadTimeDays: { mean: 14, standardDeviation: 3 },
    reviewPeriodDays: 7,
  };
}

function forecastOf(values: readonly number[]): Forecast {
  return foundIn(forecastItem(inputOf(values)));
}

function noisy(days: number, seed: string, level: (day: number) => number): number[] {
  const random = seededRandom(seed);
  return Array.from({ length: days }, (_, i) => Math.round(level(i) * (0.5 + random())));
}

test('less than four weeks are not enough, and it says how many are needed', () => {
  expect(forecastItem(inputOf([1, 2, 3]))).toMatchObject({
    kind: 'not-enough-history',
    historyDays: 3,
    needDays: 28,
    reason: 'demand is known of 3 days, a forecast needs 28: wait, or name a product that sells alike',
  });
});

test('constant demand is forecast as it is; only the lead time spreads it: σ = 5 · 3', () => {
  const forecast = forecastOf(Array.from({ length: 200 }, () => 5));
  expect(forecast.meanPerDay).toBeCloseTo(5, 9);
  expect(forecast.standardDeviationPerDay).toBeCloseTo(0, 9);
  expect(forecast.leadTimeDemand.mean).toBeCloseTo(70, 6);
  expect(forecast.leadTimeDemand.standardDeviation).toBeCloseTo(15, 6);
  expect(forecast.protectionDemand.mean).toBeCloseTo(105, 6);
  expect(forecast.accuracy?.wape).toBeCloseTo(0, 9);
  expect(forecast.accuracy?.bias).toBeCloseTo(0, 9);
  expect(forecast.accuracy?.coverage80).toBe(1);
});

test('a forecast reacts to what was sold: after a step from 10 to 100 it is near 100', () => {
  const forecast = forecastOf([...noisy(600, 'a', () => 10), ...noisy(60, 'b', () => 100)]);
  expect(forecast.meanPerDay).toBeGreaterThan(75);
  expect(forecast.meanPerDay).toBeLessThan(130);
});

test('growth goes on, but less each day', () => {
  const forecast = forecastOf(noisy(400, 'growth', (i) => 20 + i / 4));
  expect(forecast.meanPerDay).toBeGreaterThan(105);
  expect(forecast.meanPerDay).toBeLessThan(150);
});

test('a random walk is never forecast as 0', () => {
  const random = seededRandom('walk');
  let level = 100;
  const forecast = forecastOf(
    Array.from({ length: 500 }, () => {
      level = Math.max(5, level + random() * 10 - 5);
      return level;
    }),
  );
  expect(forecast.meanPerDay).toBeGreaterThan(level * 0.7);
  expect(forecast.leadTimeDemand.p10).toBeGreaterThan(0);
});

test('what was sold at or after the day of the forecast does not change it', () => {
  const past = inputOf(noisy(300, 'past', () => 8));
  const future = [0, 1, 2].map((i) => ({ day: addDays(past.asOf, i), quantity: 999 }));
  const forecast = foundIn(forecastItem(past));
  expect(forecastItem({ ...past, history: [...past.history, ...future] })).toEqual({
    ...forecast,
    exclusions: { ...forecast.exclusions, unfinishedDays: 3 },
  });
});

test('a weekly pattern is in the mean of each coming day, and the days add up to the mean', () => {
  const shape = [1.2, 1.2, 1.2, 1.2, 2.2, 0, 0];
  // 2024-11-22 is a Friday.
  const forecast = forecastOf(noisy(364, 'week', (i) => 10 * (shape[(i + 4) % 7] ?? 0)));
  const means = dailyMeans(forecast, addDays(firstDay, 364), 28);
  expect(mean(means)).toBeCloseTo(forecast.meanPerDay, 6);
  expect(means[0]).toBeGreaterThan((means[1] ?? 0) + 15);
  expect(means[1]).toBe(0);
});

test('a yearly season is in the lead-time demand of the coming months', () => {
  const season = (i: number): number => 1 + 0.5 * Math.cos((2 * Math.PI * i) / 365);
  const forecast = forecastOf(noisy(730, 'year', (i) => 20 * season(i)));
  expect(forecast.method).toContain('month');
  expect(forecast.leadTimeDemand.mean).toBeGreaterThan(14 * 20 * 1.25);
});

test('seldom demand keeps its rate, and its quantiles are whole units', () => {
  const random = seededRandom('seldom');
  const forecast = forecastOf(Array.from({ length: 700 }, () => (random() < 0.1 ? 4 : 0)));
  expect(['intermittent', 'lumpy']).toContain(forecast.demandPattern);
  expect(forecast.meanPerDay).toBeGreaterThan(0.25);
  expect(forecast.meanPerDay).toBeLessThan(0.6);
  expect(Number.isInteger(forecast.leadTimeDemand.p95)).toBe(true);
  expect(forecast.leadTimeDemand.p99).toBeGreaterThan(forecast.leadTimeDemand.p50);
});

test('ten times the demand has ten times the forecast where demand is measured, not counted', () => {
  const values = noisy(300, 'scale', () => 30);
  const once = forecastOf(values);
  const tenfold = forecastOf(values.map((value) => value * 10));
  expect(tenfold.leadTimeDemand.p95).toBeCloseTo(once.leadTimeDemand.p95 * 10, 4);
});

test('eight in ten running sums lie in the band of p10 to p90, within a tenth either way', () => {
  let coverage = 0;
  for (let k = 0; k < 20; k += 1) {
    coverage += (forecastOf(noisy(400, `band ${k}`, () => 25)).accuracy?.coverage80 ?? 0) / 20;
  }
  expect(coverage).toBeGreaterThan(0.7);
  expect(coverage).toBeLessThan(0.97);
});

test('days without stock are unknown, not days without demand: 10 a day are forecast, not 7', () => {
  const random = seededRandom('out of stock');
  const daysWithoutStock: string[] = [];
  const values = noisy(400, 'stock', () => 10).map((value, i) => {
    if (random() >= 0.3) return value;
    daysWithoutStock.push(addDays(firstDay, i));
    return 0;
  });
  const input = { ...inputOf(values), adjustments: { daysWithoutStock } };
  const forecast = foundIn(forecastItem(input));
  expect(forecast.meanPerDay).toBeGreaterThan(9.3);
  expect(forecast.meanPerDay).toBeLessThan(10.7);
  expect(forecast.exclusions.daysWithoutStock).toBe(daysWithoutStock.length);
  expect(forecast.demandPattern).toBe('smooth');
  expect(forecastOf(values).meanPerDay).toBeLessThan(8);
});

test('a past demand event does not raise the forecast, a future one does, on its days alone', () => {
  const values = noisy(400, 'events', () => 10).map((value, i) => (i >= 380 && i < 390 ? 5 * value : value));
  const input = inputOf(values);
  const past = { name: 'last sale', from: addDays(firstDay, 380), to: addDays(firstDay, 389), lift: 5 };
  const coming = { name: 'next sale', from: addDays(input.asOf, 7), to: addDays(input.asOf, 13), lift: 2 };
  const without = foundIn(forecastItem({ ...input, adjustments: { demandEvents: [past] } }));
  expect(without.meanPerDay).toBeLessThan(10.8);
  expect(without.exclusions.demandEventDays).toBe(10);
  const raised = foundIn(forecastItem({ ...input, adjustments: { demandEvents: [past, coming] } }));
  expect(raised.baselinePerDay).toBeCloseTo(without.meanPerDay, 9);
  expect(raised.meanPerDay).toBeCloseTo(without.meanPerDay * (35 / 28), 9);
  expect(raised.leadTimeDemand.mean).toBeCloseTo(without.leadTimeDemand.mean * 1.5, 9);
  expect(raised.leadTimeDemand.standardDeviation).toBeGreaterThan(without.leadTimeDemand.standardDeviation);
});

test("an override stands in place of the forecast, and the forecast's own figure stays beside it", () => {
  const input = inputOf(noisy(400, 'override', () => 10));
  const override = { from: input.asOf, until: null, perDay: 25, factor: null };
  const forecast = foundIn(forecastItem({ ...input, adjustments: { overrides: [override] } }));
  expect(forecast.meanPerDay).toBe(25);
  expect(forecast.leadTimeDemand.mean).toBeCloseTo(14 * 25, 9);
  expect(forecast.baselinePerDay).toBeCloseTo(foundIn(forecastItem(input)).meanPerDay, 9);
});

test('a new product is forecast like another at a share, with a wider spread, until its own history counts', () => {
  const all = noisy(500, 'like', () => 10);
  const asOf = addDays(firstDay, 500);
  const other = inputOf(all).history;
  const like = foundIn(forecastItem(inputOf(all)));
  const forecastAfter = (days: number): Forecast =>
    foundIn(
      forecastItem({
        ...inputOf(all),
        asOf,
        history: other.slice(500 - days).map(({ day, quantity }) => ({ day, quantity: quantity * 3 })),
        likeItem: { history: other, share: 0.6 },
      }),
    );
  const fresh = forecastAfter(10);
  expect(fresh).toMatchObject({ likeShare: 0.6, historyDays: 10, accuracy: null });
  expect(fresh.method).toContain('like-item');
  expect(fresh.meanPerDay).toBeCloseTo(0.6 * like.meanPerDay, 9);
  const relative = ({ leadTimeDemand: { mean: mu, standardDeviation } }: Forecast): number =>
    standardDeviation / mu;
  expect(relative(fresh)).toBeGreaterThan(relative(like));
  const [half, own] = [forecastAfter(84), forecastAfter(112)];
  expect(half.likeShare).toBe(0.6);
  expect(half.meanPerDay).toBeGreaterThan(fresh.meanPerDay + 5);
  expect(half.meanPerDay).toBeLessThan(own.meanPerDay - 5);
  expect(own.likeShare).toBeNull();
});

test('a like item without history helps as little as none', () => {
  const input = { ...inputOf([1, 2, 3]), likeItem: { history: inputOf([4]).history, share: 0.5 } };
  expect(forecastItem(input)).toMatchObject({ kind: 'not-enough-history', historyDays: 3 });
});

test('a history of weeks is forecast in weeks, one of months in months, and both by day as much as by period', () => {
  const random = seededRandom('grains');
  const weekly = Array.from({ length: 104 }, (_, i) => ({
    day: addDays('2024-01-01', 7 * i),
    quantity: 50 + Math.round(40 * random()),
  }));
  const monthly = Array.from({ length: 40 }, (_, i) => ({
    day: `${2021 + Math.floor(i / 12)}-${String(1 + (i % 12)).padStart(2, '0')}-01`,
    quantity: 250 + Math.round(100 * random()),
  }));
  const terms = { leadTimeDays: { mean: 14, standardDeviation: 3 }, reviewPeriodDays: 7 };
  const byWeek = foundIn(
    forecastItem({ ...terms, history: weekly, asOf: addDays('2024-01-01', 7 * 104 + 2) }),
  );
  const byMonth = foundIn(forecastItem({ ...terms, history: monthly, asOf: '2024-05-10' }));
  expect([byWeek.grain, byMonth.grain]).toEqual(['week', 'month']);
  for (const forecast of [byWeek, byMonth]) {
    expect(forecast.meanPerDay).toBeGreaterThan(9);
    expect(forecast.meanPerDay).toBeLessThan(11);
    expect(forecast.leadTimeDemand.p90).toBeGreaterThan(forecast.leadTimeDemand.mean);
    expect(forecast.accuracy?.wape).toBeLessThan(0.3);
    expect(forecast.coefficientOfVariation).toBeLessThan(0.5);
  }
  expect(foundIn(forecastItem({ ...terms, history: monthly, asOf: '2024-04-20' })).historyDays).toBe(1_186);
});

test('at most four methods are compared, the used one first, by the error over the same weeks', () => {
  const { contenders, method, accuracy } = forecastOf(noisy(400, 'contenders', () => 20));
  expect(contenders.map((one) => one.method)).toEqual([
    method,
    'simple-smoothing',
    'mean-of-28-days',
    'same-as-last-week',
  ]);
  expect(contenders[0]?.wape).toBe(accuracy?.wape);
  expect(contenders.every(({ wape }) => wape !== null && wape > 0 && wape < 1)).toBe(true);
});

test('what stopped selling is forecast less and less', () => {
  const random = seededRandom('stopped');
  const values = Array.from({ length: 700 }, (_, i) => (i < 450 && random() < 0.3 ? 3 : 0));
  expect(forecastOf(values).meanPerDay).toBeLessThan(0.2);
});

test('the classes of a product rest on the units and the weeks of its last year', () => {
  const steady = forecastOf(Array.from({ length: 500 }, () => 4));
  expect(steady).toMatchObject({ demandLastYear: 4 * 365, coefficientOfVariation: 0 });
  const random = seededRandom('xyz');
  expect(
    forecastOf(Array.from({ length: 500 }, () => (random() < 0.01 ? 9 : 0))).coefficientOfVariation,
  ).toBeGreaterThan(1);
});

const quantity = fc.oneof(
  { weight: 2, arbitrary: fc.constant(0) },
  fc.nat(50),
  fc.double({ min: -1e12, max: 1e12 }),
  fc.constantFrom(Number.NaN, Number.POSITIVE_INFINITY, 1e12, -5),
);
const histories = fc.array(quantity, { minLength: 28, maxLength: 400 });

test('whatever was sold, nothing is NaN or negative, quantiles rise, and the same input gives the same forecast', () => {
  fc.assert(
    fc.property(histories, (values) => {
      const forecast = forecastOf(values);
      expect(problemsOf(forecast)).toEqual([]);
      expect(sum(forecast.weekdayFactors)).toBeCloseTo(7, 6);
      expect(forecastOf(values)).toEqual(forecast);
    }),
    { numRuns: 60 },
  );
});

test('in whatever order the rows come, with gaps and with many of one day, the forecast is sound and the same', () => {
  const row = fc.record({ place: fc.nat(600), quantity });
  fc.assert(
    fc.property(fc.array(row, { minLength: 1, maxLength: 300 }), fc.nat(700), (rows, days) => {
      const input = {
        ...inputOf([]),
        asOf: addDays(firstDay, days),
        history: rows.map((one) => ({ day: addDays(firstDay, one.place), quantity: one.quantity })),
      };
      const forecast = forecastItem(input);
      expect(problemsOf(forecast)).toEqual([]);
      const past = input.history.filter(({ day }) => day < input.asOf);
      expect(withoutCounts(forecastItem({ ...input, history: past }))).toEqual(withoutCounts(forecast));
    }),
    { numRuns: 60 },
  );
});

test('whatever people plan, the forecast is sound', () => {
  const place = fc.integer({ min: -300, max: 300 });
  const span = fc.record({
    from: place,
    length: fc.nat(200),
    factor: fc.double({ min: 0, max: 100, noNaN: true }),
  });
  const values = noisy(300, 'plans', () => 10);
  const input = inputOf(values);
  fc.assert(
    fc.property(fc.array(span, { maxLength: 6 }), fc.array(place), (spans, places) => {
      const days = places.map((one) => addDays(input.asOf, one));
      const planned = spans.map(({ from, length, factor }) => ({
        name: 'any',
        from: addDays(input.asOf, from),
        to: addDays(input.asOf, from + length),
        lift: factor,
      }));
      const overrides = planned.slice(3).map(({ from, to, lift }, i) => ({
        from,
        until: i === 0 ? null : to,
        perDay: i === 0 ? lift : null,
        factor: i === 0 ? null : lift,
      }));
      const forecast = forecastItem({
        ...input,
        adjustments: {
          demandEvents: planned.slice(0, 3),
          overrides,
          daysWithoutStock: days.slice(0, 20),
          excludedDays: days.slice(20, 30),
          restoredDays: days.slice(5, 25),
        },
      });
      expect(problemsOf(forecast)).toEqual([]);
    }),
    { numRuns: 60 },
  );
});

test.each([
  ['constant', (): number => 7],
  ['without demand', (): number => 0],
  ['of 1e12', (i: number): number => 1e12 + (i % 3)],
  ['of tiny parts', (i: number): number => 1e-9 * (i % 5)],
])('ten thousand days %s are safe', (_name, demand) => {
  const forecast = forecastOf(Array.from({ length: 10_000 }, (_unused, i) => demand(i)));
  expect(problemsOf(forecast)).toEqual([]);
  expect(forecast.historyDays).toBeLessThanOrEqual(1_096);
});

test('one row alone is not enough history, nor is none', () => {
  expect(forecastItem(inputOf([5])).kind).toBe('not-enough-history');
  expect(forecastItem(inputOf([])).kind).toBe('not-enough-history');
});

function foundIn(forecast: ItemForecast): Forecast {
  if (forecast.kind !== 'forecast') throw new Error(`expected a forecast, found ${forecast.reason}`);
  return forecast;
}

/** Days that are left out because they are not over yet are counted; nothing else may depend on them. */
function withoutCounts(forecast: ItemForecast): unknown {
  if (forecast.kind !== 'forecast') return forecast;
  return { ...forecast, exclusions: { ...forecast.exclusions, unfinishedDays: 0 } };
}

/** What no forecast may be. */
function problemsOf(forecast: ItemForecast): readonly string[] {
  if (forecast.kind === 'not-enough-history')
    return forecast.historyDays < forecast.needDays ? [] : ['enough history'];
  const { leadTimeDemand, protectionDemand, variance, seasonality } = forecast;
  const distributions = [leadTimeDemand, protectionDemand].map((one) => [
    one.p10,
    one.p50,
    one.p90,
    one.p95,
    one.p99,
  ]);
  const figures = {
    quantiles: distributions.flat(),
    means: [leadTimeDemand.mean, protectionDemand.mean, forecast.meanPerDay, forecast.baselinePerDay],
    deviations: [
      leadTimeDemand.standardDeviation,
      forecast.standardDeviationPerDay,
      forecast.coefficientOfVariation,
    ],
    variances: [variance.perDay, variance.ofLevel],
    units: [forecast.demandLastYear],
    seasonality: [seasonality.week, seasonality.year],
  };
  const rules = {
    'quantiles fall': distributions.some((one) => one.some((value, i) => value < (one[i - 1] ?? 0))),
    'more is needed for less time': protectionDemand.mean < leadTimeDemand.mean,
    'season above 1': figures.seasonality.some((value) => value > 1),
    'too many outliers': forecast.exclusions.outliers.length > 10,
  };
  return [
    ...Object.entries(figures).flatMap(([name, values]) =>
      values.every((value) => Number.isFinite(value) && value >= 0) ? [] : [`${name}: ${values.join(', ')}`],
    ),
    ...Object.entries(rules).flatMap(([name, isBroken]) => (isBroken ? [name] : [])),
  ];
}
