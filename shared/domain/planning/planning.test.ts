import * as v from 'valibot';
import { expect, test } from 'vitest';

import { eventTypes } from '#shared/contracts/events/event-types.ts';
import { localDayOf } from '#shared/domain/local-day.ts';

import { scheduleForecastRun, sealForecastRun } from './forecast-run.ts';
import { acceptPolicy } from './policy.ts';

const source = {
  productId: '00000000-0000-4000-8000-000000000001',
  locationId: '00000000-0000-4000-8000-000000000002',
  runId: null,
};
const demand = { mean: 10, standardDeviation: 2, p10: 7, p50: 10, p90: 13, p95: 14, p99: 15 };
const policy = {
  safetyStock: 3,
  reorderPoint: 12,
  orderUpToLevel: 30,
  reviewPeriodDays: 7,
  cycleServiceLevel: 0.95,
  meanPerDay: 1.5,
  standardDeviationPerDay: 0.4,
  leadTimeDemand: demand,
  protectionDemand: demand,
};

test('a policy is accepted once, and again when any figure differs', () => {
  const first = acceptPolicy(null, policy, source);
  expect(first.events.every(({ type, payload }) => v.is(eventTypes[type].payload, payload))).toBe(true);
  expect(acceptPolicy(first.state, structuredClone(policy), source).events).toEqual([]);
  const other = { ...policy, leadTimeDemand: { ...demand, p95: 14.5 } };
  expect(acceptPolicy(first.state, other, source)).toMatchObject({
    events: [{ type: 'PolicyAccepted', payload: { before: policy, after: other } }],
    state: other,
  });
});

test('a policy that says more than one of earlier times is another one', () => {
  const told = {
    ...policy,
    serviceMeasure: 'fillRate',
    serviceTarget: 0.97,
    expectedFillRate: 0.98,
  } as const;
  expect(acceptPolicy(policy, told, source).events).toHaveLength(1);
  expect(acceptPolicy(told, { ...told }, source).events).toEqual([]);
  expect(acceptPolicy(told, { ...told, serviceTarget: 0.99 }, source).events).toHaveLength(1);
});

test('a forecast run is scheduled once and sealed once', () => {
  const scheduled = scheduleForecastRun(null, { asOf: '2026-11-22', trigger: 'manual' });
  expect(scheduled.state).toMatchObject({ status: 'scheduled', asOf: '2026-11-22' });
  expect(scheduleForecastRun(scheduled.state, { asOf: '2026-11-22', trigger: 'manual' }).events).toEqual([]);
  const result = { planned: 2, failed: 0, shardHashes: ['a', 'b'] };
  const sealed = sealForecastRun(scheduled.state, result);
  expect(sealed).toMatchObject({ kind: 'accepted', state: { status: 'completed', result } });
  const state = sealed.kind === 'accepted' ? sealed.state : null;
  expect(sealForecastRun(state, { ...result, shardHashes: ['a', 'b'] })).toMatchObject({ events: [] });
  expect(sealForecastRun(state, { ...result, shardHashes: ['b', 'a'] })).toMatchObject({
    kind: 'rejected',
    status: 409,
  });
  expect(sealForecastRun(null, result)).toMatchObject({ kind: 'rejected', status: 404 });
});

test('the day of an instant depends on the time zone', () => {
  const instant = new Date('2026-11-22T23:30:00Z');
  expect(localDayOf(instant, 'Europe/Berlin')).toBe('2026-11-23');
  expect(localDayOf(instant, 'America/New_York')).toBe('2026-11-22');
});
