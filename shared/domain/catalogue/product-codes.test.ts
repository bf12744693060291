import { expect, test } from 'vitest';

import type { DomainEvent } from '#shared/contracts/events/event-types.ts';

import { defineUnits, setBarcodes } from './product-codes.ts';
import { evolveProduct, type ProductState } from './product.ts';

const productId = '00000000-0000-4000-8000-000000000001';
const product: ProductState = {
  sku: 'FC-10',
  name: 'Filter',
  unit: 'pcs',
  category: '',
  unitCostMinor: 700,
  currency: 'EUR',
  status: 'active',
};
const replay = (events: readonly DomainEvent[], from: ProductState | null) =>
  events.reduce(evolveProduct, from);

test('units are added, changed and dropped by naming all that shall be; what stays is no event', () => {
  const first = defineUnits(product, productId, [
    { unit: 'box', perUnit: 12 },
    { unit: 'pallet', perUnit: 480 },
  ]);
  if (first.kind === 'rejected' || first.state === null) throw new Error('refused');
  expect(first.state.units).toEqual({ box: 12, pallet: 480 });
  const second = defineUnits(first.state, productId, [{ unit: 'box', perUnit: 10 }]);
  expect(second).toMatchObject({
    events: [
      { type: 'UnitConversionDefined', payload: { unit: 'pallet', perUnit: null } },
      { type: 'UnitConversionDefined', payload: { unit: 'box', perUnit: 10 } },
    ],
    state: { units: { box: 10 } },
  });
  expect(
    defineUnits(first.state, productId, [
      { unit: 'pallet', perUnit: 480 },
      { unit: 'box', perUnit: 12 },
    ]),
  ).toMatchObject({
    events: [],
  });
});

test('the stock unit cannot be converted into itself, and no unit stands twice', () => {
  expect(defineUnits(product, productId, [{ unit: 'pcs', perUnit: 2 }])).toMatchObject({ status: 400 });
  const box = { unit: 'box', perUnit: 12 };
  expect(defineUnits(product, productId, [box, { ...box, perUnit: 6 }])).toMatchObject({ status: 400 });
});

test('barcodes follow what is named, and their events replayed are the state', () => {
  const first = setBarcodes(product, productId, ['111', '222', '222']);
  const second = setBarcodes(first.state ?? product, productId, ['222', '333']);
  expect(second.events.map(({ type }) => type)).toEqual(['BarcodeRemoved', 'BarcodeAssigned']);
  expect(second.state?.barcodes).toEqual(['222', '333']);
  expect(replay([...first.events, ...second.events], product)).toEqual(second.state);
});
