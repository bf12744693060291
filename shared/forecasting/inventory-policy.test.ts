import { expect, test } from 'vitest';
import { addDays } from './day-number.ts';
import { forecastItem } from './forecast-item.ts';
import { inventoryPolicy } from './inventory-policy.ts';
import type { Forecast } from './item-forecast.ts';
import { policyChangeIsMaterial } from './policy-change-is-material.ts';

function forecastAt(cycleServiceLevel: number): Forecast {
  const forecast = forecastItem({
    history: Array.from({ length: 300 }, (_, i) => ({
      day: addDays('2026-01-01', i),
      quantity: 8 + ((i * 37) % 9),
    })),
    asOf: addDays('2026-01-01', 300),
    leadTimeDays: { mean: 14, standardDeviation: 3 },
    reviewPeriodDays: 7,
    cycleServiceLevel,
  });
  if (forecast.kind !== 'forecast') throw new Error('expected a forecast');
  return forecast;
}

test('the reorder point is the quantile of lead-time demand, safety stock what it has above the mean', () => {
  const forecast = forecastAt(0.95);
  const policy = inventoryPolicy(forecast, { isFractional: false });
  expect(policy.reorderPoint).toBe(Math.ceil(forecast.leadTimeDemand.p95));
  expect(policy.safetyStock).toBe(Math.ceil(policy.reorderPoint - forecast.leadTimeDemand.mean));
  expect(policy.orderUpToLevel).toBe(Math.ceil(forecast.protectionDemand.p95));
});

test('a higher service level never lowers a level, and max stock ≥ reorder point ≥ safety stock ≥ 0', () => {
  let before = { safetyStock: 0, reorderPoint: 0, orderUpToLevel: 0 };
  for (const level of [0.5, 0.8, 0.9, 0.95, 0.99]) {
    const policy = inventoryPolicy(forecastAt(level), { isFractional: false });
    expect(policy.orderUpToLevel).toBeGreaterThanOrEqual(policy.reorderPoint);
    expect(policy.reorderPoint).toBeGreaterThanOrEqual(policy.safetyStock);
    expect(policy.safetyStock).toBeGreaterThanOrEqual(before.safetyStock);
    expect(policy.reorderPoint).toBeGreaterThanOrEqual(before.reorderPoint);
    before = policy;
  }
});

test('kilograms keep three decimals, and a floor set by a person holds', () => {
  const policy = inventoryPolicy(forecastAt(0.95), { isFractional: true, minimumStock: 5_000.5 });
  expect(policy.reorderPoint).toBe(5_000.5);
  expect(policy.orderUpToLevel).toBeGreaterThanOrEqual(5_000.5);
});

test.each([
  ['no policy yet', null, true],
  ['4 % of the reorder point', { safetyStock: 40, reorderPoint: 96, orderUpToLevel: 150 }, false],
  ['6 % of the reorder point', { safetyStock: 40, reorderPoint: 94, orderUpToLevel: 150 }, true],
  ['more safety stock alone', { safetyStock: 30, reorderPoint: 100, orderUpToLevel: 150 }, true],
])('a change is judged against the policy in force: %s', (_, before, isMaterial) => {
  const after = { safetyStock: 40, reorderPoint: 100, orderUpToLevel: 150 };
  expect(policyChangeIsMaterial(before, after)).toBe(isMaterial);
});

test('one unit more on a small level is noise although it is more than 5 %', () => {
  const before = { safetyStock: 2, reorderPoint: 4, orderUpToLevel: 6 };
  expect(policyChangeIsMaterial(before, { safetyStock: 3, reorderPoint: 5, orderUpToLevel: 7 })).toBe(false);
});
