import { expect, test } from 'vitest';

import type { MaterialFacts } from '#shared/contracts/material-facts.ts';
import { analyseFacts } from '#shared/domain/issues/analyse-facts.ts';
import { addDays } from '#shared/forecasting/day-number.ts';
import { forecastItem } from '#shared/forecasting/forecast-item.ts';
import { inventoryPolicy } from '#shared/forecasting/policy/inventory-policy.ts';

import { generateDemo, type DemoData } from './generate-demo.ts';

const endDay = '2026-11-21';
const demo = generateDemo({ seed: 'bergmann-und-lund', endDay });

test('the same seed and day give the same company, another seed another', () => {
  expect(generateDemo({ seed: 'bergmann-und-lund', endDay })).toEqual(demo);
  expect(generateDemo({ seed: 'other', endDay }).demand[0]).not.toEqual(demo.demand[0]);
});

test('300 products of five suppliers, with unique SKUs, terms and stock each', () => {
  expect(demo.products).toHaveLength(300);
  expect(new Set(demo.products.map((product) => product.sku)).size).toBe(300);
  expect(demo.suppliers).toHaveLength(5);
  expect(new Set(demo.terms.map((terms) => terms.sku)).size).toBe(300);
  expect(new Set(demo.stock.map((stock) => stock.sku)).size).toBe(300);
});

test('demand ends on the last day at the latest, in batches of at most 500 rows and 64 KiB', () => {
  let latest = '';
  for (const batch of demo.demand) {
    expect(batch.rows.length).toBeLessThanOrEqual(500);
    expect(JSON.stringify(batch).length).toBeLessThanOrEqual(65_536);
    latest = batch.rows.reduce((last, [day]) => (day > last ? day : last), latest);
  }
  expect(latest).toBe(endDay);
});

type Stock = DemoData['stock'][number];

/** The facts as they will be after the first forecast run. */
function factsOf(data: DemoData): readonly MaterialFacts[] {
  const termsOf = new Map(data.terms.map((terms) => [terms.sku, terms]));
  const productOf = new Map(data.products.map((product) => [product.sku, product]));
  return data.stock.map((stock) => {
    const terms = termsOf.get(stock.sku);
    const product = productOf.get(stock.sku ?? '');
    if (product === undefined || terms === undefined)
      throw new Error(`expected product and terms of ${stock.sku}`);
    return {
      ...factsOfStock(stock),
      ...factsOfForecast(data, stock, terms),
      productName: product.name,
      unit: product.unit ?? 'pcs',
      productStatus: data.discontinuedSkus.includes(product.sku) ? 'discontinued' : 'active',
      ...factsOfTerms(terms),
    };
  });
}

function factsOfTerms(terms: DemoData['terms'][number]) {
  return {
    supplierId: terms.supplier ?? null,
    supplierName: terms.supplier ?? null,
    supplierHeld: false,
    unitPriceMinor: terms.unitPriceMinor,
    currency: 'EUR',
    leadTimeDays: terms.leadTimeDays ?? null,
    leadTimeStandardDeviation: terms.leadTimeStandardDeviation ?? null,
    minimumOrderQuantity: terms.minimumOrderQuantity ?? null,
    orderMultiple: terms.orderMultiple ?? null,
  };
}

function factsOfStock({ sku = '', location = '', onHand }: Stock) {
  const ids = { productId: sku, sku, locationId: location, locationName: location };
  const stock = {
    onHand,
    allocated: 0,
    available: onHand,
    onOrder: 0,
    onRequest: 0,
    inventoryPosition: onHand,
  };
  return { ...ids, ...stock, openOrders: [] };
}

function factsOfForecast(
  data: DemoData,
  { sku = '', location = '' }: Stock,
  terms: DemoData['terms'][number],
) {
  const history = demandDays(data, sku, location);
  const asOf = addDays(endDay, 1);
  const leadTimeDays = {
    mean: terms.leadTimeDays ?? 0,
    standardDeviation: terms.leadTimeStandardDeviation ?? 0,
  };
  const forecast = forecastItem({
    history: [...history, { day: endDay, quantity: 0 }],
    asOf,
    leadTimeDays,
    reviewPeriodDays: 7,
    adjustments: adjustmentsOf(data, sku, location),
  });
  const lastDemandDay = history.findLast(({ quantity }) => quantity > 0)?.day ?? null;
  const common = { reviewPeriodDays: 7, runId: null, lastDemandDay };
  if (forecast.kind !== 'forecast') return { ...noPolicy, ...common };
  const { meanPerDay, standardDeviationPerDay, leadTimeDemand } = forecast;
  const { safetyStock, reorderPoint, orderUpToLevel, cycleServiceLevel } = inventoryPolicy(forecast, {
    asOf,
    leadTimeDays,
    reviewPeriodDays: 7,
    service: { measure: 'cycleServiceLevel', target: 0.95 },
    isFractional: false,
    minimumOrderQuantity: terms.minimumOrderQuantity ?? 0,
    orderMultiple: terms.orderMultiple ?? 0,
    override: null,
  });
  const levels = { safetyStock, reorderPoint, orderUpToLevel, cycleServiceLevel };
  return { ...common, ...levels, policyVersion: 1, meanPerDay, standardDeviationPerDay, leadTimeDemand };
}

function demandDays(data: DemoData, sku: string, location: string) {
  return data.demand
    .filter((batch) => batch.sku === sku && batch.location === location)
    .flatMap((batch) => batch.rows.map(([day, quantity]) => ({ day, quantity })));
}

