import { at } from './at.ts';
import { dailyMeans, MEAN_WINDOW_DAYS, usualMeans, type DemandShape } from './daily-means.ts';
import { dayNumber } from './day-number.ts';
import { gammaDraw } from './gamma-draw.ts';
import type { DemandVariance } from './item-forecast.ts';
import { poissonDraw } from './poisson-draw.ts';
import { mean, sum } from './sum.ts';

/** What of a forecast a simulation reads; every forecast is one. */
export type ProjectableForecast = DemandShape & {
  readonly standardDeviationPerDay: number;
  readonly leadTimeDemand: {
    readonly mean: number;
    readonly standardDeviation: number;
    readonly isCount?: boolean;
  };
  /** Absent where only the policy's figures are known: then it is taken from the lead time's demand. */
  readonly variance?: DemandVariance;
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
 * day, both gamma with mean 1; of counts, that is the mean of a Poisson number. The level is drawn once per future: it is
 * what is not known of the forecast, and does not average out over days as noise does.
 */
export function futures(outlook: StockOutlook, days: number, random: () => number): () => Future {
  const { forecast, asOf, leadTimeDays } = outlook;
  const means = dailyMeans(forecast, asOf, days);
  const { ofNoise, ofLevel } = spreadOf(outlook, means);
  const noise = noiseTable(ofNoise, random);
  const drawLevel = gammaDraw({ mean: 1, standardDeviation: ofLevel }, random);
  const drawLeadTime = gammaDraw(leadTimeDays, random);
  const drawOverdue = (): number =>
    -Math.log(1 - random()) * Math.max(LEAST_OVERDUE_DAYS, leadTimeDays.standardDeviation);
  const isCount = forecast.leadTimeDemand.isCount === true;
  return () => {
    const level = drawLevel();
    const demand = new Float64Array(days);
    for (let i = 0; i < days; i += 1) {
      const expected = (means[i] ?? 0) * level * (noise[Math.floor(random() * NOISE_TABLE_SIZE)] ?? 0);
      demand[i] = isCount ? poissonDraw(expected, random) : expected;
    }
    const receipts = new Float64Array(days);
    for (const order of outlook.openOrders) {
      const arrival = arrivalDay(order.promisedDate, outlook, { drawLeadTime, drawOverdue });
      if (arrival < days) receipts[arrival] = at(receipts, arrival) + order.quantity;
    }
    return { demand, receipts, leadTimeDays: Math.max(1, Math.round(drawLeadTime())) };
  };
}

/** Drawing from a table is ten times faster than drawing anew; its mean is 1, so that no chance of it biases all futures. */
function noiseTable(variation: number, random: () => number): Float64Array {
  const draw = gammaDraw({ mean: 1, standardDeviation: variation }, random);
  const table = Float64Array.from({ length: NOISE_TABLE_SIZE }, draw);
  const tableMean = mean(table) || 1;
  return table.map((each) => each / tableMean);
}

/** Standard deviation ÷ mean of a day's noise, alike for all days, and of the level. */
function spreadOf(
  outlook: StockOutlook,
  means: Float64Array,
): { readonly ofNoise: number; readonly ofLevel: number } {
  const { forecast, asOf, leadTimeDays } = outlook;
  const { baselinePerDay = forecast.meanPerDay, variance } = forecast;
  // Lifts multiply demand and its spread alike, so that the ratio is that of the days without them.
  const usual = usualMeans(forecast, asOf, MEAN_WINDOW_DAYS);
  const meanSquare = mean(usual.map((value) => value ** 2));
  // Of a figure for what did not sell, nothing is known but that demand comes one by one.
  if (meanSquare <= 0)
    return { ofNoise: forecast.meanPerDay > 0 ? forecast.meanPerDay ** -0.5 : 0, ofLevel: 0 };
  const perDay = variance?.perDay ?? forecast.standardDeviationPerDay ** 2;
  // A Poisson number adds its mean to the variance by itself.
  const ofCounting = forecast.leadTimeDemand.isCount === true ? mean(usual) : 0;
  const ofNoise = Math.sqrt(Math.max(0, perDay - ofCounting) / meanSquare);
  if (variance !== undefined) return { ofNoise, ofLevel: Math.sqrt(variance.ofLevel) / baselinePerDay };
  const lead = forecast.leadTimeDemand;
  if (lead.mean <= 0 || leadTimeDays.mean <= 0) return { ofNoise, ofLevel: 0 };
  const noise = sum(means.subarray(0, Math.round(leadTimeDays.mean)).map((value) => (value * ofNoise) ** 2));
  const ofLeadTime = ((lead.mean / leadTimeDays.mean) * leadTimeDays.standardDeviation) ** 2;
  const rest = Math.max(0, lead.standardDeviation ** 2 - noise - ofLeadTime);
  return { ofNoise, ofLevel: Math.sqrt(rest) / lead.mean };
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
