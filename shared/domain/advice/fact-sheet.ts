/** The facts of an order as advice may cite them: figures with their units, names as values. */
import type { PurchaseOrderLine } from '#shared/contracts/events/purchasing.ts';
import type { MaterialFacts } from '#shared/contracts/material-facts.ts';
import type { FactSheet } from '#shared/contracts/workflows/purchase-order-decision.ts';
import { type StockoutOutlook, stockoutOutlook } from '#shared/domain/issues/stockout-outlook.ts';
import { orderValueMinor } from '#shared/domain/purchasing/order-value.ts';

/** An order and the facts of its lines' products. */
export type FactSheetInput = {
  readonly number: string;
  readonly currency: string;
  readonly lines: readonly PurchaseOrderLine[];
  readonly facts: readonly MaterialFacts[];
  /** The tenant's day. */
  readonly today: string;
};

type RatedLine = {
  readonly line: PurchaseOrderLine;
  readonly facts: MaterialFacts;
  readonly outlook: StockoutOutlook | null;
};

/** Lines whose products have facts, the most likely to run out first. */
export function linesByRisk({
  lines,
  facts,
  today,
}: Omit<FactSheetInput, 'number' | 'currency'>): readonly RatedLine[] {
  const factsOf = new Map(facts.map((row) => [row.productId, row]));
  return lines
    .flatMap((line) => {
      const row = factsOf.get(line.productId);
      return row === undefined ? [] : [{ line, facts: row, outlook: stockoutOutlook(row, today) }];
    })
    .sort((a, b) => (b.outlook?.risk ?? 0) - (a.outlook?.risk ?? 0) || a.line.lineNumber - b.line.lineNumber);
}

/** The fact sheet: the order as a whole, and the line that is most likely to run out. */
export function factSheetOf(input: FactSheetInput): FactSheet {
  const { number, currency, lines } = input;
  const sheet: Record<string, { label: string; text: string }> = {
    orderNumber: { label: 'number of the order', text: number },
    orderValue: { label: 'value of the order', text: money(orderValueMinor(lines), currency) },
    lineCount: { label: 'lines of the order', text: String(lines.length) },
  };
  const [lead] = linesByRisk(input);
  if (lead === undefined) return sheet;
  return { ...sheet, ...positionFacts(lead), ...riskFacts(lead) };
}

function positionFacts({ line, facts }: RatedLine): FactSheet {
  // Units are typed by people: only a plain short word goes where a model reads it.
  const unit = /^\p{L}{1,12}$/u.test(facts.unit) ? facts.unit : 'units';
  const units = (quantity: number): string => `${quantity.toLocaleString('en-GB')} ${unit}`;
  return without({
    productName: { label: 'product most likely to run out', text: facts.productName },
    supplierName: { label: 'supplier', text: facts.supplierName },
    orderQuantity: { label: 'quantity ordered of it', text: units(line.quantity) },
    recommendedQuantity: { label: 'quantity the rule recommends', text: units(line.recommendedQuantity) },
    available: { label: 'available now', text: units(facts.available) },
    onOrder: { label: 'on order already', text: units(facts.onOrder) },
    inventoryPosition: { label: 'inventory position', text: units(facts.inventoryPosition) },
    reorderPoint: {
      label: 'reorder point',
      text: facts.reorderPoint === null ? null : units(facts.reorderPoint),
    },
    orderUpToLevel: {
      label: 'order-up-to level',
      text: facts.orderUpToLevel === null ? null : units(facts.orderUpToLevel),
    },
    minimumOrder: {
      label: 'minimum order',
      text: facts.minimumOrderQuantity === null ? null : units(facts.minimumOrderQuantity),
    },
    meanPerDay: {
      label: 'mean demand',
      text: facts.meanPerDay === null ? null : `${facts.meanPerDay.toFixed(1)} ${unit} a day`,
    },
    leadTime: {
      label: 'lead time',
      text: facts.leadTimeDays === null ? null : `${Math.round(facts.leadTimeDays)} days`,
    },
  });
}

function riskFacts({ facts, outlook }: RatedLine): FactSheet {
  const target = facts.cycleServiceLevel;
  return without({
    riskNow: {
      label: 'risk of running out before the order arrives',
      text: outlook && percent(outlook.risk),
    },
    riskAfterWeek: {
      label: 'the same if decided a week later',
      text: outlook && percent(outlook.riskAfterWeek),
    },
    riskTarget: { label: 'risk that the policy accepts', text: target === null ? null : percent(1 - target) },
    stockoutDay: { label: 'likely day of running out without the order', text: outlook?.stockoutDay ?? null },
    decideBy: { label: 'last day to decide in time', text: outlook?.decideBy ?? null },
  });
}

function without(sheet: Record<string, { label: string; text: string | null }>): FactSheet {
  return Object.fromEntries(
    Object.entries(sheet).flatMap(([key, { label, text }]) =>
      text === null ? [] : [[key, { label, text }]],
    ),
  );
}

function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}

function money(amountMinor: number, currency: string): string {
  const format = new Intl.NumberFormat('en-GB', { style: 'currency', currency });
  const digits = format.resolvedOptions().maximumFractionDigits ?? 2;
  return format.format(amountMinor / 10 ** digits);
}
