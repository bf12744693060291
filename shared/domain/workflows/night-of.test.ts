import { expect, test } from 'vitest';

import { nightOf } from './night-of.ts';

const berlin = {
  timeZone: 'Europe/Berlin',
  nightlyAt: '02:00:00',
  createdAt: new Date('2026-01-01T00:00:00Z'),
};

test('nothing is due before the hour in the tenant’s own time zone', () => {
  expect(nightOf(berlin, new Date('2026-11-22T00:59:59Z'))).toBeNull();
});

test('from the hour on the run of the local day is due', () => {
  expect(nightOf(berlin, new Date('2026-11-22T01:00:00Z'))).toBe('2026-11-22');
  expect(nightOf(berlin, new Date('2026-11-22T22:59:00Z'))).toBe('2026-11-22');
});

test('the local day may be another than the day in UTC', () => {
  const auckland = { ...berlin, timeZone: 'Pacific/Auckland' };
  expect(nightOf(auckland, new Date('2026-11-21T13:30:00Z'))).toBe('2026-11-22');
});

test('an hour that the clock change skips counts as come', () => {
  const skipped = { ...berlin, nightlyAt: '02:30:00' };
  expect(nightOf(skipped, new Date('2026-03-29T00:59:00Z'))).toBeNull();
  expect(nightOf(skipped, new Date('2026-03-29T01:00:00Z'))).toBe('2026-03-29');
});

test('a tenant made after today’s hour has its first night tomorrow', () => {
  const fresh = { ...berlin, createdAt: new Date('2026-11-22T09:00:00Z') };
  expect(nightOf(fresh, new Date('2026-11-22T09:01:00Z'))).toBeNull();
  expect(nightOf(fresh, new Date('2026-11-23T01:00:00Z'))).toBe('2026-11-23');
});

test('a tenant made before today’s hour has its first night today', () => {
  const fresh = { ...berlin, createdAt: new Date('2026-11-22T00:10:00Z') };
  expect(nightOf(fresh, new Date('2026-11-22T01:00:00Z'))).toBe('2026-11-22');
});

test('a time zone that does not exist is an error, not a wrong hour', () => {
  expect(() => nightOf({ ...berlin, timeZone: 'Mars/Olympus' }, new Date('2026-11-22T01:00:00Z'))).toThrow(
    RangeError,
  );
});
