import fc from 'fast-check';
import { expect, test } from 'vitest';
import { chanceOfDemand, demandQuantile, type DemandMoments } from './demand-quantile.ts';
import { expectedShortage, summedShortage } from './expected-shortage.ts';
import { gammaDraw } from './gamma-draw.ts';
import { countProbabilities } from './negative-binomial.ts';
import { seededRandom } from './seeded-random.ts';
import { mean } from './sum.ts';

const gammas: readonly DemandMoments[] = [
  { mean: 181, standardDeviation: 57, isCount: false },
  { mean: 4, standardDeviation: 8, isCount: false },
  { mean: 5_000, standardDeviation: 90, isCount: false },
];
const counts: readonly DemandMoments[] = [
  { mean: 2, standardDeviation: Math.SQRT2, isCount: true },
  { mean: 2, standardDeviation: 3, isCount: true },
  { mean: 90, standardDeviation: 40, isCount: true },
];

test.each(gammas)('the shortage of gamma demand equals ∫ P(D > y) dy from the stock on: %o', (demand) => {
  for (const probability of [0.1, 0.5, 0.9, 0.99]) {
    const stock = demandQuantile(demand, probability);
    const integral = integrate(
      (y) => chanceOfDemand(demand, y),
      stock,
      stock + 30 * demand.standardDeviation,
    );
    expect(Math.abs(expectedShortage(demand, stock) - integral)).toBeLessThan(
      2e-4 * demand.standardDeviation,
    );
  }
});

test.each(counts)('the shortage of counts equals Σ (k − x)·P(k), and its sums add up: %o', (demand) => {
  const direct = (stock: number): number => {
    let total = 0;
    let count = 0;
    for (const probability of countProbabilities(demand.mean, demand.standardDeviation ** 2)) {
      if (count > stock) total += (count - stock) * probability;
      count += 1;
      if (count > demand.mean + 60 * demand.standardDeviation) break;
    }
    return total;
  };
  for (const stock of [0, 1, 4, 60, 130])
    expect(expectedShortage(demand, stock)).toBeCloseTo(direct(stock), 8);
  expect(summedShortage(demand, 3, 7)).toBeCloseTo(direct(4) + direct(5) + direct(6) + direct(7), 8);
  expect(summedShortage(demand, -2, 0)).toBeCloseTo(demand.mean * 2 + 1, 8);
});

test('the shortage summed over stocks of a measure equals its integral, also from below zero', () => {
  for (const demand of gammas) {
    const [low, high] = [demandQuantile(demand, 0.3), demandQuantile(demand, 0.95)];
    const shortage = (y: number): number => expectedShortage(demand, y);
    expect(summedShortage(demand, low, high) / integrate(shortage, low, high)).toBeCloseTo(1, 4);
    expect(summedShortage(demand, -5, low) / integrate(shortage, -5, low)).toBeCloseTo(1, 3);
  }
});

test('drawn demand is short by as much', () => {
  const demand = { mean: 40, standardDeviation: 20, isCount: false };
  const draw = gammaDraw(demand, seededRandom('shortage'));
  const short = Array.from({ length: 20_000 }, () => Math.max(0, draw() - 55));
  expect(Math.abs(mean(short) / expectedShortage(demand, 55) - 1)).toBeLessThan(0.05);
});

test('certain demand is short by what is missing', () => {
  expect(expectedShortage({ mean: 10, standardDeviation: 0, isCount: false }, 8)).toBe(2);
  expect(expectedShortage({ mean: 0, standardDeviation: 0, isCount: true }, 3)).toBe(0);
});

test('more stock is never shorter, and a shortage lies between mean − stock and the mean', () => {
  const demands = fc.record({
    mean: fc.double({ min: 0.001, max: 1e5, noNaN: true }),
    variation: fc.double({ min: 0, max: 5, noNaN: true }),
    share: fc.double({ min: 0, max: 5, noNaN: true }),
    isCount: fc.boolean(),
  });
  fc.assert(
    fc.property(demands, ({ mean: average, variation, share, isCount }) => {
      const demand = { mean: average, standardDeviation: average * variation, isCount };
      const stock = isCount ? Math.round(average * share) : average * share;
      const short = expectedShortage(demand, stock);
      const tolerance = 1e-6 * average;
      expect(short).toBeGreaterThanOrEqual(Math.max(0, average - stock) - tolerance);
      expect(short).toBeLessThanOrEqual(average + tolerance);
      expect(expectedShortage(demand, stock + 1)).toBeLessThanOrEqual(short + tolerance);
    }),
  );
});

/** Simpson's rule; finer towards the lower end, where the distribution bends. */
function integrate(value: (x: number) => number, from: number, to: number): number {
  const panels = 4_000;
  const at = (i: number): number => from + (to - from) * (i / panels) ** 2;
  let total = 0;
  for (let i = 0; i < panels; i += 1) {
    const [low, high] = [at(i), at(i + 1)];
    total += ((high - low) / 6) * (value(low) + 4 * value((low + high) / 2) + value(high));
  }
  return total;
}
