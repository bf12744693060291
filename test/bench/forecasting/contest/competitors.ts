/** Forecasts of one origin by the product, by the learned model, by ARIMA, and by equal-weight means of them. */
import { dailyMeans } from '#shared/forecasting/daily-means.ts';
import { forecastItem } from '#shared/forecasting/forecast-item.ts';
import { forecastSeries } from '#shared/forecasting/forecast-series.ts';
import { withMeasuredLift } from '#shared/forecasting/learned/promotion-history.ts';
import { trainPooledModel, type PooledModel } from '#shared/forecasting/learned/train-pooled-model.ts';
import type { PooledSeries } from '#shared/forecasting/learned/pooled-series.ts';
import type { ArimaPort } from '#functions/usage-analyser/arima.ts';
import { DAY_SEASON } from '#test/bench/forecasting/datasets.ts';
import { itemInput, productMeans } from '#test/bench/forecasting/product-forecast.ts';
import { promotionEvents } from '#test/bench/forecasting/promotions.ts';

import type { Cut } from './cuts.ts';

/** What a method expected of every cut, and the CPU time it took. */
export type Entry = {
  readonly name: string;
  readonly means: readonly Float64Array[];
  readonly cpuMs: number;
};

/** The product alone: what all others are compared with. */
export const PRODUCT = 'stock-mate';
/** Without a season ARIMA is exponential smoothing, which the product has; fewer seasons than this tell no season from a trend. */
const SEASONS_FOR_ARIMA = 3;

/** Lets all methods forecast the cuts; what cannot forecast one leaves it to the product. */
export async function compete(cuts: readonly Cut[], arima: ArimaPort): Promise<readonly Entry[]> {
  const product = await timed(PRODUCT, cuts, () => (cut) => byProduct(cut));
  const withoutPlans = await rivals(cuts, arima, { product, withPromotions: false });
  if (cuts.every(({ promoted }) => promoted === null)) return [product, ...withoutPlans];
  const lifted = await timed(`${PRODUCT} with lifts of promotions`, cuts, () => (cut) => byLift(cut, arima));
  const withPlans = await rivals(cuts, arima, { product, withPromotions: true });
  const [learned] = withPlans;
  const both =
    learned === undefined ? [] : [meanOf(`½ ${lifted.name} + ½ ${learned.name}`, [lifted, learned])];
  return [product, ...withoutPlans, ...withPlans, lifted, ...both];
}

/** The learned model and ARIMA alone and in means with the product. */
async function rivals(
  cuts: readonly Cut[],
  arima: ArimaPort,
  { product, withPromotions }: { readonly product: Entry; readonly withPromotions: boolean },
): Promise<readonly Entry[]> {
  const suffix = withPromotions ? ', promotions known' : '';
  const learned = await timed(`learned${suffix}`, cuts, () => {
    const model = trained(cuts, withPromotions);
    return (cut) => model.forecast(pooled(cut, withPromotions), cut.series.test.length);
  });
  const linear = await timed(
    `arima${suffix}`,
    cuts,
    () => async (cut, i) =>
      (await byArima(cut, arima, withPromotions)) ?? product.means[i] ?? new Float64Array(0),
  );
  return [
    learned,
    linear,
    ...(await joined(cuts, learned)),
    meanOf(`½ ${PRODUCT} + ½ ${learned.name}`, [product, learned]),
    meanOf(`⅔ ${PRODUCT} + ⅓ ${learned.name}`, [product, product, learned]),
    meanOf(`½ ${PRODUCT} + ½ ${linear.name}`, [product, linear]),
    meanOf(`⅓ ${PRODUCT}, learned, ${linear.name}`, [product, learned, linear]),
  ];
}

/** Whole periods: the learned means as `others` of the product's own forecast, as the nightly run passes them. */
async function joined(cuts: readonly Cut[], learned: Entry): Promise<readonly Entry[]> {
  if (cuts.some(({ series }) => series.seasonLength === DAY_SEASON)) return [];
  const entry = await timed(`${PRODUCT} with learned as others`, cuts, () => ({ series }, i) => {
    const { train: values, seasonLength, test } = series;
    const others = [learned.means[i] ?? new Float64Array(0)];
    return forecastSeries({ values, seasonLength, horizon: test.length, others }).means;
  });
  return [{ ...entry, cpuMs: entry.cpuMs + learned.cpuMs }];
}

function byProduct({ series }: Cut): Float64Array {
  return Float64Array.from(productMeans(series.train, series, series.test.length));
}

/** The product told of past and planned promotions as demand events, with the lift that ARIMA found in the past ones. */
async function byLift(cut: Cut, arima: ArimaPort): Promise<Float64Array> {
  const { train, test, seasonLength } = cut.series;
  const promoted = cut.promoted ?? new Float64Array(0);
  const past = promoted.subarray(0, train.length);
  const lift = await arima.promotionLift({ values: train, promoted: past, seasonLength });
  if (lift === null) return byProduct(cut);
  const input = itemInput(train, cut.series);
  const demandEvents = withMeasuredLift(promotionEvents(promoted, cut.series.firstDay), lift);
  const forecast = forecastItem({ ...input, adjustments: { demandEvents } });
  return forecast.kind === 'forecast' ? dailyMeans(forecast, input.asOf, test.length) : byProduct(cut);
}

function trained(cuts: readonly Cut[], withPromotions: boolean): PooledModel {
  const horizon = Math.max(...cuts.map(({ series }) => series.test.length));
  const seasonLength = cuts[0]?.series.seasonLength ?? 1;
  // Promotions after the origin are plans; of demand nothing after the origin is shown.
  return trainPooledModel(
    cuts.map((cut) => pooled(cut, withPromotions)),
    { seasonLength, horizon },
  );
}

function pooled({ series, promoted }: Cut, withPromotions: boolean): PooledSeries {
  return withPromotions && promoted !== null ? { values: series.train, promoted } : { values: series.train };
}

async function byArima(
  { series, promoted, kind }: Cut,
  arima: ArimaPort,
  withPromotions: boolean,
): Promise<Float64Array | null> {
  const { train, test, seasonLength } = series;
  const isSeasonal = kind === 'days' || kind.endsWith(', seasonal');
  if (!isSeasonal || train.length < SEASONS_FOR_ARIMA * seasonLength) return null;
  const regressors =
    withPromotions && promoted !== null
      ? {
          regressors: [promoted.subarray(0, train.length)],
          futureRegressors: [promoted.subarray(train.length)],
        }
      : {};
  const forecast = await arima.forecast({ values: train, seasonLength, horizon: test.length, ...regressors });
  return forecast?.means ?? null;
}

type Method = (cut: Cut, i: number) => Float64Array | Promise<Float64Array>;

/** CPU time of all threads, training included. */
async function timed(name: string, cuts: readonly Cut[], prepare: () => Method): Promise<Entry> {
  const before = process.cpuUsage();
  const method = prepare();
  const means: Float64Array[] = [];
  for (const [i, cut] of cuts.entries()) means.push(await method(cut, i));
  const { user, system } = process.cpuUsage(before);
  return { name, means, cpuMs: (user + system) / 1_000 };
}

function meanOf(name: string, entries: readonly Entry[]): Entry {
  const means = (entries[0]?.means ?? []).map((first, cut) =>
    first.map(
      (_, h) => entries.reduce((total, one) => total + (one.means[cut]?.[h] ?? 0), 0) / entries.length,
    ),
  );
  const unlike = [...new Set(entries)];
  return { name, means, cpuMs: unlike.reduce((total, { cpuMs }) => total + cpuMs, 0) };
}
