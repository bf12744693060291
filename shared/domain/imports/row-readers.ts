/** One row of each kind of file, from text to what the API takes; a bad cell is named with its column and the reason. */
import * as v from 'valibot';

import type { ProductInput, SupplierInput, SupplierTermsInput } from '#shared/contracts/api/write-bodies.ts';
import { Line, Sku, StorableText } from '#shared/contracts/text.ts';
import { Days, NonNegativeQuantity, PositiveQuantity, Quantity } from '#shared/contracts/quantities.ts';

import { isCurrency, parseAmountMinor, parseThousandths, quote, type Parsed } from './decimals.ts';
import type { Cells } from './import-columns.ts';
import type { Calendar } from './local-time.ts';

/** What rows are read against: the tenant's settings, and what is there already. */
export type ImportContext = {
  readonly currency: string;
  readonly calendar: Calendar;
  readonly skus: { has(sku: string): boolean };
  /** Currency by the supplier's name. */
  readonly suppliers: { get(name: string): string | undefined };
};

/** A cell that cannot be taken. */
type CellProblem = { readonly column: string; readonly reason: string };

/** Reads the cells of a row. */
export type RowReader<T> = (
  cells: Cells,
) => { readonly row: T } | { readonly problems: readonly CellProblem[] };

/** A count of stock; `asOf` is still the file's text, because its day may be shifted. */
export type StockRow = {
  readonly sku: string;
  readonly location: string;
  readonly onHand: number;
  readonly asOf: string;
};

/** A line of a sale, as far as demand is concerned. */
export type SaleRow = {
  readonly sku: string;
  readonly location: string | undefined;
  readonly day: string;
  readonly thousandths: number;
};

/** Reads rows of a products file. */
export function productReader(context: ImportContext): RowReader<ProductInput> {
  return readerOf(
    v.pipe(
      v.object({
        sku: Sku,
        name: Line,
        unit: Line,
        category: v.pipe(StorableText, v.maxLength(200, 'must have at most 200 characters')),
        unit_cost: v.string(),
        currency: currencyCell(context),
      }),
      v.rawTransform(({ dataset, addIssue, NEVER }) => {
        const { unit_cost, ...product } = dataset.value;
        if (unit_cost === '') return { ...product, unitCostMinor: null };
        const cost = parseAmountMinor(unit_cost, product.currency);
        if ('value' in cost) return { ...product, unitCostMinor: cost.value };
        addIssue({ message: cost.reason, path: pathTo('unit_cost', dataset.value) });
        return NEVER;
      }),
    ),
  );
}

/** Reads rows of a suppliers file. */
export function supplierReader(context: ImportContext): RowReader<SupplierInput> {
  return readerOf(
    v.pipe(
      v.object({ name: Line, currency: currencyCell(context), lead_time_days: v.pipe(quantityCell, Days) }),
      v.transform(({ lead_time_days, ...supplier }) => ({ ...supplier, leadTimeDays: lead_time_days })),
    ),
  );
}

/** Reads rows of a terms file: product and supplier must be there. */
export function termsReader(context: ImportContext): RowReader<SupplierTermsInput> {
  return readerOf(
    v.pipe(
      v.object({
        supplier: v.pipe(
          Line,
          v.check(
            (name) => context.suppliers.get(name) !== undefined,
            ({ input }) => missing('supplier', input),
          ),
        ),
        sku: knownSku(context),
        unit_price: v.string(),
        lead_time_days: optionalCell(v.pipe(quantityCell, Days)),
        moq: v.pipe(quantityCell, NonNegativeQuantity),
        order_multiple: v.pipe(quantityCell, PositiveQuantity),
      }),
      v.rawTransform(({ dataset, addIssue, NEVER }) => {
        const { supplier, sku, unit_price, lead_time_days, moq, order_multiple } = dataset.value;
        const currency = context.suppliers.get(supplier) ?? context.currency;
        const price = parseAmountMinor(unit_price, currency);
        if ('value' in price) {
          const leadTime = lead_time_days === undefined ? {} : { leadTimeDays: lead_time_days };
          const quantities = { minimumOrderQuantity: moq, orderMultiple: order_multiple };
          return { supplier, sku, unitPriceMinor: price.value, currency, ...leadTime, ...quantities };
        }
        addIssue({ message: price.reason, path: pathTo('unit_price', dataset.value) });
        return NEVER;
      }),
    ),
  );
}

/** Reads rows of a stock file: the product must be there, the location is opened if it is not. */
export function stockReader(context: ImportContext): RowReader<StockRow> {
  return readerOf(
    v.pipe(
      v.object({
        sku: knownSku(context),
        location: Line,
        on_hand: v.pipe(quantityCell, Quantity),
        as_of: v.pipe(
          v.string(),
          v.check(
            (text) => 'value' in context.calendar.parseInstant(text),
            ({ input }) => reasonOf(context.calendar.parseInstant(input)),
          ),
        ),
      }),
      v.transform(({ sku, location, on_hand, as_of }) => ({ sku, location, onHand: on_hand, asOf: as_of })),
    ),
  );
}

/** Reads rows of a sales file: the product must be there. */
export function salesReader(context: ImportContext): RowReader<SaleRow> {
  return readerOf(
    v.pipe(
      v.object({
        sku: knownSku(context),
        location: optionalCell(Line),
        ts: parsedCell(context.calendar.parseDay),
        qty: parsedCell(parseThousandths),
      }),
      v.transform(({ sku, location, ts, qty }) => ({ sku, location, day: ts, thousandths: qty })),
    ),
  );
}

const quantityCell = v.pipe(
  parsedCell(parseThousandths),
  v.transform((thousandths) => thousandths / 1000),
);

function readerOf<T>(schema: v.GenericSchema<unknown, T>): RowReader<T> {
  return (cells) => {
    const result = v.safeParse(schema, cells);
    if (result.success) return { row: result.output };
    return { problems: result.issues.map((issue) => ({ column: columnOf(issue), reason: issue.message })) };
  };
}

function columnOf(issue: v.BaseIssue<unknown>): string {
  const key = issue.path?.[0]?.key;
  return typeof key === 'string' ? key : '';
}

function parsedCell<T>(parse: (text: string) => Parsed<T>) {
  return v.pipe(
    v.string(),
    v.rawTransform<string, T>(({ dataset, addIssue, NEVER }) => {
      const parsed = parse(dataset.value);
      if ('value' in parsed) return parsed.value;
      addIssue({ message: parsed.reason });
      return NEVER;
    }),
  );
}

function optionalCell<T>(schema: v.GenericSchema<string, T>) {
  return v.union([
    v.pipe(
      v.literal(''),
      v.transform(() => undefined),
    ),
    schema,
  ]);
}

function currencyCell(context: ImportContext) {
  return v.pipe(
    v.string(),
    v.transform((text) => (text === '' ? context.currency : text.toUpperCase())),
    v.check(isCurrency, ({ input }) => `found ${quote(input)}, expected a currency code such as EUR`),
  );
}

function knownSku(context: ImportContext) {
  return v.pipe(
    Sku,
    v.check(
      (sku) => context.skus.has(sku),
      ({ input }) => missing('product', input),
    ),
  );
}

function missing(what: 'product' | 'supplier', name: string): string {
  return `there is no ${what} ${quote(name)}: import the ${what}s first`;
}

function reasonOf(parsed: Parsed<unknown>): string {
  return 'reason' in parsed ? parsed.reason : '';
}

function pathTo(key: string, input: Record<string, unknown>): [v.IssuePathItem] {
  return [{ type: 'object', origin: 'value', input, key, value: input[key] }];
}
