import fc from 'fast-check';
import { expect, test } from 'vitest';
import { dayNumber } from './day-number.ts';
import { demandQuantile } from './demand-quantile.ts';
import { seededRandom } from './seeded-random.ts';
import { stockProjection, type ProjectionInput } from './stock-projection.ts';

const forecast = {
  meanPerDay: 12.4,
  trendPerDay: 0,
  weekdayFactors: [1.2, 1.2, 1.1, 1.1, 1.2, 0.7, 0.5],
  standardDeviationPerDay: 5,
  leadTimeDemand: { mean: 177.3, standardDeviation: 57 },
};

/**
 * The worked example: 168 on hand, 14 allocated, 60 on order, 12.4 a day with a shape of the week, lead-time demand
 * with a standard deviation of 57, lead time about 14 days and nine times in ten within 19.
 */
function example(paths = 500): ProjectionInput {
  return {
    asOf: '2026-11-22',
    available: 154,
    forecast,
    leadTimeDays: { mean: 14.3, standardDeviation: 3.6 },
    openOrders: [{ quantity: 60, promisedDate: '2026-11-28' }],
    days: 60,
    orderQuantity: 200,
    costs: {
      unitPriceMinor: 840,
      holdingCostRate: 0.2,
      shortageCostPerUnitMinor: 336,
      waits: [0, 1, 2, 3, 5, 7, 10, 14],
    },
    random: seededRandom('example'),
    paths,
  };
}

/** Exactly ten a day, exactly ten days of lead time, 60 in stock: empty at the end of day 6. */
function certain(): ProjectionInput {
  return {
    ...example(),
    available: 60,
    forecast: {
      ...forecast,
      meanPerDay: 10,
      weekdayFactors: [1, 1, 1, 1, 1, 1, 1],
      standardDeviationPerDay: 0,
      leadTimeDemand: { mean: 100, standardDeviation: 0 },
    },
    leadTimeDays: { mean: 10, standardDeviation: 0 },
    openOrders: [],
  };
}

test('without chance the projection is arithmetic', () => {
  const projection = stockProjection(certain());
  expect(projection.days.slice(0, 7).map((day) => Math.round(day.withoutOrder.p50))).toEqual([
    50, 40, 30, 20, 10, 0, 0,
  ]);
  expect(projection.days[10]?.withOrder?.p50).toBeCloseTo(190, 6);
  expect(projection.stockoutDay).toEqual({ p10: '2026-11-27', p50: '2026-11-27', p90: '2026-11-27' });
  expect(projection.arrival).toEqual({ p10: '2026-12-02', p50: '2026-12-02', p90: '2026-12-02' });
});

test('the cost of waiting equals its closed form: days × (10 a day × lost margin − holding cost of 200)', () => {
  const { costOfWaiting } = stockProjection(certain());
  const perDay = 10 * 336 - (200 * 840 * 0.2) / 365;
  expect(costOfWaiting[0]).toEqual({ waitDays: 0, meanMinor: 0, p90Minor: 0 });
  for (const { waitDays, meanMinor, p90Minor } of costOfWaiting.slice(1)) {
    expect(Math.abs(meanMinor / (waitDays * perDay) - 1)).toBeLessThan(0.01);
    expect(p90Minor).toBe(meanMinor);
  }
});

test('not to wait costs nothing, and with stock for long waiting saves what holding costs', () => {
  for (const available of [0, 20, 154, 5_000]) {
    const { costOfWaiting } = stockProjection({ ...example(), available });
    expect(costOfWaiting[0]).toEqual({ waitDays: 0, meanMinor: 0, p90Minor: 0 });
  }
  const { costOfWaiting } = stockProjection({ ...example(), available: 5_000 });
  expect(costOfWaiting[5]?.meanMinor).toBe(-Math.round((7 * 200 * 840 * 0.2) / 365));
});

