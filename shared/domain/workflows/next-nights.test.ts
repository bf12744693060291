import { expect, test } from 'vitest';

import { nextNights, type NightSchedule } from './next-nights.ts';
import { nightOf } from './night-of.ts';

const berlin: NightSchedule = {
  timeZone: 'Europe/Berlin',
  nightlyAt: '02:00:00',
  createdAt: new Date('2026-01-01T00:00:00Z'),
  isPaused: false,
  pausedUntil: null,
};

test('the next nights are at the hour in the tenant’s own time zone, today’s among them until it has come', () => {
  expect(nextNights(berlin, new Date('2026-11-22T00:30:00Z'), 3)).toEqual([
    '2026-11-22T01:00:00.000Z',
    '2026-11-23T01:00:00.000Z',
    '2026-11-24T01:00:00.000Z',
  ]);
  expect(nextNights(berlin, new Date('2026-11-22T01:00:00Z'), 1)).toEqual(['2026-11-23T01:00:00.000Z']);
});

test('the local day may be another than the day in UTC', () => {
  const auckland = { ...berlin, timeZone: 'Pacific/Auckland' };
  expect(nextNights(auckland, new Date('2026-11-21T12:00:00Z'), 2)).toEqual([
    '2026-11-21T13:00:00.000Z',
    '2026-11-22T13:00:00.000Z',
  ]);
});

test('the hour keeps its local time when the clocks change', () => {
  const three = { ...berlin, nightlyAt: '04:00:00' };
  expect(nextNights(three, new Date('2026-03-28T00:00:00Z'), 2)).toEqual([
    '2026-03-28T03:00:00.000Z',
    '2026-03-29T02:00:00.000Z',
  ]);
  expect(nextNights(three, new Date('2026-10-24T00:00:00Z'), 2)).toEqual([
    '2026-10-24T02:00:00.000Z',
    '2026-10-25T03:00:00.000Z',
  ]);
});

test('an hour that the clock change skips comes with the change', () => {
  const skipped = { ...berlin, nightlyAt: '02:30:00' };
  expect(nextNights(skipped, new Date('2026-03-28T12:00:00Z'), 2)).toEqual([
    '2026-03-29T01:00:00.000Z',
    '2026-03-30T00:30:00.000Z',
  ]);
});

test('an hour that the clock change doubles comes once, the first time', () => {
  const doubled = { ...berlin, nightlyAt: '02:30:00' };
  expect(nextNights(doubled, new Date('2026-10-24T12:00:00Z'), 2)).toEqual([
    '2026-10-25T00:30:00.000Z',
    '2026-10-26T01:30:00.000Z',
  ]);
});

test.each([
  'Europe/Berlin',
  'America/New_York',
  'Asia/Kathmandu',
  'Australia/Lord_Howe',
  'America/Sao_Paulo',
])('in %s every night of a year is when nightOf first says so', (timeZone) => {
  const schedule = { ...berlin, timeZone, nightlyAt: '02:15:00' };
  for (let day = 0; day < 366; day += 1) {
    const now = new Date(Date.parse('2026-01-02T12:00:00Z') + day * 86_400_000);
    const [next = ''] = nextNights(schedule, now, 1);
    const due = nightOf(schedule, new Date(next));
    expect({ now, due }).not.toEqual({ now, due: null });
    expect(nightOf(schedule, new Date(Date.parse(next) - 1000))).not.toBe(due);
  }
});

test('paused without an end: no night; paused until a day: from that day on', () => {
  const now = new Date('2026-11-22T12:00:00Z');
  expect(nextNights({ ...berlin, isPaused: true }, now, 3)).toEqual([]);
  expect(nextNights({ ...berlin, isPaused: true, pausedUntil: '2026-12-01' }, now, 2)).toEqual([
    '2026-12-01T01:00:00.000Z',
    '2026-12-02T01:00:00.000Z',
  ]);
});

test('a pause that is over does not count', () => {
  const now = new Date('2026-11-22T12:00:00Z');
  const paused = { ...berlin, isPaused: true, pausedUntil: '2026-11-20' };
  expect(nextNights(paused, now, 1)).toEqual(['2026-11-23T01:00:00.000Z']);
});
