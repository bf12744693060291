import type { SentencesOf } from './sentence.ts';
import { counted, placeText, quantityText, reasonText, type Words } from './words.ts';

type Movement = {
  readonly productId: string;
  readonly locationId: string;
  readonly quantity: number;
  readonly onHandBefore: number;
  readonly onHandAfter: number;
};

/** Sentences about stock and demand. */
export const stockSentences: SentencesOf<
  | 'StockReceived'
  | 'StockIssued'
  | 'StockAdjusted'
  | 'StockMoved'
  | 'StockImported'
  | 'DemandImported'
  | 'SaleRecorded'
> = {
  StockReceived: (movement, words) => {
    const order =
      movement.purchaseOrderId === undefined ? '' : ` for ${words.nameOf(movement.purchaseOrderId)}`;
    return `${words.actor} received ${what(movement, words)}${order}; ${levels(movement)}.`;
  },
  StockIssued: (movement, words) => `${words.actor} issued ${what(movement, words)}; ${levels(movement)}.`,
  StockAdjusted: (movement, words, reason) =>
    `${words.actor} corrected the stock of ${placeText(movement, words)}; ${levels(movement)}${reasonText(reason)}.`,
  StockMoved: (movement, words) => {
    const direction = movement.quantity < 0 ? 'to' : 'from';
    const counterpart = words.nameOf(movement.counterpartLocationId);
    return `${words.actor} moved ${what(movement, words)} ${direction} ${counterpart}; ${levels(movement)}.`;
  },
  StockImported: (movement, words) =>
    `${words.actor} set the stock of ${placeText(movement, words)} as counted; ${levels(movement)}.`,
  DemandImported: ({ rows, productId }, { actor, nameOf }) =>
    `${actor} imported ${counted(rows.length, 'day')} of demand for ${nameOf(productId)}.`,
  SaleRecorded: ({ productId, day, quantity }, { actor, nameOf }) =>
    `${actor} recorded a demand of ${quantityText(quantity)} × ${nameOf(productId)} on ${day}.`,
};

function what(movement: Movement, words: Words): string {
  return `${quantityText(Math.abs(movement.quantity))} × ${placeText(movement, words)}`;
}

function levels({ onHandBefore, onHandAfter }: Movement): string {
  return `on hand ${quantityText(onHandBefore)} → ${quantityText(onHandAfter)}`;
}