test('the worked example comes out as it was worked: stock-out about days 12, 17, 23 and the risk of each wait', () => {
  const projection = stockProjection(example(4_000));
  const { stockoutDay, stockoutRisk, arrival, decideBy, costOfWaiting } = projection;
  const inDays = (day: string | null): number =>
    day === null ? Infinity : dayNumber(day) - dayNumber('2026-11-22');
  expect(Math.abs(inDays(stockoutDay.p10) - 12)).toBeLessThanOrEqual(1);
  expect(Math.abs(inDays(stockoutDay.p50) - 17)).toBeLessThanOrEqual(1);
  expect(Math.abs(inDays(stockoutDay.p90) - 23)).toBeLessThanOrEqual(1);
  expect([inDays(arrival.p50), inDays(arrival.p90)]).toEqual([14, 19]);
  const worked = [0.25, 0.32, 0.395, 0.475, 0.63, 0.77, 0.9, 0.97];
  stockoutRisk.forEach(({ risk }, i) => {
    expect(Math.abs(risk - (worked[i] ?? 0))).toBeLessThan(0.03);
  });
  expect([projection.stockoutRiskNow, projection.stockoutRiskWait7]).toEqual([
    stockoutRisk[0]?.risk,
    stockoutRisk[5]?.risk,
  ]);
  expect(decideBy).toEqual({ day: '2026-11-25', isLate: false, daysLate: 0, isEarliest: false });
  const workedCosts = [0, 490, 1_270, 2_440, 6_480, 13_540, 30_190, 59_140];
  costOfWaiting.slice(1).forEach(({ meanMinor, p90Minor }, i) => {
    const ratio = meanMinor / (workedCosts[i + 1] ?? 1);
    expect(ratio > 0.5 && ratio < 2.5).toBe(true);
    expect(p90Minor).toBeGreaterThan(meanMinor);
  });
});

test('the last day to decide is never blank: late by days, late by risk, or at the earliest some day', () => {
  const empty = stockProjection({ ...certain(), available: 30 });
  expect(empty.decideBy).toEqual({ day: '2026-11-14', isLate: true, daysLate: 8, isEarliest: false });
  expect(stockProjection({ ...example(), targetRisk: 0.05 }).decideBy).toMatchObject({
    isLate: true,
    daysLate: 0,
  });
  const plenty = stockProjection({ ...example(), available: 50_000 });
  expect(plenty.stockoutDay).toEqual({ p10: null, p50: null, p90: null });
  expect(plenty.decideBy).toMatchObject({ isLate: false, isEarliest: true });
  expect(plenty.decideBy.day > '2026-12-31').toBe(true);
});

test('bands rise from p10 to p90, an order never leaves less stock, and risk grows with waiting', () => {
  const { days, stockoutRisk } = stockProjection(example());
  expect(days).toHaveLength(60);
  for (const { withoutOrder, withOrder } of days) {
    const { p10, p25, p50, p75, p90 } = withoutOrder;
    expect([p10, p25, p50, p75, p90].every((value, i, all) => i === 0 || value >= (all[i - 1] ?? 0))).toBe(
      true,
    );
    expect(withOrder?.p50).toBeGreaterThanOrEqual(p50);
  }
  expect(stockoutRisk.every(({ risk }, i) => i === 0 || risk >= (stockoutRisk[i - 1]?.risk ?? 0))).toBe(true);
});

test('an overdue order still comes, and an order promised in three months hides no stock-out next week', () => {
  const empty = stockProjection({
    ...certain(),
    openOrders: [{ quantity: 500, promisedDate: '2027-02-20' }],
  });
  expect(empty.stockoutDay.p50).toBe('2026-11-27');
  const late = stockProjection({ ...certain(), openOrders: [{ quantity: 500, promisedDate: '2026-11-01' }] });
  expect(late.days[30]?.withoutOrder.p50).toBeGreaterThan(200);
});

