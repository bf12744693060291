import * as v from 'valibot';
import { describe, expect, test } from 'vitest';

import { eventTypes } from '#shared/contracts/events/event-types.ts';

import { setSupplierTerms } from './supplier-terms.ts';
import { changeSupplier, evolveSupplier, registerSupplier } from './supplier.ts';

const supplier = { name: 'ACME', currency: 'EUR', leadTimeDays: 5 };
const subject = {
  supplierId: '00000000-0000-4000-8000-000000000001',
  productId: '00000000-0000-4000-8000-000000000002',
};
const terms = {
  unitPriceMinor: 250,
  currency: 'EUR',
  leadTimeDays: 5,
  leadTimeStandardDeviation: 1,
  minimumOrderQuantity: 10,
  orderMultiple: 5,
  rank: 1,
};

describe('a supplier', () => {
  test('is registered, changed where something differs, and left alone otherwise', () => {
    const { state } = registerSupplier(supplier);
    const registered = { ...supplier, isHeld: false };
    expect(state).toEqual(registered);
    expect(changeSupplier(registered, supplier).events).toEqual([]);
    const changed = changeSupplier(registered, { name: 'ACME', leadTimeDays: 7 });
    expect(changed.events).toEqual([
      {
        type: 'SupplierDetailsChanged',
        payload: { before: { leadTimeDays: 5 }, after: { leadTimeDays: 7 } },
      },
    ]);
    expect(changed.state).toEqual({ ...registered, leadTimeDays: 7 });
  });

  test('can be held and released', () => {
    const registered = { ...supplier, isHeld: false };
    const held = evolveSupplier(registered, { type: 'SupplierHeld', payload: {} });
    expect(held?.isHeld).toBe(true);
    expect(evolveSupplier(held, { type: 'SupplierReleased', payload: {} })).toEqual(registered);
  });
});

describe('terms', () => {
  test('are set with what was before, and not set twice', () => {
    const first = setSupplierTerms(null, terms, subject);
    expect(first.events).toEqual([
      { type: 'SupplierTermsChanged', payload: { ...subject, before: null, after: terms } },
    ]);
    expect(first.events.every(({ type, payload }) => v.is(eventTypes[type].payload, payload))).toBe(true);
    expect(setSupplierTerms(first.state, terms, subject).events).toEqual([]);
    const dearer = { ...terms, unitPriceMinor: 300 };
    expect(setSupplierTerms(first.state, dearer, subject)).toMatchObject({
      events: [{ payload: { before: terms, after: dearer } }],
      state: dearer,
    });
  });
});
