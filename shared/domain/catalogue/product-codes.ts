/** The units a product comes in beside its stock unit, and the barcodes it goes by. */
import type { DomainEvent } from '#shared/contracts/events/event-types.ts';
import { accept, reject, type Acceptance, type Decision } from '#shared/domain/decider.ts';

import { evolveProduct, type ProductState } from './product.ts';

/** Another unit, and how many stock units are in it. */
export type UnitConversion = { readonly unit: string; readonly perUnit: number };

/** Sets the product's other units; those not named it has no more. No event for what stays. */
export function defineUnits(
  state: ProductState,
  productId: string,
  units: readonly UnitConversion[],
): Decision<ProductState | null> {
  const wanted = new Map(units.map(({ unit, perUnit }) => [unit, perUnit]));
  if (wanted.size < units.length)
    return reject(400, 'A unit is named twice', { detail: 'name each unit once' });
  if (wanted.has(state.unit)) {
    return reject(400, 'That is the stock unit', {
      detail: `"${state.unit}" is the unit the stock is kept in: there is nothing to convert`,
    });
  }
  const known = new Map(Object.entries(state.units ?? {}));
  const dropped = [...known.keys()].filter((unit) => !wanted.has(unit));
  const events: DomainEvent[] = [
    ...dropped.map((unit) => ({ unit, perUnit: null })),
    ...units.filter(({ unit, perUnit }) => known.get(unit) !== perUnit),
  ].map(({ unit, perUnit }) => ({
    type: 'UnitConversionDefined',
    payload: { productId, unit, perUnit },
  }));
  return accept<ProductState | null>(state, events, evolveProduct);
}

/** Sets the product's barcodes; those not named it has no more. */
export function setBarcodes(
  state: ProductState,
  productId: string,
  barcodes: readonly string[],
): Acceptance<ProductState | null> {
  const { added, removed } = barcodeChanges(state, barcodes);
  const events: DomainEvent[] = [
    ...removed.map((barcode) => ({ type: 'BarcodeRemoved', payload: { productId, barcode } }) as const),
    ...added.map((barcode) => ({ type: 'BarcodeAssigned', payload: { productId, barcode } }) as const),
  ];
  return accept<ProductState | null>(state, events, evolveProduct);
}

/** Which barcodes are new to the product, and which it loses. */
export function barcodeChanges(
  { barcodes: known = [] }: ProductState,
  barcodes: readonly string[],
): { readonly added: readonly string[]; readonly removed: readonly string[] } {
  const wanted = new Set(barcodes);
  return {
    added: [...wanted].filter((barcode) => !known.includes(barcode)),
    removed: known.filter((barcode) => !wanted.has(barcode)),
  };
}
