import type { StockCounted } from '#shared/contracts/events/stock.ts';

import type { SentencesOf } from './sentence.ts';
import { moneyText, placeText, quantityText, reasonText, type Words } from './words.ts';

/** Sentences about counts by hand. */
export const stockCountSentences: SentencesOf<
  'StockCounted' | 'StockCountStarted' | 'StockCountApproved' | 'StockCountRejected'
> = {
  StockCounted: (count, words) => `${countedText(count, words)}.`,
  StockCountStarted: (count, words) => `${countedText(count, words)}; it waits for approval.`,
  StockCountApproved: ({ difference, ...item }, words, reason) =>
    `${words.actor} approved the count of ${placeText(item, words)}: a difference of ${quantityText(difference)}${reasonText(reason)}.`,
  StockCountRejected: ({ because, ...item }, words, reason) =>
    because === 'superseded'
      ? `${words.actor} replaced the waiting count of ${placeText(item, words)} by a newer one.`
      : `${words.actor} rejected the count of ${placeText(item, words)}${reasonText(reason)}.`,
};

function countedText(count: StockCounted, words: Words): string {
  const { counted, expected, differenceValueMinor, currency } = count;
  const value =
    differenceValueMinor === null || differenceValueMinor === 0 || !words.seesCosts
      ? ''
      : ` (difference ${moneyText(differenceValueMinor, currency)})`;
  return `${words.actor} counted ${quantityText(counted)} × ${placeText(count, words)}, where ${quantityText(expected)} were expected${value}`;
}
