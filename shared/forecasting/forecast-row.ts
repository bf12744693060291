import type { ForecastRow, ItemKey } from '#shared/contracts/workflows/nightly-forecast.ts';

import { at } from './at.ts';
import type { DemandPattern } from './demand-pattern.ts';
import type { DemandDistribution, Forecast, ForecastAccuracy } from './item-forecast.ts';

/** The forecast as a row of figures without names, to five digits: half the size, for a workflow's state. */
export function compactForecast({ productId, locationId }: ItemKey, forecast: Forecast): ForecastRow {
  const { accuracy } = forecast;
  return [
    productId,
    locationId,
    forecast.demandPattern,
    forecast.method,
    [
      short(forecast.meanPerDay),
      short(forecast.trendPerDay),
      short(forecast.standardDeviationPerDay),
      forecast.historyDays,
    ],
    forecast.weekdayFactors.map(short),
    forecast.yearFactors?.map(short) ?? null,
    figuresOf(forecast.leadTimeDemand),
    figuresOf(forecast.protectionDemand),
    accuracy === null ? null : accuracyFigures(accuracy),
  ];
}

/** The row with its names again. */
export function expandForecast(row: ForecastRow): ItemKey & { readonly forecast: Forecast } {
  const [
    productId,
    locationId,
    pattern,
    method,
    perDay,
    weekdayFactors,
    yearFactors,
    leadTime,
    protection,
    accuracy,
  ] = row;
  return {
    productId,
    locationId,
    forecast: {
      kind: 'forecast',
      // Written by compactForecast from this very type.
      demandPattern: pattern as DemandPattern,
      method,
      meanPerDay: at(perDay, 0),
      trendPerDay: at(perDay, 1),
      standardDeviationPerDay: at(perDay, 2),
      historyDays: at(perDay, 3),
      weekdayFactors,
      yearFactors,
      leadTimeDemand: distributionOf(leadTime),
      protectionDemand: distributionOf(protection),
      accuracy: accuracy === null ? null : accuracyOf(accuracy),
    },
  };
}

function figuresOf(demand: DemandDistribution): number[] {
  const { mean, standardDeviation, p10, p50, p90, p95, p99, atServiceLevel } = demand;
  return [mean, standardDeviation, p10, p50, p90, p95, p99, atServiceLevel].map(short);
}

function distributionOf(figures: readonly number[]): DemandDistribution {
  return {
    mean: at(figures, 0),
    standardDeviation: at(figures, 1),
    p10: at(figures, 2),
    p50: at(figures, 3),
    p90: at(figures, 4),
    p95: at(figures, 5),
    p99: at(figures, 6),
    atServiceLevel: at(figures, 7),
  };
}

function accuracyFigures({ wape, bias, mase, coverage80, days }: ForecastAccuracy): (number | null)[] {
  return [wape, bias, mase, coverage80, days].map((figure) => (figure === null ? null : short(figure)));
}

function accuracyOf([wape = null, bias = null, mase = null, coverage80, days]: readonly (
  | number
  | null
)[]): ForecastAccuracy {
  return { wape, bias, mase, coverage80: coverage80 ?? 0, days: days ?? 0 };
}

function short(figure: number): number {
  return Number(figure.toPrecision(5));
}
