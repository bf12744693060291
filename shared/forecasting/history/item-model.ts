import type { Forecast } from '#shared/forecasting/item-forecast.ts';
import type { BaselineShape } from '#shared/forecasting/shape-of.ts';

/** What was learnt from a history, before demand events, overrides and lead times come to it. */
export type ItemModel = Pick<
  Forecast,
  | 'demandPattern'
  | 'method'
  | 'grain'
  | 'standardDeviationPerDay'
  | 'variance'
  | 'coefficientOfVariation'
  | 'demandLastYear'
  | 'accuracy'
  | 'contenders'
  | 'seasonality'
  | 'exclusions'
  | 'historyDays'
> & {
  readonly shape: BaselineShape;
  /** Whole units that come seldom. */
  readonly isCount: boolean;
};
