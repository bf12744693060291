import type { RunPlan } from '#shared/contracts/workflows/nightly-forecast.ts';
import type { ForecastInput } from '#shared/forecasting/forecast-item.ts';

import { keyOf, type ItemFacts } from './item-facts.ts';
import { leadTimeOf, reviewPeriodOf } from './item-terms.ts';
import type { PlannedItem } from './planned-items.ts';

/** What the forecast of one item is computed from. */
export function forecastInputOf(item: PlannedItem, facts: ItemFacts, { asOf }: RunPlan): ForecastInput {
  const key = keyOf(item);
  const { demand, daysWithoutStock, plans } = facts;
  const treated = plans.treatedDays.filter((day) => keyOf(day) === key);
  const daysTreated = (wanted: 'exclude' | 'restore'): string[] =>
    treated.filter(({ treatment }) => treatment === wanted).map(({ day }) => day);
  return {
    history: demand.get(key) ?? [],
    asOf,
    leadTimeDays: leadTimeOf(item, facts.receipts),
    reviewPeriodDays: reviewPeriodOf(item, facts.settings),
    adjustments: {
      daysWithoutStock: daysWithoutStock.get(key) ?? [],
      excludedDays: daysTreated('exclude'),
      restoredDays: daysTreated('restore'),
      demandEvents: plans.demandEvents.filter(({ productId }) => productId === item.productId),
      overrides: plans.overrides.filter((override) => keyOf(override) === key),
    },
    likeItem: likeItemOf(item, demand),
  };
}

function likeItemOf(
  { likeProductId, likeShare, locationId }: PlannedItem,
  demand: ItemFacts['demand'],
): ForecastInput['likeItem'] {
  if (likeProductId === null || likeShare === null) return null;
  const history = demand.get(keyOf({ productId: likeProductId, locationId }));
  return history === undefined ? null : { history, share: likeShare };
}
