import { forecastSeries } from '#shared/forecasting/forecast-series.ts';
import type { ForecastAccuracy } from '#shared/forecasting/item-forecast.ts';
import { mean, sum } from '#shared/forecasting/sum.ts';

type Series = Parameters<typeof forecastSeries>[0] & { readonly values: Float64Array };

const ORIGINS = 3;
/** Before the first origin, this many periods must be there. */
const FEWEST_PERIODS = 8;
const YEARLY_MONTHS = 12;

/**
 * Forecasts made some periods ago, at three origins, compared with what came in known periods: four weeks or two months
 * from each; null where too little lies before them.
 * Source: rolling forecasting origin, FPP3 section 5.10.
 */
export function periodBacktest(series: Series, daysPerPeriod: number): ForecastAccuracy | null {
  const { values, seasonLength } = series;
  const horizon = seasonLength > YEARLY_MONTHS ? 4 : 2;
  const first = values.length - ORIGINS * horizon;
  if (first < FEWEST_PERIODS) return null;
  const found = Array.from({ length: ORIGINS }, (_, k) =>
    foundFrom(series, first + k * horizon, horizon),
  ).flat();
  if (found.length === 0) return null;
  const total = sum(found.map(({ actual }) => actual));
  const errors = found.map(({ expected, actual }) => expected - actual);
  const absolute = sum(errors.map((error) => Math.abs(error)));
  const naive = meanChange(values.subarray(0, first));
  return {
    wape: total > 0 ? absolute / total : null,
    bias: total > 0 ? sum(errors) / total : null,
    mase: naive > 0 ? absolute / found.length / naive : null,
    coverage80: mean(found.map(({ isInside }) => (isInside ? 1 : 0))),
    days: Math.round(found.length * daysPerPeriod),
  };
}

type Found = { readonly expected: number; readonly actual: number; readonly isInside: boolean };

function foundFrom({ values, seasonLength }: Series, origin: number, horizon: number): Found[] {
  const forecast = forecastSeries({ values: values.subarray(0, origin), seasonLength, horizon });
  const found: Found[] = [];
  let running = 0;
  for (let i = 0; i < horizon; i += 1) {
    const expected = forecast.means[i] ?? 0;
    const actual = values[origin + i] ?? Number.NaN;
    // An unknown period adds to the running sum what was expected of it.
    running += Number.isNaN(actual) ? expected : actual;
    const isAbove = running >= forecast.quantileOfSum(i + 1, 0.1) * (1 - 1e-9);
    const isInside = isAbove && running <= forecast.quantileOfSum(i + 1, 0.9) * (1 + 1e-9);
    if (!Number.isNaN(actual)) found.push({ expected, actual, isInside });
  }
  return found;
}

/** Mean absolute change from a known period to the next. */
function meanChange(values: Float64Array): number {
  const changes = Array.from(values.subarray(1), (value, i) => Math.abs(value - (values[i] ?? 0)));
  return mean(changes.filter((change) => !Number.isNaN(change)));
}
