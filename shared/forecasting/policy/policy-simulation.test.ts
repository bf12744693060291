import { expect, test } from 'vitest';
import { gammaDraw } from '#shared/forecasting/gamma-draw.ts';
import { countProbabilities } from '#shared/forecasting/negative-binomial.ts';
import { seededRandom } from '#shared/forecasting/seeded-random.ts';
import { evenForecast } from './even-forecast.ts';
import { inventoryPolicy, type InventoryPolicy, type PolicyTerms } from './inventory-policy.ts';

/** With 20,000 cycles the fill rates of all cases are within 0.6 points of what the formula expects. */
const CYCLES = 4_000;
const asOf = '2026-11-22';

type Demand = {
  readonly meanPerDay: number;
  readonly standardDeviationPerDay: number;
  readonly isCount: boolean;
};
const steady: Demand = { meanPerDay: 12.4, standardDeviationPerDay: 5, isCount: false };
const lumpy: Demand = { meanPerDay: 3, standardDeviationPerDay: 6, isCount: false };
const counted: Demand = { meanPerDay: 2, standardDeviationPerDay: 2.5, isCount: true };
const seldom: Demand = { meanPerDay: 0.4, standardDeviationPerDay: 1, isCount: true };

type Terms = { readonly lead: number; readonly review: number; readonly least: number; readonly by: number };

function policyOf(demand: Demand, { lead, review, least, by }: Terms, service: PolicyTerms['service']) {
  const leadTimeDays = { mean: lead, standardDeviation: 0 };
  const terms = {
    asOf,
    leadTimeDays,
    reviewPeriodDays: review,
    service,
    isFractional: false,
    override: null,
  };
  return inventoryPolicy(evenForecast({ ...demand, asOf, leadTimeDays, reviewPeriodDays: review }), {
    ...terms,
    minimumOrderQuantity: least,
    orderMultiple: by,
  });
}

test.each([
  ['steady, weekly', steady, { lead: 14, review: 7, least: 0, by: 1 }, 0.95],
  ['steady, daily', steady, { lead: 5, review: 1, least: 0, by: 1 }, 0.9],
  ['steady, in twenties from 100 on', steady, { lead: 14, review: 7, least: 100, by: 20 }, 0.97],
  ['steady, long lead time in dozens', steady, { lead: 30, review: 14, least: 0, by: 12 }, 0.95],
  ['lumpy, weekly', lumpy, { lead: 14, review: 7, least: 0, by: 1 }, 0.95],
  ['lumpy, in twenties from 100 on', lumpy, { lead: 14, review: 7, least: 100, by: 20 }, 0.99],
  ['lumpy, every four weeks', lumpy, { lead: 3, review: 28, least: 0, by: 1 }, 0.9],
  ['counts, weekly', counted, { lead: 14, review: 7, least: 0, by: 1 }, 0.95],
  ['counts, in dozens', counted, { lead: 30, review: 14, least: 0, by: 12 }, 0.97],
  ['seldom, weekly', seldom, { lead: 14, review: 7, least: 0, by: 1 }, 0.95],
  ['seldom, by twenty', seldom, { lead: 14, review: 7, least: 20, by: 20 }, 0.97],
])('stock that is looked at once a day serves the wanted share of units: %s', (_, demand, terms, target) => {
  const policy = policyOf(demand, terms, { measure: 'fillRate', target });
  const fillRate = servedShare(drawOf(demand, `${terms.lead}`), policy, terms);
  expect(Math.abs(fillRate - policy.expectedFillRate)).toBeLessThan(0.015);
  expect(Math.abs(fillRate - target)).toBeLessThan(0.015);
});

test.each([
  ['steady', steady, { lead: 14, review: 7, least: 0, by: 1 }, 0.95],
  ['lumpy', lumpy, { lead: 5, review: 7, least: 0, by: 1 }, 0.9],
  ['counts', counted, { lead: 14, review: 7, least: 0, by: 1 }, 0.97],
  ['counts of a month', counted, { lead: 30, review: 14, least: 0, by: 1 }, 0.9],
])('the wanted share of cycles is without a stock-out: %s', (_, demand, terms, target) => {
  const policy = policyOf(demand, terms, { measure: 'cycleServiceLevel', target });
  const draw = drawOf(demand, 'cycles');
  const withoutStockout = (level: number, days: number): number => {
    let cycles = 0;
    for (let cycle = 0; cycle < CYCLES; cycle += 1) if (drawnOver(draw, days) <= level) cycles += 1;
    return cycles / CYCLES;
  };
  expect(Math.abs(withoutStockout(policy.reorderPoint, terms.lead) - target)).toBeLessThan(0.02);
  expect(Math.abs(withoutStockout(policy.orderUpToLevel, terms.lead + terms.review) - target)).toBeLessThan(
    0.02,
  );
  expect(Math.abs(policy.cycleServiceLevel - target)).toBeLessThan(0.02);
});

function drawOf({ meanPerDay, standardDeviationPerDay, isCount }: Demand, seed: string): () => number {
  const random = seededRandom(seed);
  if (!isCount) return gammaDraw({ mean: meanPerDay, standardDeviation: standardDeviationPerDay }, random);
  const upTo: number[] = [];
  for (const each of countProbabilities(meanPerDay, standardDeviationPerDay ** 2)) {
    upTo.push((upTo.at(-1) ?? 0) + each);
    if ((upTo.at(-1) ?? 1) > 1 - 1e-12 || upTo.length > 1_000) break;
  }
  return () => {
    const chance = random();
    const count = upTo.findIndex((each) => each >= chance);
    return count < 0 ? upTo.length : count;
  };
}

function drawnOver(draw: () => number, days: number): number {
  let total = 0;
  for (let day = 0; day < days; day += 1) total += draw();
  return total;
}

/** Day by day: goods arrive, the position is looked at, demand comes; what is short waits. */
function servedShare(draw: () => number, policy: InventoryPolicy, { lead, least, by }: Terms): number {
  const arriving = new Map<number, number>();
  let [net, onOrder, orders, demanded, short] = [policy.orderUpToLevel, 0, 0, 0, 0];
  for (let day = 0; orders < CYCLES; day += 1) {
    const arrived = arriving.get(day) ?? 0;
    net += arrived;
    onOrder -= arrived;
    const position = net + onOrder;
    if (position <= policy.reorderPoint) {
      const quantity = Math.ceil(Math.max(policy.orderUpToLevel - position, least) / by) * by;
      arriving.set(day + lead, quantity);
      onOrder += quantity;
      orders += 1;
    }
    const demand = draw();
    demanded += demand;
    short += demand - Math.min(demand, Math.max(0, net));
    net -= demand;
  }
  return 1 - short / demanded;
}
