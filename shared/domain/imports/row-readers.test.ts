import { describe, expect, test } from 'vitest';

import { calendarOf } from './local-time.ts';
import {
  productReader,
  salesReader,
  stockReader,
  supplierReader,
  termsReader,
  type ImportContext,
} from './row-readers.ts';

const context: ImportContext = {
  currency: 'EUR',
  calendar: calendarOf('Europe/Berlin'),
  skus: new Set(['A-1']),
  suppliers: new Map([
    ['Northgate', 'GBP'],
    ['Tokyo', 'JPY'],
  ]),
};

describe('a product', () => {
  const read = productReader(context);
  const cells = { sku: 'A-1', name: 'Cup', unit: 'pcs', category: '', unit_cost: '1.50', currency: '' };

  test('has its cost in minor units of its currency, or none', () => {
    expect(read(cells)).toEqual({
      row: { sku: 'A-1', name: 'Cup', unit: 'pcs', category: '', unitCostMinor: 150, currency: 'EUR' },
    });
    expect(read({ ...cells, unit_cost: '150', currency: 'jpy' })).toMatchObject({
      row: { unitCostMinor: 150, currency: 'JPY' },
    });
    expect(read({ ...cells, unit_cost: '' })).toMatchObject({ row: { unitCostMinor: null } });
  });

  test('is refused with every bad column named', () => {
    expect(read({ ...cells, sku: '', name: 'x'.repeat(201), currency: 'euro' })).toEqual({
      problems: [
        { column: 'sku', reason: 'must not be empty' },
        { column: 'name', reason: 'must have at most 200 characters' },
        { column: 'currency', reason: 'found "EURO", expected a currency code such as EUR' },
      ],
    });
    expect(read({ ...cells, unit_cost: 'cheap' })).toEqual({
      problems: [{ column: 'unit_cost', reason: 'found "cheap", expected a plain amount such as 1234.5' }],
    });
  });

  test('whose text no database can hold is refused', () => {
    expect(read({ ...cells, name: 'nul\u0000' })).toHaveProperty('problems');
    expect(read({ ...cells, category: 'half \ud83d' })).toHaveProperty('problems');
  });
});

test('a supplier has a currency of its own or the tenant’s', () => {
  const read = supplierReader(context);
  expect(read({ name: 'Northgate', currency: '', lead_time_days: '7' })).toEqual({
    row: { name: 'Northgate', currency: 'EUR', leadTimeDays: 7 },
  });
  expect(read({ name: 'Northgate', currency: 'GBP', lead_time_days: '-1' })).toMatchObject({
    problems: [{ column: 'lead_time_days' }],
  });
});

describe('terms', () => {
  const read = termsReader(context);
  const cells = {
    supplier: 'Tokyo',
    sku: 'A-1',
    unit_price: '120',
    lead_time_days: '',
    moq: '6',
    order_multiple: '1',
  };

  test('are priced in the supplier’s currency', () => {
    expect(read(cells)).toEqual({
      row: {
        supplier: 'Tokyo',
        sku: 'A-1',
        unitPriceMinor: 120,
        currency: 'JPY',
        minimumOrderQuantity: 6,
        orderMultiple: 1,
      },
    });
    expect(read({ ...cells, supplier: 'Northgate', unit_price: '1.2', lead_time_days: '3' })).toMatchObject({
      row: { unitPriceMinor: 120, currency: 'GBP', leadTimeDays: 3 },
    });
  });

  test('need their product and supplier', () => {
    expect(read({ ...cells, supplier: 'Nobody', sku: 'B-2', order_multiple: '0' })).toEqual({
      problems: [
        { column: 'supplier', reason: 'there is no supplier "Nobody": import the suppliers first' },
        { column: 'sku', reason: 'there is no product "B-2": import the products first' },
        { column: 'order_multiple', reason: 'must be above 0' },
      ],
    });
  });
});

test('a count of stock keeps its day as written, once it is one', () => {
  const read = stockReader(context);
  expect(read({ sku: 'A-1', location: 'MAIN', on_hand: '-2.5', as_of: '2011-12-09' })).toEqual({
    row: { sku: 'A-1', location: 'MAIN', onHand: -2.5, asOf: '2011-12-09' },
  });
  expect(read({ sku: 'A-1', location: 'MAIN', on_hand: '1', as_of: '9.12.2011' })).toEqual({
    problems: [
      {
        column: 'as_of',
        reason: 'found "9.12.2011", expected a day or time such as 2026-11-22 or 2026-11-22T08:30',
      },
    ],
  });
});

test('a line of a sale is a day and a quantity; a negative one is a return', () => {
  const read = salesReader(context);
  expect(read({ sku: 'A-1', location: '', ts: '2011-12-09T12:50:00', qty: '-3' })).toEqual({
    row: { sku: 'A-1', location: undefined, day: '2011-12-09', thousandths: -3000 },
  });
  expect(read({ sku: 'A-1', location: 'MAIN', ts: '2011-12-09', qty: 'x' })).toMatchObject({
    problems: [{ column: 'qty' }],
  });
});
