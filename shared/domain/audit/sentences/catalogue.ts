import { moneyText, quantityText, spaced, type Words } from './words.ts';
import type { SentencesOf } from './sentence.ts';

/** Sentences about products, locations, suppliers and terms. */
export const catalogueSentences: SentencesOf<
  | 'NewProductScheduled'
  | 'ProductDetailsChanged'
  | 'ProductDiscontinued'
  | 'ProductActivated'
  | 'UnitConversionDefined'
  | 'BarcodeAssigned'
  | 'BarcodeRemoved'
  | 'LocationOpened'
  | 'SupplierRegistered'
  | 'SupplierDetailsChanged'
  | 'SupplierHeld'
  | 'SupplierReleased'
  | 'SupplierTermsChanged'
> = {
  NewProductScheduled: ({ sku, name }, { actor }) => `${actor} added the product ${sku} (${name}).`,
  ProductDetailsChanged: ({ after }, words) => changed(Object.keys(after), words),
  ProductDiscontinued: (_, { actor, subject }) => `${actor} discontinued ${subject}: it is bought no more.`,
  ProductActivated: (_, { actor, subject }) => `${actor} took ${subject} up again.`,
  UnitConversionDefined: ({ productId, unit, perUnit }, { actor, nameOf }) =>
    perUnit === null
      ? `${actor} took the unit ${unit} from ${nameOf(productId)}.`
      : `${actor} set that one ${unit} of ${nameOf(productId)} is ${quantityText(perUnit)} stock units.`,
  BarcodeAssigned: ({ productId, barcode }, { actor, nameOf }) =>
    `${actor} gave ${nameOf(productId)} the barcode ${barcode}.`,
  BarcodeRemoved: ({ productId, barcode }, { actor, nameOf }) =>
    `${actor} took the barcode ${barcode} from ${nameOf(productId)}.`,
  LocationOpened: ({ name }, { actor }) => `${actor} opened the location ${name}.`,
  SupplierRegistered: ({ name, leadTimeDays }, { actor }) =>
    `${actor} registered the supplier ${name} with a lead time of ${leadTimeDays} days.`,
  SupplierDetailsChanged: ({ after }, words) => changed(Object.keys(after), words),
  SupplierHeld: (_, { actor, subject }) => `${actor} put ${subject} on hold: nothing is ordered from it.`,
  SupplierReleased: (_, { actor, subject }) => `${actor} released ${subject}: it may be ordered from again.`,
  SupplierTermsChanged: ({ supplierId, productId, before, after }, { actor, nameOf, seesCosts }) => {
    const price = seesCosts ? `${moneyText(after.unitPriceMinor, after.currency)} a unit, ` : '';
    const verb = before === null ? 'set' : 'changed';
    return `${actor} ${verb} the terms of ${nameOf(supplierId)} for ${nameOf(productId)}: ${price}${after.leadTimeDays} days.`;
  },
};

function changed(fields: readonly string[], { actor, subject }: Words): string {
  return `${actor} changed ${fields.map(spaced).join(', ')} of ${subject}.`;
}
