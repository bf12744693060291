import { expect, test } from 'vitest';

import { addDays, createFormats, daysBetween } from './formats.ts';

const english = createFormats('en-GB', 'Europe/Berlin');

test('money is shown in the digits of its currency', () => {
  expect(english.money(168_000, 'EUR')).toBe('€1,680.00');
  expect(english.money(1_680, 'JPY')).toBe('JP¥1,680');
  expect(createFormats('de-DE', 'UTC').money(168_000, 'EUR')).toBe('1.680,00\u00a0€');
});

test('an estimate that rounds to nothing has no sign', () => {
  expect(english.roundMoney(-40, 'EUR')).toBe('€0');
  expect(english.roundMoney(-140, 'EUR')).toBe('-€1');
});

test('an instant belongs to the day of the workspace, a plain day to itself', () => {
  expect(english.dayOf('2026-11-21T23:30:00Z')).toBe('2026-11-22');
  expect(english.day('2026-12-06')).toBe('Sun 6 Dec');
});

test('a length of time is shown in its two largest units', () => {
  expect(english.duration(192 * 60_000)).toBe('3 hrs 12 mins');
  expect(english.duration(2_700)).toBe('3 secs');
  expect(english.duration(49 * 3_600_000)).toBe('2 days 1 hr');
});

test('days are counted across the end of summer time', () => {
  expect(addDays('2026-10-24', 2)).toBe('2026-10-26');
  expect(daysBetween('2026-10-24', '2026-10-26')).toBe(2);
});
