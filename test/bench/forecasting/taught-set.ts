/** What the nightly run tells the forecasts of articles whose promotions are known, as it tells them, for the bench. */
import { openArima } from '#functions/usage-analyser/arima.ts';
import { dayNumber, dayOf } from '#shared/forecasting/day-number.ts';
import type { ForecastInput } from '#shared/forecasting/forecast-item.ts';
import { learnDays, promotedDays, type LearnedDays } from '#shared/forecasting/learned/learn-days.ts';
import { withMeasuredLift } from '#shared/forecasting/learned/promotion-history.ts';

import { DAY_SEASON, type DataSet, type Series } from './datasets.ts';
import { itemInput } from './product-forecast.ts';
import { promotionEvents, readPromotions } from './promotions.ts';
import type { Part } from './series-scores.ts';
import { originsOf } from './stock-simulation.ts';

/**
 * The set with what promotions, past and planned, tell the forecasts of these parts: the lift that ARIMA found in the
 * past ones, and what a model trained on the past of all articles says. Without a column of promotions, the set as it is.
 */
export async function taughtSet(set: DataSet, parts: readonly Part[]): Promise<DataSet> {
  const promotions = readPromotions(set);
  if (promotions.size === 0) return set;
  const marksOf: MarksOf = ({ id }) => promotions.get(id) ?? new Float64Array(0);
  const lifts = await liftsOf(set.series, marksOf, parts);
  const eventsOf = new Map(
    set.series.map((one) => [one.id, promotionEvents(marksOf(one), one.firstDay)] as const),
  );
  const models = new Map<string, LearnedDays>();
  const learnedOn = (asOf: string): LearnedDays => {
    const pool = set.series.flatMap((one) => {
      const { history } = itemInput(knownOf(one, dayNumber(asOf) - one.firstDay), one);
      return promotedDays({ history, events: eventsOf.get(one.id) ?? [] }, asOf) ?? [];
    });
    return learnDays(pool, asOf);
  };
  const taught = (one: Series, input: ForecastInput): ForecastInput => {
    const { history, asOf } = input;
    const lift = lifts.get(keyOf(one, asOf));
    if (lift === undefined)
      throw new Error(`found no lift of ${one.id} on ${asOf}, expected one: prepare that day`);
    const learned = models.get(asOf) ?? learnedOn(asOf);
    models.set(asOf, learned);
    const events = eventsOf.get(one.id) ?? [];
    const demandEvents = withMeasuredLift(events, lift);
    return { ...input, adjustments: { demandEvents }, others: learned({ history, events }) };
  };
  const series = set.series.map((one) => ({
    ...one,
    taught: (input: ForecastInput) => taught(one, input),
  }));
  return { ...set, series };
}

type MarksOf = (series: Series) => Float64Array;

/** Lifts by article and day of forecast; ARIMA answers later, so they are found beforehand. */
async function liftsOf(
  all: readonly Series[],
  marksOf: MarksOf,
  parts: readonly Part[],
): Promise<ReadonlyMap<string, number>> {
  const lifts = new Map<string, number>();
  const arima = openArima();
  try {
    for (const one of all) {
      for (const days of parts.includes('stock') ? originsOf(one) : [0]) {
        const values = knownOf(one, one.train.length + days);
        const promoted = marksOf(one).subarray(0, values.length);
        const lift = await arima.promotionLift({ values, promoted, seasonLength: DAY_SEASON });
        lifts.set(keyOf(one, dayOf(one.firstDay + values.length)), lift ?? 1);
      }
    }
  } finally {
    await arima.close();
  }
  return lifts;
}

function keyOf({ id }: Series, asOf: string): string {
  return `${id} ${asOf}`;
}

function knownOf({ train, test }: Series, days: number): Float64Array {
  return Float64Array.from([...train, ...test]).subarray(0, days);
}
