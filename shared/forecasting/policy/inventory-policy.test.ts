import fc from 'fast-check';
import { expect, test } from 'vitest';
import { demandQuantile } from '#shared/forecasting/demand-quantile.ts';
import { evenForecast } from './even-forecast.ts';
import { inventoryPolicy, type InventoryPolicy, type PolicyTerms } from './inventory-policy.ts';

const leadTimeDays = { mean: 14.3, standardDeviation: 3 };
const base: PolicyTerms = {
  asOf: '2026-11-22',
  leadTimeDays,
  reviewPeriodDays: 7,
  service: { measure: 'cycleServiceLevel', target: 0.95 },
  isFractional: false,
  minimumOrderQuantity: 0,
  orderMultiple: 1,
  override: null,
};
const forecast = evenForecast({
  asOf: '2026-11-22',
  meanPerDay: 12.4,
  standardDeviationPerDay: 5,
  varianceOfLevel: 4,
  leadTimeDays,
  reviewPeriodDays: 7,
});
const nothingSet = { minStock: null, maxStock: null, doNotStock: false };

test('for a cycle service level the levels are quantiles of the demand before and after the review period', () => {
  const policy = inventoryPolicy(forecast, base);
  const { leadTimeDemand, protectionDemand } = policy;
  expect(leadTimeDemand).toEqual(forecast.leadTimeDemand);
  expect(policy.reorderPoint).toBe(Math.ceil(leadTimeDemand.p95));
  expect(policy.safetyStock).toBe(Math.ceil(policy.reorderPoint - leadTimeDemand.mean));
  expect(policy.orderUpToLevel).toBe(Math.ceil(demandQuantile(protectionDemand, 0.95)));
  expect(policy.cycleServiceLevel).toBeGreaterThanOrEqual(0.95);
  expect(policy.cycleServiceLevel).toBeLessThan(0.955);
});

test('a 95 % chance of no stock-out in a cycle is more than 95 % of units served', () => {
  const ofCycles = inventoryPolicy(forecast, base);
  const ofUnits = inventoryPolicy(forecast, { ...base, service: { measure: 'fillRate', target: 0.95 } });
  expect(ofCycles.expectedFillRate).toBeGreaterThan(0.97);
  expect(ofUnits.reorderPoint).toBeLessThan(ofCycles.reorderPoint);
  expect(ofUnits.expectedFillRate).toBeGreaterThanOrEqual(0.95);
  expect(ofUnits.expectedFillRate).toBeLessThan(0.955);
});

test('for a fill rate, large orders need less safety stock: a stock-out comes at most once per order', () => {
  const terms: PolicyTerms = { ...base, service: { measure: 'fillRate', target: 0.97 } };
  const small = inventoryPolicy(forecast, terms);
  const large = inventoryPolicy(forecast, { ...terms, minimumOrderQuantity: 400 });
  expect(large.reorderPoint).toBeLessThan(small.reorderPoint);
  expect(large.orderUpToLevel - large.reorderPoint).toBe(Math.ceil(12.4 * 7));
});

test('what a person set holds: a floor lifts both levels, a ceiling caps them, and the service says what that costs', () => {
  const free = inventoryPolicy(forecast, base);
  const floor = inventoryPolicy(forecast, {
    ...base,
    override: { ...nothingSet, minStock: free.reorderPoint + 40 },
  });
  expect(floor.reorderPoint).toBe(free.reorderPoint + 40);
  expect(floor.orderUpToLevel).toBe(free.orderUpToLevel + 40);
  expect(floor.cycleServiceLevel).toBeGreaterThan(free.cycleServiceLevel);
  const lowFloor = inventoryPolicy(forecast, { ...base, override: { ...nothingSet, minStock: 10 } });
  expect(lowFloor).toEqual(free);
  const ceiling = inventoryPolicy(forecast, { ...base, override: { ...nothingSet, maxStock: 200 } });
  expect([ceiling.reorderPoint, ceiling.orderUpToLevel]).toEqual([200, 200]);
  expect(ceiling.cycleServiceLevel).toBeLessThan(0.75);
  expect(ceiling.expectedFillRate).toBeLessThan(free.expectedFillRate);
});