function adjustmentsOf(data: DemoData, sku: string, location: string) {
  const category = categoryOf(data, sku);
  const isItem = (item: { readonly sku?: string; readonly location?: string }): boolean =>
    item.sku === sku && item.location === location;
  return {
    demandEvents: data.demandEvents.filter(
      ({ scope }) => scope.kind === 'category' && scope.category === category,
    ),
    overrides: data.overrides.filter(isItem).map(({ from, until, perDay = null, factor = null }) => ({
      from,
      until,
      perDay,
      factor,
    })),
    excludedDays: data.exclusions.filter(isItem).map(({ day }) => day),
  };
}

function categoryOf(data: DemoData, sku: string): string | undefined {
  return data.products.find((product) => product.sku === sku)?.category;
}

const noPolicy = {
  cycleServiceLevel: null,
  policyVersion: null,
  safetyStock: null,
  reorderPoint: null,
  orderUpToLevel: null,
  meanPerDay: null,
  standardDeviationPerDay: null,
  leadTimeDemand: null,
};

test('a first analysis finds 15 to 30 due items of all five suppliers, some excess, dead and new ones', () => {
  const analyses = factsOf(demo).map((facts) => analyseFacts(facts, { asOf: addDays(endDay, 1) }));
  const due = analyses.flatMap(({ recommendation }) => (recommendation === null ? [] : [recommendation]));
  const count = (kind: string): number =>
    analyses.flatMap(({ issues }) => issues).filter((issue) => issue.kind === kind).length;
  expect(due.length).toBeGreaterThanOrEqual(15);
  expect(due.length).toBeLessThanOrEqual(30);
  expect(new Set(due.map(({ supplierId }) => supplierId)).size).toBe(5);
  expect(count('excess')).toBeGreaterThanOrEqual(5);
  expect(count('excess')).toBeLessThanOrEqual(20);
  expect(count('deadStock')).toBeGreaterThanOrEqual(4);
  expect(count('missingData')).toBeGreaterThanOrEqual(1);
});

/** Units of the days from `from` to before `until`, of one product or of all of a category. */
function unitsBetween(isMeant: (sku: string) => boolean, from: string, until: string): number {
  return demo.demand
    .filter(({ sku = '' }) => isMeant(sku))
    .flatMap(({ rows }) => rows)
    .reduce((sum, [day, quantity]) => (day >= from && day < until ? sum + quantity : sum), 0);
}

const [mainLocation = ''] = demo.locations.map(({ name }) => name);

test('one sale is over and shows in the demand of its category, one is to come', () => {
  const past = demo.demandEvents.find(({ to }) => to <= endDay);
  const coming = demo.demandEvents.find(({ from }) => from > endDay);
  expect(coming?.from.slice(0, 4)).toBe('2026');
  if (past?.scope.kind !== 'category') throw new Error('expected a past sale of a category');
  const { category } = past.scope;
  const isMeant = (sku: string): boolean => categoryOf(demo, sku) === category;
  const days = 14;
  expect(addDays(past.from, days - 1)).toBe(past.to);
  const during = unitsBetween(isMeant, past.from, addDays(past.from, days));
  const before = unitsBetween(isMeant, addDays(past.from, -days), past.from);
  const after = unitsBetween(isMeant, addDays(past.from, days), addDays(past.from, 2 * days));
  const lift = during / ((before + after) / 2);
  expect(lift / past.lift).toBeGreaterThan(0.85);
  expect(lift / past.lift).toBeLessThan(1.15);
});

test('the excluded day is one in the data, far above the others', () => {
  const [exclusion] = demo.exclusions;
  const days = demandDays(demo, exclusion?.sku ?? '', exclusion?.location ?? '');
  const excluded = days.find(({ day }) => day === exclusion?.day)?.quantity ?? 0;
  const others = days.filter(({ day }) => day !== exclusion?.day).map(({ quantity }) => quantity);
  expect(excluded).toBeGreaterThan(2 * Math.max(...others));
});

test('the new product has sold for three weeks, about 60 % of what the one it is like did', () => {
  const [like] = demo.likeItems;
  const days = demandDays(demo, like?.sku ?? '', mainLocation);
  const first = days[0]?.day ?? '';
  expect(first).toBe(addDays(endDay, -20));
  const own = days.reduce((sum, { quantity }) => sum + quantity, 0);
  const other = demandDays(demo, like?.body.sku ?? '', mainLocation)
    .filter(({ day }) => day >= first)
    .reduce((sum, { quantity }) => sum + quantity, 0);
  expect(own / other).toBeGreaterThan(0.45);
  expect(own / other).toBeLessThan(0.75);
});

test('one product was sold out for three weeks: its stock went to nothing, and nothing was sold', () => {
  const [count] = demo.earlierCounts;
  const issued = demo.movements.filter(({ kind }) => kind === 'issue');
  const received = demo.movements.find(({ kind }) => kind === 'receive');
  expect(issued.reduce((left, { quantity }) => left - quantity, count?.onHand ?? 0)).toBe(0);
  const from = addDays(issued.at(-1)?.occurredAt?.slice(0, 10) ?? '', 1);
  const until = received?.occurredAt?.slice(0, 10) ?? '';
  expect(addDays(from, 21)).toBe(until);
  expect(unitsBetween((sku) => sku === count?.sku, from, until)).toBe(0);
  expect(unitsBetween((sku) => sku === count?.sku, addDays(from, -21), from)).toBeGreaterThan(20);
});

test('the override has a reason and an end', () => {
  const [override] = demo.overrides;
  expect(override?.reason.text).toMatch(/Hotel/);
  expect(override?.until).toBe(addDays(endDay, 46));
});
