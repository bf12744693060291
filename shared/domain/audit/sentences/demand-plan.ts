import type { DemandEventScope } from '#shared/contracts/events/demand-plan.ts';

import type { SentencesOf } from './sentence.ts';
import { counted, percentText, placeText, quantityText, reasonText } from './words.ts';

/** Sentences about what people told the forecast. */
export const demandPlanSentences: SentencesOf<
  | 'DemandEventPlanned'
  | 'DemandEventCancelled'
  | 'DemandForecastOverridden'
  | 'DemandOverrideExpired'
  | 'DemandOutlierExcluded'
  | 'DemandOutlierRestored'
  | 'LikeItemChosen'
> = {
  DemandEventPlanned: ({ name, from, to, lift, scope }, { actor }) =>
    `${actor} planned “${name}” for ${scopeText(scope)}, ${from} to ${to}: demand ${lift === null ? 'as in past events' : `× ${quantityText(lift)}`}.`,
  DemandEventCancelled: (_, { actor, subject }) => `${actor} called the demand event ${subject} off.`,
  DemandForecastOverridden: ({ from, until, perDay, factor, ...item }, words, reason) => {
    const figure =
      perDay === null ? `${quantityText(factor ?? 1)} times itself` : `${quantityText(perDay)} a day`;
    const end = until === null ? '' : ` until ${until}`;
    return `${words.actor} set the forecast of ${placeText(item, words)} to ${figure} from ${from}${end}${reasonText(reason)}.`;
  },
  DemandOverrideExpired: (item, words) =>
    `${words.actor} ended an override of the forecast of ${placeText(item, words)}.`,
  DemandOutlierExcluded: ({ day, ...item }, words) =>
    `${words.actor} left ${day} out of the history of ${placeText(item, words)}.`,
  DemandOutlierRestored: ({ day, automatic, ...item }, words) =>
    automatic
      ? `${words.actor} left it to the forecast how to take the demand of ${placeText(item, words)} on ${day}.`
      : `${words.actor} had the demand of ${placeText(item, words)} on ${day} taken as real.`,
  LikeItemChosen: ({ productId, likeProductId, share }, { actor, nameOf }) =>
    likeProductId === null || share === null
      ? `${actor} had ${nameOf(productId)} forecast by its own history alone.`
      : `${actor} had ${nameOf(productId)} forecast like ${nameOf(likeProductId)} at ${percentText(share)}.`,
};

function scopeText(scope: DemandEventScope): string {
  switch (scope.kind) {
    case 'all':
      return 'all products';
    case 'category':
      return `the category ${scope.category}`;
    case 'products':
      return counted(scope.productIds.length, 'product');
  }
}