test('what is not to be stocked has no levels and serves nothing', () => {
  const policy = inventoryPolicy(forecast, {
    ...base,
    override: { ...nothingSet, doNotStock: true, minStock: 5 },
  });
  expect(policy).toMatchObject({ safetyStock: 0, reorderPoint: 0, orderUpToLevel: 0, expectedFillRate: 0 });
});

test('kilograms keep three decimals', () => {
  const policy = inventoryPolicy(forecast, { ...base, isFractional: true });
  expect(policy.reorderPoint).toBeCloseTo(demandQuantile(policy.leadTimeDemand, 0.95), 2);
  expect(Number.isInteger(policy.reorderPoint)).toBe(false);
  expect(Math.round(policy.reorderPoint * 1000) / 1000).toBe(policy.reorderPoint);
});

const targets = [0.5, 0.8, 0.9, 0.95, 0.99, 0.9999];
const cases = fc.record({
  meanPerDay: fc.oneof(fc.constant(0), fc.double({ min: 0.001, max: 5_000, noNaN: true })),
  variation: fc.double({ min: 0, max: 8, noNaN: true }),
  levelVariation: fc.double({ min: 0, max: 0.5, noNaN: true }),
  isCount: fc.boolean(),
  lead: fc.nat(1_200).map((tenths) => tenths / 10),
  leadSpread: fc.nat(150).map((tenths) => tenths / 10),
  reviewPeriodDays: fc.integer({ min: 1, max: 60 }),
  minimumOrderQuantity: fc.nat(500),
  orderMultiple: fc.constantFrom(0, 1, 6, 20),
  isFractional: fc.boolean(),
  measure: fc.constantFrom('cycleServiceLevel' as const, 'fillRate' as const),
  minStock: fc.option(fc.nat(300)),
  maxStock: fc.option(fc.nat(3_000)),
});

test('max stock ≥ reorder point ≥ safety stock ≥ 0, whole where units are whole, and all rise with the target', () => {
  fc.assert(
    fc.property(cases, ({ meanPerDay, variation, levelVariation, isCount, lead, leadSpread, ...rest }) => {
      const leadTime = { mean: lead, standardDeviation: leadSpread };
      const { measure, minStock, maxStock, ...terms } = rest;
      const even = evenForecast({
        asOf: base.asOf,
        meanPerDay,
        standardDeviationPerDay: meanPerDay * variation,
        varianceOfLevel: (meanPerDay * levelVariation) ** 2,
        isCount,
        leadTimeDays: leadTime,
        reviewPeriodDays: terms.reviewPeriodDays,
      });
      const policies = targets.map((target) =>
        inventoryPolicy(even, {
          ...terms,
          asOf: base.asOf,
          leadTimeDays: leadTime,
          service: { measure, target },
          override: { minStock, maxStock, doNotStock: false },
        }),
      );
      expect(policies.filter((policy) => !isSound(policy, terms.isFractional))).toEqual([]);
      // A floor lifts lower levels by more.
      expect(minStock !== null || policies.every((policy, i) => isNotLower(policy, policies[i - 1]))).toBe(
        true,
      );
      const isFree = measure === 'fillRate' && minStock === null && maxStock === null;
      const short = policies.filter(({ expectedFillRate }, i) => expectedFillRate < (targets[i] ?? 0) - 1e-9);
      expect(isFree ? short : []).toEqual([]);
    }),
    { numRuns: 200 },
  );
});

function isSound(policy: InventoryPolicy, isFractional: boolean): boolean {
  const { safetyStock, reorderPoint, orderUpToLevel, cycleServiceLevel, expectedFillRate } = policy;
  const isOrdered = 0 <= safetyStock && safetyStock <= reorderPoint && reorderPoint <= orderUpToLevel;
  const isWhole = [safetyStock, reorderPoint, orderUpToLevel].every(Number.isInteger);
  const isShare =
    cycleServiceLevel > 0 && cycleServiceLevel < 1 && expectedFillRate >= 0 && expectedFillRate <= 1;
  return isOrdered && isShare && (isFractional || isWhole);
}

function isNotLower(policy: InventoryPolicy, before: InventoryPolicy | undefined): boolean {
  if (before === undefined) return true;
  return (
    policy.safetyStock >= before.safetyStock &&
    policy.reorderPoint >= before.reorderPoint &&
    policy.orderUpToLevel >= before.orderUpToLevel
  );
}
