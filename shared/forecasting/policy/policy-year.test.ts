import { expect, test } from 'vitest';
import { addDays } from '#shared/forecasting/day-number.ts';
import { forecastItem } from '#shared/forecasting/forecast-item.ts';
import { gammaDraw } from '#shared/forecasting/gamma-draw.ts';
import { normalQuantile } from '#shared/forecasting/normal-quantile.ts';
import { poissonDraw } from '#shared/forecasting/poisson-draw.ts';
import { policyChangeIsMaterial } from '#shared/forecasting/policy-change-is-material.ts';
import { seededRandom } from '#shared/forecasting/seeded-random.ts';
import { mean } from '#shared/forecasting/sum.ts';
import { inventoryPolicy } from './inventory-policy.ts';
import type { PolicyLevels } from './replenishment-cycle.ts';

const FIRST_DAY = '2024-11-22';
const HISTORY_DAYS = 730;
const YEAR = 365;
/** Policies of each week of the year stand for those of each night. */
const NIGHTS_APART = 7;
const LEAD = 14;
const REVIEW = 7;
const leadTimeDays = { mean: LEAD, standardDeviation: 0 };
const hysteresis = { leastChangeShare: 0.05, leastChangeUnits: 1 };
const ofWeek = [1.2, 1.2, 1.1, 1.1, 1.2, 0.7, 0.5];

type Kind = {
  readonly perDay: number;
  readonly season?: number;
  readonly growth?: number;
  readonly variation: number;
  /** Sold in such lots, on few days; absent: sold every day. */
  readonly lot?: number;
};
const kinds: Readonly<Record<string, Kind>> = {
  steady: { perDay: 12, variation: 0.4 },
  seasonal: { perDay: 20, season: 0.5, variation: 0.4 },
  rising: { perDay: 8, growth: 0.3, variation: 0.4 },
  lumpy: { perDay: 3, variation: 1.2, lot: 6 },
};

type Day = { readonly day: string; readonly quantity: number };

function demandOf(
  name: string,
  { perDay, season = 0, growth = 0, variation, lot = 0 }: Kind,
): readonly Day[] {
  const random = seededRandom(name);
  const noise = gammaDraw({ mean: 1, standardDeviation: variation }, random);
  return Array.from({ length: HISTORY_DAYS + YEAR }, (_, i) => {
    const seasonal = 1 + season * Math.sin((2 * Math.PI * (i + 80)) / 365.25);
    const expected = perDay * seasonal * (1 + (growth * i) / YEAR) * noise();
    const quantity =
      lot > 0 ? lot * poissonDraw(expected / lot, random) : Math.round(expected * (ofWeek[(i + 4) % 7] ?? 1));
    return { day: addDays(FIRST_DAY, i), quantity };
  });
}

/** Levels of each week of the year, from what was known then. */
function forecastLevels(demand: readonly Day[]): readonly PolicyLevels[] {
  return weeks(demand, (history, asOf) => {
    const forecast = forecastItem({ history, asOf, leadTimeDays, reviewPeriodDays: REVIEW });
    if (forecast.kind !== 'forecast')
      throw new Error('Found no forecast; expected one of two years of history');
    return inventoryPolicy(forecast, {
      asOf,
      leadTimeDays,
      reviewPeriodDays: REVIEW,
      service: { measure: 'cycleServiceLevel', target: 0.95 },
      isFractional: false,
      minimumOrderQuantity: 0,
      orderMultiple: 1,
      override: null,
    });
  });
}

/** Mean · days + z · σ · √days of the whole history. */
function simpleLevels(demand: readonly Day[], target: number): readonly PolicyLevels[] {
  return weeks(demand, (history) => {
    const quantities = history.map(({ quantity }) => quantity);
    const perDay = mean(quantities);
    const spread = Math.sqrt(mean(quantities.map((quantity) => (quantity - perDay) ** 2)));
    const over = (days: number): number =>
      Math.ceil(perDay * days + normalQuantile(target) * spread * Math.sqrt(days));
    return { safetyStock: 0, reorderPoint: over(LEAD), orderUpToLevel: over(LEAD + REVIEW) };
  });
}

