import fc from 'fast-check';
import * as v from 'valibot';
import { expect, test } from 'vitest';

import { eventTypes } from '#shared/contracts/events/event-types.ts';

import { addProduct, changeProduct, evolveProduct, type ProductState } from './product.ts';

const product: ProductState = {
  sku: 'A-1',
  name: 'Lamp',
  unit: 'pcs',
  category: '',
  unitCostMinor: 120,
  currency: 'EUR',
  status: 'active',
};

test('a new product is active', () => {
  const { status: _status, ...details } = product;
  expect(addProduct(details)).toEqual({
    kind: 'accepted',
    events: [{ type: 'NewProductScheduled', payload: details }],
    state: product,
  });
});

test('a change names only the fields that differ, before and after', () => {
  expect(changeProduct(product, { name: 'Lamp', unitCostMinor: null, category: undefined })).toMatchObject({
    events: [
      {
        type: 'ProductDetailsChanged',
        payload: { before: { unitCostMinor: 120 }, after: { unitCostMinor: null } },
      },
    ],
    state: { ...product, unitCostMinor: null },
  });
});

test('a change to what it is already makes no event', () => {
  const { sku: _sku, ...same } = product;
  expect(changeProduct(product, same)).toMatchObject({ events: [], state: product });
});

test('details and status change with an event each', () => {
  const decision = changeProduct(product, { name: 'Light', status: 'discontinued' });
  expect(decision).toMatchObject({
    events: [{ type: 'ProductDetailsChanged' }, { type: 'ProductDiscontinued' }],
  });
  expect(changeProduct({ ...product, status: 'discontinued' }, { status: 'active' })).toMatchObject({
    events: [{ type: 'ProductActivated', payload: {} }],
    state: product,
  });
});

test('events of changes are valid and fold to the state', () => {
  const changes = fc.record(
    {
      name: fc.constantFrom('Lamp', 'Light'),
      unit: fc.constantFrom('pcs', 'kg'),
      unitCostMinor: fc.option(fc.nat()),
      currency: fc.constantFrom('EUR', 'GBP'),
      status: fc.constantFrom('active' as const, 'discontinued' as const),
    },
    { requiredKeys: [] },
  );
  fc.assert(
    fc.property(changes, (change) => {
      const decision = changeProduct(product, change);
      const events = decision.kind === 'accepted' ? decision.events : [];
      expect(events.every(({ type, payload }) => v.is(eventTypes[type].payload, payload))).toBe(true);
      expect(events.reduce<ProductState | null>(evolveProduct, product)).toEqual({ ...product, ...change });
    }),
  );
});
