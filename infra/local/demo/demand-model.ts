import { dayNumber, weekdayOf, yearPosition } from '#shared/forecasting/day-number.ts';

import type { Season } from './catalogue.ts';

/** How a demo product sells. */
export type Behaviour = 'smooth' | 'erratic' | 'intermittent' | 'lumpy';

/** Days are counted from the first day of the demo's history. */
export type DemandModel = {
  readonly behaviour: Behaviour;
  readonly season: Season;
  /** Mean units per day over a year at the start of the history. */
  readonly perDay: number;
  readonly growthPerYear: number;
  /** Probability of a demand on an open day; only for intermittent and lumpy products. */
  readonly demandShare: number;
  readonly promotions: readonly { readonly from: number; readonly days: number; readonly lift: number }[];
  /** First day on offer and first day not sold any more. */
  readonly from: number;
  readonly until: number;
  /** Days on which there was none to sell. */
  readonly soldOut: { readonly from: number; readonly until: number } | null;
  /** One customer's order on top of a day's demand. */
  readonly bulkOrder: { readonly day: number; readonly quantity: number } | null;
};

/** Monday to Sunday: restaurants stock up before the weekend, and on Sunday the shop is closed. */
const WEEK = [1.3, 1.1, 1.05, 1.15, 1.6, 0.8, 0];

/** Expected units on a day. */
export function expectedDemand(model: DemandModel, firstDay: string, day: number): number {
  if (day < model.from || day >= model.until || isSoldOut(model, day)) return 0;
  const number = dayNumber(firstDay) + day;
  const growth = (1 + model.growthPerYear) ** (day / 365);
  const promotion = model.promotions.find(({ from, days }) => day >= from && day < from + days);
  const week = WEEK[weekdayOf(number)] ?? 0;
  return model.perDay * growth * week * seasonOf(model.season, yearPosition(number)) * (promotion?.lift ?? 1);
}

function isSoldOut({ soldOut }: DemandModel, day: number): boolean {
  return soldOut !== null && day >= soldOut.from && day < soldOut.until;
}

/** Units drawn for a day. */
export function drawDemand(model: DemandModel, expected: number, random: () => number): number {
  if (expected <= 0) return 0;
  switch (model.behaviour) {
    case 'smooth':
      return poisson(expected, random);
    case 'erratic':
      return poisson(expected * logNormal(0.9, random), random);
    case 'intermittent':
      return random() < model.demandShare ? 1 + poisson(expected / model.demandShare - 1, random) : 0;
    case 'lumpy':
      return random() < model.demandShare
        ? Math.max(1, Math.round((expected / model.demandShare) * logNormal(0.9, random)))
        : 0;
  }
}

/** Standard deviation of a day's units, about: for the stock that the demo starts with. */
export function demandSpread(model: DemandModel, perDay: number): number {
  switch (model.behaviour) {
    case 'smooth':
      return Math.sqrt(perDay + (0.4 * perDay) ** 2);
    case 'erratic':
      return 1.25 * perDay + Math.sqrt(perDay);
    case 'intermittent':
      return perDay / Math.sqrt(model.demandShare);
    case 'lumpy':
      return (1.5 * perDay) / Math.sqrt(model.demandShare);
  }
}

function seasonOf(season: Season, position: number): number {
  const yearly = (peak: number): number => Math.cos(((position - peak) / 12) * 2 * Math.PI);
  switch (season) {
    case 'none':
      return 1;
    case 'winter':
      return 1 + 0.22 * yearly(0.5);
    case 'summer':
      return 1 + 0.35 * yearly(6.5);
    case 'christmas':
      return position >= 10.3 && position < 11.8 ? 1.45 : 1 + 0.08 * yearly(1);
  }
}

/** Source: Knuth, TAOCP 2, 3.4.1; beyond a mean of 60 the rounded normal is as good. */
function poisson(mean: number, random: () => number): number {
  if (mean <= 0) return 0;
  if (mean > 60) return Math.max(0, Math.round(mean + Math.sqrt(mean) * normal(random)));
  const limit = Math.exp(-mean);
  let product = random();
  let count = 0;
  while (product > limit) {
    product *= random();
    count += 1;
  }
  return count;
}

/** Mean 1, spread by sigma on the logarithm. */
function logNormal(sigma: number, random: () => number): number {
  return Math.exp(sigma * normal(random) - sigma ** 2 / 2);
}

function normal(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}
