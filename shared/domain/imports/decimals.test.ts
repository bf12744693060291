import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { isCurrency, parseAmountMinor, parseThousandths, type Parsed } from './decimals.ts';

function reasonOf(parsed: Parsed<unknown>): string {
  return 'reason' in parsed ? parsed.reason : 'no reason';
}

describe('amounts', () => {
  test.each([
    ['12.5', 'EUR', 1250],
    ['12,50', 'EUR', 1250],
    ['0.29', 'GBP', 29],
    ['4.35', 'GBP', 435],
    ['1.10', 'USD', 110],
    ['1.500', 'EUR', 150],
    ['120', 'JPY', 120],
    ['1.234', 'KWD', 1234],
    ['0', 'EUR', 0],
    ['-0', 'EUR', 0],
  ])('%s %s is %d minor units', (text, currency, minor) => {
    expect(parseAmountMinor(text, currency)).toEqual({ value: minor });
  });

  test.each([
    ['1.005', 'EUR', 'EUR has 2 decimals'],
    ['1.5', 'JPY', 'JPY has no decimals'],
    ['-1', 'EUR', 'must not be negative'],
    ['1,234', 'EUR', 'comma cannot be misread'],
    ['1.234,50', 'EUR', 'expected a plain amount'],
    ['£4', 'GBP', 'expected a plain amount'],
    ['1e3', 'EUR', 'expected a plain amount'],
    ['', 'EUR', 'found nothing'],
    ['999999999999999', 'EUR', 'too large'],
  ])('%s %s is refused', (text, currency, reason) => {
    expect(reasonOf(parseAmountMinor(text, currency))).toContain(reason);
  });

  test('every whole number of cents comes back as it was written', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 99_999_999_999 }), (minor) => {
        const text = `${Math.floor(minor / 100)}.${String(minor % 100).padStart(2, '0')}`;
        expect(parseAmountMinor(text, 'EUR')).toEqual({ value: minor });
      }),
    );
  });
});

describe('quantities', () => {
  test.each([
    ['3', 3000],
    ['-2', -2000],
    ['+0.125', 125],
    ['1.50', 1500],
  ])('%s is %d thousandths', (text, thousandths) => {
    expect(parseThousandths(text)).toEqual({ value: thousandths });
  });

  test('more than three decimals are refused', () => {
    expect(reasonOf(parseThousandths('0.1234'))).toContain('three decimals');
  });
});

test('currencies are those in use', () => {
  expect(isCurrency('GBP')).toBe(true);
  expect(isCurrency('XYZ')).toBe(false);
});
