import type { UsageAnalyserTaskOf } from '#shared/contracts/workflows/nightly-forecast.ts';
import type { ForecastInput } from '#shared/forecasting/forecast-item.ts';
import { wholePeriods } from '#shared/forecasting/history/whole-periods.ts';
import { promotionHistory, withMeasuredLift } from '#shared/forecasting/learned/promotion-history.ts';

import type { ArimaPort } from './arima.ts';
import type { MeansOfRun } from './learned-means.ts';

/** Who knows more of an item's demand than its own history tells by itself. */
export type Teachers = {
  readonly arima: Pick<ArimaPort, 'promotionLift'>;
  readonly meansOfRun: MeansOfRun;
};

/**
 * The input with what other products teach of monthly demand, and with the lift that past promotions had for those to come
 * to which nobody gave one. Which of the models may speak is measured in `test/bench/forecasting/contest`.
 */
export async function taughtInput(
  input: ForecastInput,
  run: UsageAnalyserTaskOf<'forecast-shard'>,
  { arima, meansOfRun }: Teachers,
): Promise<ForecastInput> {
  const others = await meansOfRun(run, input.history);
  const { demandEvents = [] } = input.adjustments ?? {};
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
