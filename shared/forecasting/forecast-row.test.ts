import * as v from 'valibot';
import { expect, test } from 'vitest';

import { ForecastRow } from '#shared/contracts/workflows/nightly-forecast.ts';

import { addDays } from './day-number.ts';
import { forecastItem } from './forecast-item.ts';
import { compactForecast, expandForecast } from './forecast-row.ts';
import type { Forecast } from './item-forecast.ts';

const key = {
  productId: '0199a000-0000-7000-8000-000000000001',
  locationId: '0199a000-0000-7000-8000-000000000002',
};

/** With weekdays, months and trend: the longest there is. */
function richForecast(): Forecast {
  const quantity = (i: number): number =>
    Math.round(
      (100 + i / 7) * (i % 7 === 6 ? 0 : 1) * (1 + 0.5 * Math.sin(i / 58)) * (1 + ((i * 37) % 11) / 40),
    );
  const forecast = forecastItem({
    history: Array.from({ length: 760 }, (_, i) => ({
      day: addDays('2024-01-01', i),
      quantity: quantity(i),
    })),
    asOf: addDays('2024-01-01', 760),
    leadTimeDays: { mean: 14, standardDeviation: 3 },
    reviewPeriodDays: 7,
    cycleServiceLevel: 0.95,
  });
  if (forecast.kind !== 'forecast') throw new Error('expected a forecast');
  return forecast;
}

test('a forecast comes back from its row with all its names, to five digits', () => {
  const forecast = richForecast();
  const expanded = expandForecast(compactForecast(key, forecast));
  expect(expanded).toMatchObject(key);
  expect(Object.keys(expanded.forecast).sort()).toEqual(Object.keys(forecast).sort());
  expect(expanded.forecast.leadTimeDemand.p95 / forecast.leadTimeDemand.p95).toBeCloseTo(1, 4);
  expect(expandForecast(compactForecast(key, expanded.forecast))).toEqual(expanded);
});

test('a row is valid and has at most 450 bytes', () => {
  const forecast = richForecast();
  expect(forecast.method).toContain('month');
  const row = compactForecast(key, forecast);
  expect(v.parse(ForecastRow, row)).toEqual(row);
  expect(JSON.stringify(row).length).toBeLessThanOrEqual(450);
});
