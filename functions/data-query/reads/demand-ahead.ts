/** Daily figures of a stored forecast: what to expect, and how an older one came out. */
import type { ItemForecast } from '#shared/contracts/api/models/planning.ts';
import { dailyMeans, usualMeans } from '#shared/forecasting/daily-means.ts';
import { addDays, dayNumber } from '#shared/forecasting/day-number.ts';
import { demandQuantile } from '#shared/forecasting/demand-quantile.ts';
import type { Forecast, Grain } from '#shared/forecasting/item-forecast.ts';

type DayAhead = ItemForecast['ahead'][number];
type Earlier = NonNullable<ItemForecast['earlier']>;

/** A forecast, and the first day that it did not know. */
export type DatedForecast = { readonly forecast: Forecast; readonly asOf: string };

/** Expected demand of so many days from a day on, with the band of each single day. */
export function demandAhead({ forecast, asOf }: DatedForecast, from: string, days: number): DayAhead[] {
  const passed = Math.max(0, dayNumber(from) - dayNumber(asOf));
  const means = dailyMeans(forecast, asOf, passed + days);
  // Demand events and overrides stretch the spread of their days as they do the mean.
  const baseline = usualMeans(forecast, asOf, passed + days);
  const { perDay, ofLevel } = forecast.variance;
  const { isCount } = forecast.leadTimeDemand;
  return Array.from({ length: days }, (_, i) => {
    const mean = means[passed + i] ?? 0;
    const usual = baseline[passed + i] ?? 0;
    // Of demand for what did not sell, nothing is known but that it comes one by one (Poisson).
    const variance = usual > 0 ? (perDay + ofLevel) * (mean / usual) ** 2 : mean;
    const demand = { mean, standardDeviation: Math.sqrt(variance), isCount };
    return {
      day: addDays(asOf, passed + i),
      mean: thousandths(mean),
      p10: thousandths(demandQuantile(demand, 0.1)),
      p90: thousandths(demandQuantile(demand, 0.9)),
    };
  });
}

/** Demand that comes by week or month is compared by so many days together: one row stands for them all. */
const daysTogether: Readonly<Record<Grain, number>> = { day: 1, week: 7, month: 28 };

/** What the forecast said of each of so many days from its own on, beside what came; errors over all of them. */
export function compareForecast(
  { forecast, asOf }: DatedForecast,
  days: number,
  demandOn: ReadonlyMap<string, number>,
): Pick<Earlier, 'days' | 'wape' | 'bias'> {
  const compared = Array.from(dailyMeans(forecast, asOf, days), (mean, i) => {
    const day = addDays(asOf, i);
    return { day, mean: thousandths(mean), actual: demandOn.get(day) ?? 0 };
  });
  const together = daysTogether[forecast.grain];
  let [actual, error, absolute] = [0, 0, 0];
  for (let i = 0; i < days; i += together) {
    const block = compared.slice(i, i + together);
    const difference = block.reduce((total, each) => total + each.mean - each.actual, 0);
    actual += block.reduce((total, each) => total + each.actual, 0);
    error += difference;
    absolute += Math.abs(difference);
  }
  const share = (total: number): number | null =>
    actual > 0 ? Math.round((total / actual) * 10_000) / 10_000 : null;
  return { days: compared, wape: share(absolute), bias: share(error) };
}

function thousandths(quantity: number): number {
  return Math.round(quantity * 1000) / 1000;
}