function weeks(
  demand: readonly Day[],
  levelsAt: (history: readonly Day[], asOf: string) => PolicyLevels,
): readonly PolicyLevels[] {
  return Array.from({ length: Math.ceil(YEAR / NIGHTS_APART) }, (_, week) => {
    const today = HISTORY_DAYS + week * NIGHTS_APART;
    return levelsAt(demand.slice(0, today), demand[today]?.day ?? '');
  });
}

function held(levels: readonly PolicyLevels[]): readonly PolicyLevels[] {
  let inForce: PolicyLevels | null = null;
  return levels.map((wanted) => {
    if (inForce === null || policyChangeIsMaterial(inForce, wanted, hysteresis)) inForce = wanted;
    return inForce;
  });
}

function changesOf(levels: readonly PolicyLevels[]): number {
  const figures = levels.map(({ safetyStock, reorderPoint, orderUpToLevel }) =>
    [safetyStock, reorderPoint, orderUpToLevel].join(' '),
  );
  return figures.filter((figure, i) => i > 0 && figure !== figures[i - 1]).length;
}

const nothing: PolicyLevels = { safetyStock: 0, reorderPoint: 0, orderUpToLevel: 0 };

/** A year with these levels: share of units served, and mean stock in days of mean demand. */
function yearWith(demand: readonly Day[], levels: readonly PolicyLevels[]) {
  const arriving = new Map<number, number>();
  let [net, onOrder, demanded, short, stock] = [levels[0]?.orderUpToLevel ?? 0, 0, 0, 0, 0];
  for (let day = 0; day < YEAR; day += 1) {
    const arrived = arriving.get(day) ?? 0;
    net += arrived;
    onOrder -= arrived;
    const { reorderPoint, orderUpToLevel } = levels[Math.floor(day / NIGHTS_APART)] ?? nothing;
    if (net + onOrder <= reorderPoint) {
      arriving.set(day + LEAD, orderUpToLevel - net - onOrder);
      onOrder = orderUpToLevel - net;
    }
    const quantity = demand[HISTORY_DAYS + day]?.quantity ?? 0;
    demanded += quantity;
    short += quantity - Math.min(quantity, Math.max(0, net));
    net -= quantity;
    stock += Math.max(0, net);
  }
  return { fillRate: 1 - short / demanded, stockDays: stock / demanded };
}

test('over a year, held policies serve more at equal stock than z · σ · √, and hysteresis halves their changes', () => {
  const all = Object.entries(kinds).map(([name, kind]) => {
    const demand = demandOf(name, kind);
    const wanted = forecastLevels(demand);
    return { demand, wanted, held: held(wanted) };
  });
  const together = (levelsOf: (each: (typeof all)[number]) => readonly PolicyLevels[]) => {
    const years = all.map((each) => yearWith(each.demand, levelsOf(each)));
    return {
      fillRate: mean(years.map(({ fillRate }) => fillRate)),
      stockDays: mean(years.map(({ stockDays }) => stockDays)),
    };
  };
  const ours = together((each) => each.held);
  const simple = [0.8, 0.9, 0.95, 0.98, 0.99, 0.995].map((target) =>
    together(({ demand }) => simpleLevels(demand, target)),
  );
  expect(simple.some(({ stockDays }) => stockDays > ours.stockDays)).toBe(true);
  const asGood = simple.filter(
    ({ fillRate, stockDays }) => fillRate >= ours.fillRate && stockDays <= ours.stockDays,
  );
  expect(asGood).toEqual([]);
  const nervous = together((each) => each.wanted);
  expect(ours.fillRate).toBeGreaterThan(nervous.fillRate - 0.01);
  const changes = (of: 'held' | 'wanted'): number => all.reduce((sum, each) => sum + changesOf(each[of]), 0);
  expect(changes('held')).toBeLessThan(0.6 * changes('wanted'));
}, 30_000);