test('an item that does not sell runs out on no day', () => {
  const idle = {
    ...forecast,
    meanPerDay: 0,
    standardDeviationPerDay: 0,
    leadTimeDemand: { mean: 0, standardDeviation: 0 },
  };
  const projection = stockProjection({ ...example(), forecast: idle, orderQuantity: null, costs: null });
  expect(projection.stockoutDay).toEqual({ p10: null, p50: null, p90: null });
  expect(projection.stockoutRisk[0]?.risk).toBe(0);
  expect(projection.days[0]?.withOrder).toBeNull();
});

test('a day to decide in the past is never shown without saying how late it is', () => {
  const inputs = fc.record({
    available: fc.integer({ min: -50, max: 900 }),
    meanPerDay: fc.double({ min: 0, max: 40, noNaN: true }),
    lead: fc.integer({ min: 0, max: 90 }),
    target: fc.option(fc.double({ min: 0.001, max: 0.5, noNaN: true })),
  });
  fc.assert(
    fc.property(inputs, ({ available, meanPerDay, lead, target }) => {
      const { decideBy, stockoutRiskNow } = stockProjection({
        ...example(20),
        available,
        forecast: { ...forecast, meanPerDay },
        leadTimeDays: { mean: lead, standardDeviation: lead / 6 },
        targetRisk: target,
      });
      expect(dayNumber(decideBy.day) - dayNumber('2026-11-22') < 0).toBe(decideBy.daysLate > 0);
      expect(decideBy.isLate).toBe(decideBy.daysLate > 0 || (target !== null && stockoutRiskNow > target));
    }),
    { numRuns: 40 },
  );
});

test('demand events, weekdays and seasons of the forecast are in the futures', () => {
  const sale = { from: '2026-11-24', to: '2026-11-26', factor: 3, perDay: null };
  const lifted = stockProjection({
    ...certain(),
    available: 200,
    forecast: { ...certain().forecast, calendar: [sale], baselinePerDay: 10 },
  });
  const stocks = lifted.days.slice(0, 6).map((day) => Math.round(day.withoutOrder.p50));
  expect(stocks).toEqual([190, 180, 150, 120, 90, 80]);
});

test('what is not known of the level widens the band like days, what is noise like their root', () => {
  const width = (ofLevel: number, day: number): number => {
    const { days } = stockProjection({
      ...certain(),
      available: 1_000,
      forecast: { ...certain().forecast, variance: { perDay: 25, ofLevel } },
      orderQuantity: null,
      paths: 3_000,
    });
    const fan = days[day - 1]?.withoutOrder;
    return (fan?.p90 ?? 0) - (fan?.p10 ?? 0);
  };
  // 2.563 standard deviations lie between p10 and p90; a sum of d days has d · 25 + d² · ofLevel.
  expect(Math.abs(width(0, 36) / (2.563 * 30) - 1)).toBeLessThan(0.08);
  expect(Math.abs(width(4, 36) / (2.563 * Math.sqrt(900 + 36 ** 2 * 4)) - 1)).toBeLessThan(0.08);
});

test('what sells seldom sells in whole units, with the mean and the spread of its forecast', () => {
  const variance = { perDay: 1.6, ofLevel: 0 };
  const { days } = stockProjection({
    ...certain(),
    available: 100,
    forecast: {
      ...certain().forecast,
      meanPerDay: 0.4,
      variance,
      leadTimeDemand: { mean: 4, standardDeviation: 4, isCount: true },
    },
    orderQuantity: null,
    paths: 3_000,
  });
  const fan = days[49]?.withoutOrder;
  expect([fan?.p10, fan?.p50, fan?.p90].every(Number.isInteger)).toBe(true);
  const sold = { mean: 20, standardDeviation: Math.sqrt(80), isCount: true };
  expect(Math.abs(100 - (fan?.p10 ?? 0) - demandQuantile(sold, 0.9))).toBeLessThanOrEqual(1);
  expect(Math.abs(100 - (fan?.p90 ?? 0) - demandQuantile(sold, 0.1))).toBeLessThanOrEqual(1);
});

test('the same facts and the same seed give the same bytes', () => {
  expect(JSON.stringify(stockProjection(example()))).toBe(JSON.stringify(stockProjection(example())));
});
