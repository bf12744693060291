import type { UsageAnalyserTaskOf } from '#shared/contracts/workflows/nightly-forecast.ts';
import { addDays } from '#shared/forecasting/day-number.ts';
import type { ForecastInput } from '#shared/forecasting/forecast-item.ts';
import { wholePeriods } from '#shared/forecasting/history/whole-periods.ts';
import { promotionHistory, withMeasuredLift } from '#shared/forecasting/learned/promotion-history.ts';

import type { ArimaPort } from './arima.ts';
import type { DaysOfRun } from './learned-days.ts';
import type { MeansOfRun } from './learned-means.ts';

/** Who knows more of an item's demand than its own history tells by itself. */
export type Teachers = {
  readonly arima: Pick<ArimaPort, 'promotionLift'>;
  readonly meansOfRun: MeansOfRun;
  readonly daysOfRun: DaysOfRun;
};

/** Of the last four weeks. Of more unknown days, what was sold is no measure of the demand that others learned. */
const RECENT_DAYS = 28;
const MOST_UNKNOWN = 4;

/**
 * The input with what other products teach of monthly demand and of daily demand with promotions, and with the lift that
 * past promotions had for those to which nobody gave one. Which of the models may speak is measured in `test/bench/forecasting/contest`.
 */
export async function taughtInput(
  input: ForecastInput,
  run: UsageAnalyserTaskOf<'forecast-shard'>,
  { arima, meansOfRun, daysOfRun }: Teachers,
): Promise<ForecastInput> {
  const ofMonths = await meansOfRun(run, input.history);
  const { demandEvents = [] } = input.adjustments ?? {};
  const item = { history: input.history, events: demandEvents };
  const others = isKnownOfLate(input) ? [...ofMonths, ...(await daysOfRun(run, item))] : ofMonths;
  const lift = isMeasurable(input) ? await arima.promotionLift(historyOf(input)) : null;
  if (lift === null) return { ...input, others };
  const measured = withMeasuredLift(demandEvents, lift);
  return { ...input, others, adjustments: { ...input.adjustments, demandEvents: measured } };
}

function historyOf({ history, adjustments, asOf }: ForecastInput) {
  return promotionHistory(history, adjustments?.demandEvents ?? [], asOf);
}

/** Demand is known by day, promotions were, and of some to come nobody said what they do. */
function isMeasurable({ history, adjustments, asOf }: ForecastInput): boolean {
  const { demandEvents = [] } = adjustments ?? {};
  const isAsked = demandEvents.some(({ to, isMeasured }) => isMeasured === true && to >= asOf);
  return isAsked && demandEvents.some(({ from }) => from < asOf) && wholePeriods(history, asOf) === null;
}

function isKnownOfLate({ adjustments, asOf }: ForecastInput): boolean {
  const { daysWithoutStock = [], excludedDays = [] } = adjustments ?? {};
  const from = addDays(asOf, -RECENT_DAYS);
  return new Set([...daysWithoutStock, ...excludedDays].filter((day) => day >= from)).size <= MOST_UNKNOWN;
}
