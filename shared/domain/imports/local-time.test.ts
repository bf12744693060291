import { describe, expect, test } from 'vitest';

import { calendarOf } from './local-time.ts';

const berlin = calendarOf('Europe/Berlin');

describe('days of a file', () => {
  test.each([
    ['2011-12-09', '2011-12-09'],
    ['2011-12-09T23:50:00', '2011-12-09'],
    ['2011-12-09 08:34', '2011-12-09'],
    ['2011-12-09T23:50:00Z', '2011-12-10'],
    ['2011-12-09T23:50:00+01:00', '2011-12-09'],
    ['2011-12-10T00:10:00.123+0200', '2011-12-09'],
    ['2012-02-29', '2012-02-29'],
  ])('%s is the day %s in Berlin', (text, day) => {
    expect(berlin.parseDay(text)).toEqual({ value: day });
  });

  test.each([
    '09/12/2011',
    '2011-02-29',
    '2011-12-09T24:01',
    '2011-13-01',
    '2011-12-09T10:61',
    'yesterday',
    '',
  ])('%s is refused', (text) => {
    expect(berlin.parseDay(text)).toHaveProperty('reason');
  });
});

describe('instants of a file', () => {
  test.each([
    ['2011-12-09', '2011-12-08T23:00:00.000Z'],
    ['2011-07-01', '2011-06-30T22:00:00.000Z'],
    ['2011-07-01T12:30', '2011-07-01T10:30:00.000Z'],
    ['2011-07-01T12:30:15Z', '2011-07-01T12:30:15.000Z'],
  ])('%s in Berlin is %s', (text, instant) => {
    expect(berlin.parseInstant(text)).toEqual({ value: instant });
  });

  test('around a clock change the wall clock holds', () => {
    expect(berlin.parseInstant('2026-03-29T01:59')).toEqual({ value: '2026-03-29T00:59:00.000Z' });
    expect(berlin.parseInstant('2026-03-29T03:00')).toEqual({ value: '2026-03-29T01:00:00.000Z' });
    expect(calendarOf('America/New_York').parseInstant('2026-11-01')).toEqual({
      value: '2026-11-01T04:00:00.000Z',
    });
  });
});

test('the day of an instant is the tenant’s', () => {
  expect(calendarOf('Pacific/Auckland').dayAt(Date.parse('2026-11-22T12:00:00Z'))).toBe('2026-11-23');
});
