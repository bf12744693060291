import { expect, test } from 'vitest';
import { seededRandom } from './seeded-random.ts';
import { stockProjection, type ProjectionInput } from './stock-projection.ts';

const forecast = {
  meanPerDay: 12.4,
  trendPerDay: 0,
  weekdayFactors: [1.2, 1.2, 1.1, 1.1, 1.2, 0.7, 0.5],
  standardDeviationPerDay: 5,
  leadTimeDemand: { mean: 181, standardDeviation: 57 },
};

/** Position, lead time and demand of the worked example: 154 available, 60 on order, 12.4 a day, 14.3 days. */
function example(): ProjectionInput {
  return {
    asOf: '2026-11-22',
    available: 154,
    forecast,
    leadTimeDays: { mean: 14.3, standardDeviation: 3 },
    openOrders: [{ quantity: 60, promisedDate: '2026-11-28' }],
    days: 60,
    orderQuantity: 200,
    costs: { unitPriceMinor: 840, holdingCostRate: 0.2, shortageCostPerUnitMinor: 336 },
    random: seededRandom('example'),
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
  expect(projection.arrival).toEqual({ p50: '2026-12-02', p90: '2026-12-02' });
});

test('the cost of waiting equals its closed form: days × (10 a day × lost margin − holding cost of 200)', () => {
  const { costOfWaiting } = stockProjection(certain());
  const perDay = 10 * 336 - (200 * 840 * 0.2) / 365;
  for (const { waitDays, meanMinor } of costOfWaiting) {
    expect(Math.abs(meanMinor / (waitDays * perDay) - 1)).toBeLessThan(0.01);
  }
});

test('the worked example comes out near its figures: 25 % risk now, 77 % after a week, empty about day 17', () => {
  const { stockoutRisk, stockoutDay } = stockProjection(example());
  const riskAfter = (days: number): number =>
    stockoutRisk.find(({ waitDays }) => waitDays === days)?.risk ?? -1;
  expect(Math.abs(riskAfter(0) - 0.25)).toBeLessThan(0.08);
  expect(Math.abs(riskAfter(7) - 0.77)).toBeLessThan(0.1);
  expect(stockoutDay.p50 !== null && stockoutDay.p50 >= '2026-12-07' && stockoutDay.p50 <= '2026-12-11').toBe(
    true,
  );
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

test('the same seed gives the same projection', () => {
  expect(stockProjection(example())).toEqual(stockProjection(example()));
});
