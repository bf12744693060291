import { knownDays, type DemandDay } from '#shared/forecasting/daily-series.ts';
import { dayNumber } from '#shared/forecasting/day-number.ts';
import type { ForecastInput } from '#shared/forecasting/forecast-item.ts';
import type { NotEnoughHistory } from '#shared/forecasting/item-forecast.ts';

import { dailyModel } from './daily-model.ts';
import type { ItemModel } from './item-model.ts';
import { unitsOfLastYear } from './last-year.ts';
import { learnablePeriods } from './learnable-periods.ts';
import { learnableSeries } from './learnable-series.ts';
import { blendedModel, ownWeight, scaledModel } from './like-model.ts';
import { periodModel } from './period-model.ts';
import { wholePeriods } from './whole-periods.ts';

/** The model of a product, or why there is none. */
export type FoundModel =
  | { readonly kind: 'found'; readonly model: ItemModel; readonly likeShare: number | null }
  | NotEnoughHistory;

/** Four of each weekday. */
const NEED_DAYS = 28;
const NEED_PERIODS = 8;

/** The model of a product's own history, or, while that is short, of its like item's. */
export function modelOfItem(input: ForecastInput): FoundModel {
  const own = learnt(input);
  const likeItem = input.likeItem ?? null;
  const weight = own.model === null ? 0 : ownWeight(own.knownDays);
  if (weight === 1 || likeItem === null) return ownModel(own, false);
  const like = learnt({ ...input, history: likeItem.history, adjustments: undefined });
  if (like.model === null) return ownModel(own, true);
  const scaled = scaledModel(like.model, likeItem.share);
  const mixed = own.model === null || weight === 0 ? scaled : blendedModel(own.model, scaled, weight);
  const { exclusions, historyDays } = own;
  return { kind: 'found', model: { ...mixed, exclusions, historyDays }, likeShare: likeItem.share };
}

type Learnt = Pick<ItemModel, 'exclusions' | 'historyDays'> & {
  readonly model: ItemModel | null;
  readonly knownDays: number;
};

function learnt(input: ForecastInput): Learnt {
  const { history, asOf, adjustments = {}, leadTimeDays, reviewPeriodDays, others = [] } = input;
  const demandLastYear = unitsOfLastYear(history, asOf);
  const whole = wholePeriods(history, asOf);
  if (whole !== null) {
    const unfinishedDays = daysFrom(history, whole.starts.at(-1));
    const { periods, exclusions } = learnablePeriods(whole, adjustments, unfinishedDays);
    if (periods.values.filter((value) => !Number.isNaN(value)).length >= NEED_PERIODS) {
      const protectionDays = leadTimeDays.mean + reviewPeriodDays;
      const model = periodModel({ periods, exclusions, asOf, protectionDays, demandLastYear, others });
      return { model, exclusions, knownDays: model.historyDays, historyDays: model.historyDays };
    }
  }
  const { series, exclusions } = learnableSeries(history, asOf, adjustments);
  const days = knownDays(series);
  const horizonDays = leadTimeDays.mean;
  const model =
    days < NEED_DAYS ? null : dailyModel({ series, exclusions }, { asOf, horizonDays, demandLastYear });
  return { model, exclusions, knownDays: days, historyDays: series.values.length };
}

/** Days of the history that lie in the period that is not over, or later. */
function daysFrom(history: readonly DemandDay[], start = Infinity): number {
  return new Set(history.map(({ day }) => day).filter((day) => dayNumber(day) >= start)).size;
}

function ownModel({ model, knownDays: days }: Learnt, isLikeItemShort: boolean): FoundModel {
  if (model !== null) return { kind: 'found', model, likeShare: null };
  const hint = isLikeItemShort
    ? 'its like item has too few as well: wait, or name another product that sells alike'
    : 'wait, or name a product that sells alike';
  return {
    kind: 'not-enough-history',
    historyDays: days,
    needDays: NEED_DAYS,
    reason: `demand is known of ${days} days, a forecast needs ${NEED_DAYS}: ${hint}`,
  };
}
