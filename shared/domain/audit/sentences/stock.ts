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
  | 'StockAllocated'
  | 'StockAllocationReleased'
  | 'StockQuarantined'
  | 'StockReleasedFromQuarantine'
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
  StockAllocated: ({ reference, until, ...held }, words) => {
    const end = until === null ? '' : ` until ${until}`;
    return `${words.actor} reserved ${amountOf(held, words)} for ${reference}${end}; ${allocatedLevels(held)}.`;
  },
  StockAllocationReleased: ({ because, ...held }, words) =>
    `${words.actor} ${releases[because]} ${amountOf(held, words)}; ${allocatedLevels(held)}.`,
  StockQuarantined: (held, words, reason) =>
    `${words.actor} put ${amountOf(held, words)} into quarantine; ${quarantinedLevels(held)}${reasonText(reason)}.`,
  StockReleasedFromQuarantine: (held, words, reason) =>
    `${words.actor} let ${amountOf(held, words)} out of quarantine; ${quarantinedLevels(held)}${reasonText(reason)}.`,
  DemandImported: ({ rows, productId }, { actor, nameOf }) =>
    `${actor} imported ${counted(rows.length, 'day')} of demand for ${nameOf(productId)}.`,
  SaleRecorded: ({ productId, day, quantity }, { actor, nameOf }) =>
    `${actor} recorded a demand of ${quantityText(quantity)} × ${nameOf(productId)} on ${day}.`,
};

const releases = {
  shipped: 'shipped the reserved',
  cancelled: 'released the reservation of',
  expired: 'ended the expired reservation of',
} as const;

type Held = Pick<Movement, 'productId' | 'locationId' | 'quantity'>;

function what(movement: Movement, words: Words): string {
  return amountOf({ ...movement, quantity: Math.abs(movement.quantity) }, words);
}

function amountOf(held: Held, words: Words): string {
  return `${quantityText(held.quantity)} × ${placeText(held, words)}`;
}

function allocatedLevels(held: {
  readonly allocatedBefore: number;
  readonly allocatedAfter: number;
}): string {
  return `allocated ${quantityText(held.allocatedBefore)} → ${quantityText(held.allocatedAfter)}`;
}

function quarantinedLevels(held: {
  readonly quarantinedBefore: number;
  readonly quarantinedAfter: number;
}): string {
  return `quarantined ${quantityText(held.quarantinedBefore)} → ${quantityText(held.quarantinedAfter)}`;
}

function levels({ onHandBefore, onHandAfter }: Movement): string {
  return `on hand ${quantityText(onHandBefore)} → ${quantityText(onHandAfter)}`;
}
