import { describe, expect, test } from 'vitest';

import { readStoredForecast } from '#shared/forecasting/forecast-row.ts';

import { compareForecast, demandAhead, type DatedForecast } from './demand-ahead.ts';

const leadTimeDemand = { mean: 100, standardDeviation: 8, p10: 90, p50: 100, p90: 110, p95: 114, p99: 120 };

/** Ten a day from 1 November 2026, a Sunday, on; what is not said is as of old rows. */
function stored(members: object = {}): DatedForecast {
  const forecast = readStoredForecast({
    kind: 'forecast',
    demandPattern: 'smooth',
    method: 'exponential smoothing',
    meanPerDay: 10,
    trendPerDay: 0,
    weekdayFactors: [1, 1, 1, 1, 1, 1, 1],
    standardDeviationPerDay: 2,
    leadTimeDemand,
    protectionDemand: leadTimeDemand,
    accuracy: null,
    historyDays: 400,
    ...members,
  });
  return { forecast, asOf: '2026-11-01' };
}

describe('the days ahead', () => {
  test('begin with the day asked for, though the forecast is older', () => {
    const weekdayFactors = [2, 1, 1, 1, 1, 1, 0];
    const ahead = demandAhead(stored({ weekdayFactors }), '2026-11-15', 3);
    expect(ahead.map(({ day, mean }) => [day, mean])).toEqual([
      ['2026-11-15', 0],
      ['2026-11-16', 20],
      ['2026-11-17', 10],
    ]);
    expect(ahead[0]).toMatchObject({ p10: 0, p90: 0 });
  });

  test('have a wider band where a demand event raises demand, and none where nothing is to be sold', () => {
    const calendar = [
      { from: '2026-11-02', to: '2026-11-02', factor: 3, perDay: null },
      { from: '2026-11-03', to: '2026-11-03', factor: null, perDay: 0 },
    ];
    const [usual, raised, closed] = demandAhead(stored({ calendar }), '2026-11-01', 3);
    const widthOf = (each: typeof usual): number => (each?.p90 ?? 0) - (each?.p10 ?? 0);
    expect(widthOf(raised) / widthOf(usual)).toBeCloseTo(3, 1);
    expect(closed).toMatchObject({ mean: 0, p10: 0, p90: 0 });
  });

  test('of what did not sell until a person said so have the band of chance arrivals', () => {
    const calendar = [{ from: '2026-11-01', to: null, factor: null, perDay: 25 }];
    const nothingSold = { meanPerDay: 25, baselinePerDay: 0, standardDeviationPerDay: 0, calendar };
    const [first] = demandAhead(stored(nothingSold), '2026-11-01', 1);
    expect(first?.mean).toBe(25);
    expect(first?.p10).toBeGreaterThan(17);
    expect(first?.p90).toBeLessThan(33);
    expect(Number(first?.p90) - Number(first?.p10)).toBeGreaterThan(10);
  });
});

describe('a forecast beside what came', () => {
  test('errs by the sum of the differences ÷ what came; a day without demand on record had none', () => {
    const demandOn = new Map([
      ['2026-11-01', 20],
      ['2026-11-02', 20],
    ]);
    expect(compareForecast(stored(), 3, demandOn)).toEqual({
      days: [
        { day: '2026-11-01', mean: 10, actual: 20 },
        { day: '2026-11-02', mean: 10, actual: 20 },
        { day: '2026-11-03', mean: 10, actual: 0 },
      ],
      wape: 0.75,
      bias: -0.25,
    });
  });

  test('is compared week by week where demand comes by the week', () => {
    const demandOn = new Map([
      ['2026-11-01', 70],
      ['2026-11-08', 70],
    ]);
    expect(compareForecast(stored({ grain: 'week' }), 14, demandOn)).toMatchObject({ wape: 0, bias: 0 });
    expect(compareForecast(stored(), 14, demandOn).wape).toBeGreaterThan(1);
  });

  test('has no error where nothing came', () => {
    expect(compareForecast(stored(), 3, new Map())).toMatchObject({ wape: null, bias: null });
  });
});
