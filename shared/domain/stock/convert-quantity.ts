/** Quantities said in boxes, kept in pieces. */
import { reject, type Rejection } from '#shared/domain/decider.ts';
import { isFractionalUnit } from '#shared/domain/issues/is-fractional-unit.ts';

/** A product's stock unit, and how many of it each of its other units holds. */
export type ProductUnits = { readonly unit: string; readonly units?: Readonly<Record<string, number>> };

/** A quantity in stock units. */
export type Converted = { readonly kind: 'converted'; readonly quantity: number };

// As the contract of quantities: more is refused there, so more must not come about here.
const largest = 1_000_000_000_000;

/** Converts a quantity in one of the product's units into stock units; refused where that does not come out even. */
export function toStockUnits(quantity: number, unit: string, product: ProductUnits): Converted | Rejection {
  const { unit: stockUnit, units = {} } = product;
  const perUnit = unit === stockUnit ? 1 : Object.hasOwn(units, unit) ? units[unit] : undefined;
  if (perUnit === undefined) {
    const known = [stockUnit, ...Object.keys(units)].join(', ');
    return reject(400, 'Unit not known', { detail: `"${unit}" is no unit of the product; it has ${known}` });
  }
  // Both have three decimals at most; whole numbers of any size keep the product exact.
  const millionths = BigInt(Math.round(quantity * 1000)) * BigInt(Math.round(perUnit * 1000));
  const step = isFractionalUnit(stockUnit) ? 1000n : 1_000_000n;
  if (millionths % step !== 0n) {
    const exactly = Number(millionths) / 1e6;
    return reject(400, 'Not a whole quantity', {
      detail: `${quantity} ${unit} are ${exactly} ${stockUnit}, which does not come out even`,
    });
  }
  const converted = Number(millionths / 1000n) / 1000;
  if (Math.abs(converted) > largest) {
    return reject(400, 'Too much', { detail: `${quantity} ${unit} are more than ${largest} ${stockUnit}` });
  }
  return { kind: 'converted', quantity: converted };
}
