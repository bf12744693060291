import { describe, expect, it } from 'vitest';

import type { DemandDay } from '#shared/forecasting/daily-series.ts';
import { addDays } from '#shared/forecasting/day-number.ts';
import { forecastItem } from '#shared/forecasting/forecast-item.ts';
import { seededRandom } from '#shared/forecasting/seeded-random.ts';
import { mean } from '#shared/forecasting/sum.ts';

import { learnTogether } from './learn-together.ts';

const MONDAY = '2024-01-01';
const WEEKS = 80;
const AS_OF = addDays(MONDAY, 7 * WEEKS);
/** Six weeks before the end of a year, demand trebles: all products have that in common. */
const isHighSeason = (week: number): boolean => week % 52 >= 40 && week % 52 < 46;

function weeklyHistories(count: number, weeks: number): DemandDay[][] {
  const random = seededRandom('weekly');
  return Array.from({ length: count }, () => {
    const level = 50 + 100 * random();
    return Array.from({ length: weeks }, (_, week) => ({
      day: addDays(MONDAY, 7 * week),
      quantity: Math.round(level * (isHighSeason(week) ? 3 : 1) * (0.8 + 0.4 * random())),
    }));
  });
}

describe('learning together', () => {
  it('tells each weekly product of the season that all have seen once', () => {
    const histories = weeklyHistories(40, WEEKS);
    const others = learnTogether(histories, AS_OF);
    const [means = new Float64Array()] = others(histories[0] ?? []);
    expect(means).toHaveLength(53);
    const ahead = Array.from(means, (value, i) => ({ value, week: WEEKS - 1 + i }));
    const high = mean(ahead.filter(({ week }) => isHighSeason(week)).map(({ value }) => value));
    const low = mean(ahead.filter(({ week }) => !isHighSeason(week)).map(({ value }) => value));
    expect(high / low).toBeGreaterThan(1.8);
  });

  it('answers what the forecast of an item takes as others', () => {
    const histories = weeklyHistories(40, WEEKS);
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

  it('says nothing to daily histories, nor where few products are known', () => {
    const daily = Array.from({ length: 90 }, (_, i) => ({ day: addDays(MONDAY, i), quantity: 3 }));
    const weekly = weeklyHistories(40, WEEKS);
    expect(learnTogether(weekly, AS_OF)(daily)).toEqual([]);
    expect(learnTogether(weekly.slice(0, 5), AS_OF)(weekly[0] ?? [])).toEqual([]);
    expect(learnTogether([], AS_OF)([])).toEqual([]);
  });
});
