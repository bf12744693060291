import fc from 'fast-check';
import { expect, test } from 'vitest';

import { toStockUnits } from './convert-quantity.ts';

const pieces = { unit: 'pcs', units: { box: 12, half: 0.5 } };
const metres = { unit: 'm', units: { roll: 12.345, inch: 0.025 } };

test('boxes become pieces, and the stock unit stays what it is', () => {
  expect(toStockUnits(2, 'box', pieces)).toEqual({ kind: 'converted', quantity: 24 });
  expect(toStockUnits(7, 'pcs', pieces)).toEqual({ kind: 'converted', quantity: 7 });
  expect(toStockUnits(-2, 'box', pieces)).toEqual({ kind: 'converted', quantity: -24 });
  expect(toStockUnits(3, 'roll', metres)).toEqual({ kind: 'converted', quantity: 37.035 });
});

test('what does not come out even is refused: parts of a piece, a fourth decimal', () => {
  expect(toStockUnits(0.25, 'box', pieces)).toEqual({ kind: 'converted', quantity: 3 });
  expect(toStockUnits(0.3, 'box', pieces)).toMatchObject({ kind: 'rejected', status: 400 });
  expect(toStockUnits(1, 'half', pieces)).toMatchObject({ detail: /0.5 pcs, which does not come out even/ });
  expect(toStockUnits(0.5, 'roll', metres)).toMatchObject({ kind: 'rejected' });
});

test('a unit that the product does not have is refused with those it has', () => {
  expect(toStockUnits(1, 'pallet', pieces)).toMatchObject({
    status: 400,
    detail: '"pallet" is no unit of the product; it has pcs, box, half',
  });
  expect(toStockUnits(1, 'toString', { unit: 'pcs' })).toMatchObject({ status: 400 });
});

test('a whole number of units of whole size is exact, whatever its size', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 100_000 }),
      fc.integer({ min: 1, max: 1_000_000 }),
      (n, perUnit) => {
        const thousandths = { unit: 'kg', units: { bag: perUnit / 1000 } };
        expect(toStockUnits(n, 'bag', thousandths)).toEqual({
          kind: 'converted',
          quantity: Math.round(n * perUnit) / 1000,
        });
      },
    ),
  );
});
