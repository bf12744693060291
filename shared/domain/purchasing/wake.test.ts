import { describe, expect, it } from 'vitest';

import type { MaterialFacts } from '#shared/contracts/material-facts.ts';

import { wakeConditionHeld } from './wake.ts';

// The rules under test look at position and outlook alone.
const facts = (inventoryPosition: number): MaterialFacts =>
  ({
    inventoryPosition,
    available: inventoryPosition,
    openOrders: [],
    meanPerDay: 10,
    standardDeviationPerDay: 3,
    leadTimeDays: 10,
    leadTimeStandardDeviation: 0,
    leadTimeDemand: null,
  }) as unknown as MaterialFacts;
const context = { today: '2026-11-22', basketMinor: 100_000, facts: [facts(200)] };

describe('a postponed order', () => {
  it('sleeps while no condition holds', () => {
    const wake = { until: '2026-11-23', positionBelow: 200, riskAbove: 0.4, basketAboveMinor: 100_001 };
    expect(wakeConditionHeld(wake, context)).toBeNull();
  });

  it.each([
    ['date', { until: '2026-11-22' }],
    ['position', { until: '2026-12-22', positionBelow: 200.001 }],
    ['basket', { until: '2026-12-22', basketAboveMinor: 100_000 }],
  ] as const)('wakes by %s', (condition, wake) => {
    expect(wakeConditionHeld(wake, context)).toBe(condition);
  });

  it('wakes by the risk of any of its lines', () => {
    const wake = { until: '2026-12-22', riskAbove: 0.4 };
    expect(wakeConditionHeld(wake, context)).toBeNull();
    expect(wakeConditionHeld(wake, { ...context, facts: [facts(200), facts(95)] })).toBe('risk');
  });

  it('names one condition where the day has come as well', () => {
    expect(wakeConditionHeld({ until: '2026-11-22', positionBelow: 300 }, context)).toBe('position');
  });
});
