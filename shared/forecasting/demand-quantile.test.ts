import fc from 'fast-check';
import { expect, test } from 'vitest';
import { chanceOfDemand, demandQuantile } from './demand-quantile.ts';
import { gammaCdf, gammaQuantile } from './gamma-distribution.ts';
import { normalQuantile } from './normal-quantile.ts';

test('normal quantiles equal the printed tables', () => {
  expect(normalQuantile(0.95)).toBeCloseTo(1.644_854, 6);
  expect(normalQuantile(0.5)).toBeCloseTo(0, 9);
  expect(normalQuantile(0.01)).toBeCloseTo(-2.326_348, 6);
});

test('gamma quantiles equal the tables of the chi-square distribution (2 × gamma of half the degrees)', () => {
  expect(2 * gammaQuantile(0.95, 0.5)).toBeCloseTo(3.841, 3);
  expect(2 * gammaQuantile(0.5, 5)).toBeCloseTo(9.342, 3);
  expect(2 * gammaQuantile(0.99, 50)).toBeCloseTo(135.807, 3);
  expect(gammaCdf(gammaQuantile(0.3, 0.2), 0.2)).toBeCloseTo(0.3, 8);
});

test('a count whose variance equals its mean is Poisson: P(X ≤ 4) = 0.947 for mean 2', () => {
  const demand = { mean: 2, standardDeviation: Math.sqrt(2), isCount: true };
  expect(demandQuantile(demand, 0.9)).toBe(4);
  expect(demandQuantile(demand, 0.95)).toBe(5);
  expect(chanceOfDemand(demand, 1)).toBeCloseTo(1 - Math.exp(-2), 12);
});

test('a count of mean 1 and variance 2 is geometric: P(X ≥ k) = 2^−k', () => {
  const demand = { mean: 1, standardDeviation: Math.SQRT2, isCount: true };
  expect(chanceOfDemand(demand, 3)).toBeCloseTo(1 / 8, 12);
  expect(demandQuantile(demand, 0.9)).toBe(3);
});

const demands = fc.record({
  mean: fc.double({ min: 0.001, max: 1e6, noNaN: true }),
  variation: fc.double({ min: 0, max: 6, noNaN: true }),
  isCount: fc.boolean(),
});

test('quantiles rise with the probability and are never negative', () => {
  fc.assert(
    fc.property(demands, ({ mean, variation, isCount }) => {
      const demand = { mean, standardDeviation: mean * variation, isCount };
      const quantiles = [0.1, 0.5, 0.9, 0.95, 0.99].map((p) => demandQuantile(demand, p));
      expect(quantiles.every((q) => Number.isFinite(q) && q >= 0)).toBe(true);
      expect([...quantiles].sort((a, b) => a - b)).toEqual(quantiles);
    }),
  );
});

test('demand measured in other units has quantiles in those units', () => {
  const pieces = demandQuantile({ mean: 40, standardDeviation: 15, isCount: false }, 0.95);
  const dozens = demandQuantile({ mean: 40 / 12, standardDeviation: 15 / 12, isCount: false }, 0.95);
  expect(dozens * 12).toBeCloseTo(pieces, 6);
});

test('a count of huge spread is answered at once', () => {
  const demand = { mean: 100, standardDeviation: 1e7, isCount: true };
  expect(demandQuantile(demand, 0.95)).toBeGreaterThanOrEqual(0);
  expect(Number.isFinite(demandQuantile(demand, 0.99))).toBe(true);
});
