import { describe, expect, it } from 'vitest';

import type { DemandDay } from '#shared/forecasting/daily-series.ts';
import { addDays } from '#shared/forecasting/day-number.ts';
import { forecastItem } from '#shared/forecasting/forecast-item.ts';
import { seededRandom } from '#shared/forecasting/seeded-random.ts';
import { mean } from '#shared/forecasting/sum.ts';

import { learnTogether } from './learn-together.ts';

const MONTHS = 30;
const AS_OF = firstOf(MONTHS);
/** Before the end of a year demand trebles: all products have that in common. */
const isHighSeason = (month: number): boolean => month % 12 >= 10;

function firstOf(month: number): string {
  return `${2022 + Math.floor(month / 12)}-${String(1 + (month % 12)).padStart(2, '0')}-01`;
}

function monthlyHistories(count: number): DemandDay[][] {
  const random = seededRandom('monthly');
  return Array.from({ length: count }, () => {
    const level = 50 + 100 * random();
    return Array.from({ length: MONTHS }, (_, month) => ({
      day: firstOf(month),
      quantity: Math.round(level * (isHighSeason(month) ? 3 : 1) * (0.8 + 0.4 * random())),
    }));
  });
}

describe('learning together', () => {
  it('tells each monthly product of the season that all have in common', () => {
    const histories = monthlyHistories(40);
    const others = learnTogether(histories, AS_OF);
    const [means = new Float64Array()] = others(histories[0] ?? []);
    expect(means).toHaveLength(13);
    const ahead = Array.from(means, (value, i) => ({ value, month: MONTHS - 1 + i }));
    const high = mean(ahead.filter(({ month }) => isHighSeason(month)).map(({ value }) => value));
    const low = mean(ahead.filter(({ month }) => !isHighSeason(month)).map(({ value }) => value));
    expect(high / low).toBeGreaterThan(1.8);
  });

  it('answers what the forecast of an item takes as others', () => {
    const histories = monthlyHistories(40);
    const [history = []] = histories;
    const input = {
      history,
      asOf: AS_OF,
      leadTimeDays: { mean: 14, standardDeviation: 0 },
      reviewPeriodDays: 7,
    };
    const alone = forecastItem(input);
    const together = forecastItem({ ...input, others: learnTogether(histories, AS_OF)(history) });
    expect(together.kind).toBe('forecast');
    expect(together).not.toEqual(alone);
  });

  it('says nothing to daily and weekly histories, nor where few products are known', () => {
    const everyDays = (step: number): DemandDay[] =>
      Array.from({ length: 90 }, (_, i) => ({ day: addDays('2022-01-03', step * i), quantity: 3 + (i % 2) }));
    const monthly = monthlyHistories(40);
    expect(learnTogether(monthly, AS_OF)(everyDays(1))).toEqual([]);
    expect(
      learnTogether([...monthly, ...Array.from({ length: 40 }, () => everyDays(7))], AS_OF)(everyDays(7)),
    ).toEqual([]);
    expect(learnTogether(monthly.slice(0, 5), AS_OF)(monthly[0] ?? [])).toEqual([]);
    expect(learnTogether([], AS_OF)([])).toEqual([]);
  });
});
