import { describe, expect, it } from 'vitest';

import { addDays } from '#shared/forecasting/day-number.ts';
import { seededRandom } from '#shared/forecasting/seeded-random.ts';
import { mean } from '#shared/forecasting/sum.ts';

import { learnDays, promotedDays, type PromotedItem } from './learn-days.ts';

const DAYS = 450;
const FIRST = '2024-01-01';
const AS_OF = addDays(FIRST, DAYS);

/** Items whose promotions of four days every four weeks treble demand; those to come begin in ten days. */
function promotedItems(count: number): PromotedItem[] {
  const random = seededRandom('items');
  return Array.from({ length: count }, (_, item) => {
    const level = 20 + 50 * random();
    const isPromoted = (day: number): boolean => (day + item) % 28 < 4 && day < DAYS - 4;
    const starts = Array.from({ length: DAYS }, (_unused, day) => day).filter(
      (day) => isPromoted(day) && !isPromoted(day - 1),
    );
    const past = starts.map((day) => ({
      name: 'flyer',
      from: addDays(FIRST, day),
      to: addDays(FIRST, day + 3),
      lift: 1,
      isMeasured: true,
    }));
    const coming = { ...past[0], name: 'flyer', from: addDays(AS_OF, 10), to: addDays(AS_OF, 13), lift: 1 };
    const history = Array.from({ length: DAYS }, (_unused, day) => ({
      day: addDays(FIRST, day),
      quantity: Math.round(level * (isPromoted(day) ? 3 : 1) * (0.8 + 0.4 * random())),
    }));
    return { history, events: [...past, { ...coming, isMeasured: true }] };
  });
}

const daysOf = (items: readonly PromotedItem[], asOf = AS_OF) =>
  items.flatMap((item) => promotedDays(item, asOf) ?? []);

const items = promotedItems(30);
const [item = { history: [], events: [] }] = items;
const learned = learnDays(daysOf(items), AS_OF);

describe('learning days together', () => {
  it('raises the days of a coming promotion by what past ones did', () => {
    const [means = new Float64Array()] = learned(item);
    expect(means).toHaveLength(28);
    const usual = mean([...means.subarray(0, 10), ...means.subarray(16)]);
    expect(mean(means.subarray(10, 14)) / usual).toBeGreaterThan(2);
    expect(mean(means.subarray(10, 14)) / usual).toBeLessThan(3.6);
  });

  it('forecasts the days after today also where the last days are not known yet', () => {
    const later = addDays(AS_OF, 3);
    const [means = new Float64Array()] = learnDays(daysOf(items, later), later)(item);
    expect(means).toHaveLength(28);
    expect(means.indexOf(Math.max(...means))).toBeGreaterThanOrEqual(7);
    expect(means.indexOf(Math.max(...means))).toBeLessThan(11);
  });

  it('reads no demand that came later', () => {
    const asOf = addDays(AS_OF, -30);
    const known = { ...item, history: item.history.filter(({ day }) => day < asOf) };
    expect(promotedDays(item, asOf)).toEqual(promotedDays(known, asOf));
  });

  it('says nothing of items never promoted, known for less than a year or no longer, nor where few are', () => {
    expect(learned({ ...item, events: [] })).toEqual([]);
    expect(learned({ ...item, events: item.events.slice(-1) })).toEqual([]);
    expect(learned({ ...item, history: item.history.slice(-200) })).toEqual([]);
    expect(promotedDays(item, addDays(AS_OF, 40))).toBeNull();
    expect(learnDays(daysOf(items.slice(0, 5)), AS_OF)(item)).toEqual([]);
    expect(learnDays([], AS_OF)(item)).toEqual([]);
  });
});
