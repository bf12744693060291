/** Numbers as people write them in files, read exactly: no amount goes through a binary fraction. */

/** A value, or why there is none. */
export type Parsed<T> = { readonly value: T } | { readonly reason: string };

/** A decimal number as its digits: `-12.5` is `{ sign: '-', whole: '12', fraction: '5' }`. */
type Decimal = { readonly sign: '' | '-'; readonly whole: string; readonly fraction: string };

/** Money in major units (`12.50`) to whole minor units (1250) of a currency. */
export function parseAmountMinor(text: string, currency: string): Parsed<number> {
  const decimal = parseDecimal(text, 'amount');
  if ('reason' in decimal) return decimal;
  const { sign, whole, fraction } = decimal.value;
  const digits = minorDigits(currency);
  if (fraction.length > digits) {
    return { reason: `found ${text}: ${currency} has ${digits === 0 ? 'no' : digits} decimals` };
  }
  const minor = Number(`${sign}${whole}${fraction.padEnd(digits, '0')}`);
  if (!Number.isSafeInteger(minor)) return { reason: `found ${text}: too large an amount` };
  return minor < 0 ? { reason: `found ${text}: must not be negative` } : { value: minor + 0 };
}

/** A quantity with at most three decimals, as whole thousandths: sums of them are exact. */
export function parseThousandths(text: string): Parsed<number> {
  const decimal = parseDecimal(text, 'quantity');
  if ('reason' in decimal) return decimal;
  const { sign, whole, fraction } = decimal.value;
  if (fraction.length > 3) return { reason: `found ${text}: a quantity has at most three decimals` };
  const thousandths = Number(`${sign}${whole}${fraction.padEnd(3, '0')}`);
  // One thousandth of the largest safe integer is far above any quantity that the contracts accept.
  if (!Number.isSafeInteger(thousandths)) return { reason: `found ${text}: too large a quantity` };
  return { value: thousandths + 0 };
}

/** How many decimals a currency has: 2 for EUR, 0 for JPY, 3 for KWD. */
function minorDigits(currency: string): number {
  const known = digitsByCurrency.get(currency);
  if (known !== undefined) return known;
  const format = new Intl.NumberFormat('en', { style: 'currency', currency });
  const digits = format.resolvedOptions().maximumFractionDigits ?? 2;
  digitsByCurrency.set(currency, digits);
  return digits;
}

// Asking Intl takes far longer than reading a row.
const digitsByCurrency = new Map<string, number>();
const currencies = new Set(Intl.supportedValuesOf('currency'));

/** Whether the three letters are a currency in use. */
export function isCurrency(code: string): boolean {
  return currencies.has(code);
}

function parseDecimal(text: string, what: string): Parsed<Decimal> {
  const match = /^([+-]?)(\d{1,15})(?:([.,])(\d+))?$/.exec(text);
  if (match === null) return { reason: `found ${quote(text)}, expected a plain ${what} such as 1234.5` };
  const [, sign, whole = '', mark, fraction = ''] = match;
  // 1,234 is a thousand to some and little more than one to others: a guess would be wrong by a factor of 1,000.
  if (mark === ',' && fraction.length === 3) {
    return { reason: `found ${text}: write 1234 or 1.234, so that the comma cannot be misread` };
  }
  return { value: { sign: sign === '-' ? '-' : '', whole, fraction: fraction.replace(/0+$/, '') } };
}

/** Text of a cell for a message: short and on one line. */
export function quote(text: string): string {
  const short = text.length > 40 ? `${text.slice(0, 39)}…` : text;
  return text === '' ? 'nothing' : JSON.stringify(short);
}
