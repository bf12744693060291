/** Expected values are those of statsforecast 2.1.1 (Python) on the same series, unless said otherwise. */
import { expect, test } from 'vitest';
import { dynamicTheta } from './dynamic-theta.ts';
import { exponentialSmoothing } from './exponential-smoothing.ts';
import { forecastSeries } from './forecast-series.ts';
import { slowMean } from './slow-mean.ts';

/** Yearly flow of the Nile at Aswan, 1871 to 1970 (Durbin and Koopman, 2001). */
const nile = numbers(
  '1120 1160 963 1210 1160 1160 813 1230 1370 1140 995 935 1110 994 1020 960 1180 799 958 1140 1100 1210 1150 1250 1260 ' +
    '1220 1030 1100 774 840 874 694 940 833 701 916 692 1020 1050 969 831 726 456 824 702 1120 1100 832 764 821 768 845 ' +
    '864 862 698 845 744 796 1040 759 781 865 845 944 984 897 822 1010 771 676 649 846 812 742 801 1040 860 874 848 890 ' +
    '744 749 838 1050 918 986 797 923 975 815 1020 906 901 1170 912 746 919 718 714 740',
);

/** Airline passengers by month, thousands, 1949 to 1960 (Box and Jenkins, series G). */
const passengers = numbers(
  '112 118 132 129 121 135 148 148 136 119 104 118 115 126 141 135 125 149 170 170 158 133 114 140 145 150 178 163 172 ' +
    '178 199 199 184 162 146 166 171 180 193 181 183 218 230 242 209 191 172 194 196 196 236 235 229 243 264 272 237 211 ' +
    '180 201 204 188 235 227 234 264 302 293 259 229 203 229 242 233 267 269 270 315 364 347 312 274 237 278 284 277 317 ' +
    '313 318 374 413 405 355 306 271 306 315 301 356 348 355 422 465 467 404 347 305 336 340 318 362 348 363 435 491 505 ' +
    '404 359 310 337 360 342 406 396 420 472 548 559 463 407 362 405 417 391 419 461 472 535 622 606 508 461 390 432',
);

function numbers(text: string): Float64Array {
  return Float64Array.from(text.split(' '), Number);
}

function largestGap(actual: Float64Array, expected: readonly number[]): number {
  return actual.reduce((worst, value, i) => Math.max(worst, Math.abs(value / (expected[i] ?? 0) - 1)), 0);
}

test('smoothing the Nile with 0.1 and 0.2 gives 854.824 and 821.317', () => {
  const [slow, quick, recent] = slowMean(nile).members.map(({ expect: next }) => next(100, 1)[0]);
  expect(slow).toBeCloseTo(854.824, 1);
  expect(quick).toBeCloseTo(821.317, 3);
  expect(recent).toBeCloseTo(878, 9);
});

test('exponential smoothing of the Nile lies within a hundredth of ETS(A,N,N), 805.479', () => {
  expect(largestGap(exponentialSmoothing(nile, 1)(100, 3), [805.479, 805.479, 805.479])).toBeLessThan(0.01);
});

test('the dynamic Theta model of the Nile lies within a hundredth of 798.23, flat', () => {
  const forecast = dynamicTheta(nile)(100, 5);
  expect(largestGap(forecast, [798.23, 798.23, 798.23, 798.23, 798.23])).toBeLessThan(0.01);
});

test('next year of the airline lies between the dynamic Theta model and ETS, within three hundredths of each month', () => {
  const theta = [442.9, 432.3, 495.5, 482.6, 487.9, 556.1, 616.2, 616.1, 538.4, 470.4, 411.0, 463.5];
  const ets = [442.4, 428.3, 493.0, 477.4, 477.6, 535.9, 600.8, 594.8, 513.7, 448.2, 390.3, 435.7];
  const forecast = forecastSeries({ values: passengers, seasonLength: 12, horizon: 12 });
  expect(forecast.method).toBe('theta-smoothing-season');
  const between = theta.map((value, i) => (value + (ets[i] ?? 0)) / 2);
  expect(largestGap(forecast.means, between)).toBeLessThan(0.03);
  expect(largestGap(exponentialSmoothing(passengers, 12)(144, 12), ets)).toBeLessThan(0.03);
});
