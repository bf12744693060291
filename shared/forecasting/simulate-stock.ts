import { at } from './at.ts';
import { dailyMeans, MEAN_WINDOW_DAYS, type DemandShape } from './daily-means.ts';
import { dayNumber } from './day-number.ts';
import { gammaDraw } from './gamma-draw.ts';
import { sum } from './sum.ts';

/** What of a forecast a simulation reads. */
export type ProjectableForecast = DemandShape & {
  readonly standardDeviationPerDay: number;
  readonly leadTimeDemand: { readonly mean: number; readonly standardDeviation: number };
};

/** The position of one product at one location on the morning of `asOf`. */
export type StockOutlook = {
  readonly asOf: string;
  readonly available: number;
  readonly forecast: ProjectableForecast;
  readonly leadTimeDays: { readonly mean: number; readonly standardDeviation: number };
  readonly openOrders: readonly { readonly quantity: number; readonly promisedDate: string | null }[];
};

/** One possible future: demand per day, what arrives per day, and the lead time an order of today would have. */
export type Future = {
  readonly demand: Float64Array;
  readonly receipts: Float64Array;
  readonly leadTimeDays: number;
};

const NOISE_TABLE_SIZE = 2_048;
/** An overdue order is expected within about this many days, or the spread of the lead time if that is more. */
const LEAST_OVERDUE_DAYS = 2;

/**
 * A source of possible futures over some days: daily demand = mean of the day × level of this future × noise of the
 * day, both gamma with mean 1. The spread of the level is what the variance of lead-time demand has beyond the daily
 * noise and the lead time, so that simulated and computed lead-time demand agree.
 */
export function futures(outlook: StockOutlook, days: number, random: () => number): () => Future {
  const { forecast, asOf, leadTimeDays } = outlook;
  const means = dailyMeans(forecast, asOf, days);
  const variation = dailyVariation(forecast, asOf);
  const drawNoise = gammaDraw({ mean: 1, standardDeviation: variation }, random);
  const noise = Float64Array.from({ length: NOISE_TABLE_SIZE }, drawNoise);
  const tableMean = sum(noise) / NOISE_TABLE_SIZE || 1;
  const drawLevel = gammaDraw({ mean: 1, standardDeviation: levelSpread(outlook, means, variation) }, random);
  const drawLeadTime = gammaDraw(
    { mean: leadTimeDays.mean, standardDeviation: leadTimeDays.standardDeviation },
    random,
  );
  const drawOverdue = (): number =>
    -Math.log(1 - random()) * Math.max(LEAST_OVERDUE_DAYS, leadTimeDays.standardDeviation);
  return () => {
    const level = drawLevel() / tableMean;
    const demand = new Float64Array(days);
    for (let i = 0; i < days; i += 1) {
      demand[i] = at(means, i) * level * at(noise, Math.floor(random() * NOISE_TABLE_SIZE));
    }
    const receipts = new Float64Array(days);
    for (const order of outlook.openOrders) {
      const arrival = arrivalDay(order.promisedDate, outlook, { drawLeadTime, drawOverdue });
      if (arrival < days) receipts[arrival] = at(receipts, arrival) + order.quantity;
    }
    return { demand, receipts, leadTimeDays: Math.max(1, Math.round(drawLeadTime())) };
  };
}

/** Standard deviation of a day's demand ÷ its mean, alike for all days. */
function dailyVariation(forecast: ProjectableForecast, asOf: string): number {
  const means = dailyMeans(forecast, asOf, MEAN_WINDOW_DAYS);
  const meanSquare = sum(means.map((value) => value ** 2)) / means.length;
  return meanSquare > 0 ? forecast.standardDeviationPerDay / Math.sqrt(meanSquare) : 0;
}

function levelSpread(outlook: StockOutlook, means: Float64Array, variation: number): number {
  const { mean, standardDeviation } = outlook.forecast.leadTimeDemand;
  const days = outlook.leadTimeDays.mean;
  if (mean <= 0 || days <= 0) return 0;
  const ofNoise = sum(means.subarray(0, Math.round(days)).map((value) => (value * variation) ** 2));
  const ofLeadTime = ((mean / days) * outlook.leadTimeDays.standardDeviation) ** 2;
  return Math.sqrt(Math.max(0, standardDeviation ** 2 - ofNoise - ofLeadTime)) / mean;
}

/** Index of the day an open order arrives: promised day ± spread of the lead time; overdue: soon, never dropped. */
function arrivalDay(
  promisedDate: string | null,
  { asOf, leadTimeDays }: StockOutlook,
  { drawLeadTime, drawOverdue }: { readonly drawLeadTime: () => number; readonly drawOverdue: () => number },
): number {
  if (promisedDate === null) return Math.max(1, Math.round(drawLeadTime()));
  const promised = dayNumber(promisedDate) - dayNumber(asOf);
  if (promised < 0) return 1 + Math.round(drawOverdue());
  return Math.max(0, Math.round(promised + drawLeadTime() - leadTimeDays.mean));
}
