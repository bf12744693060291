import { expect, test } from 'vitest';

import type { MaterialFacts } from '#shared/contracts/material-facts.ts';
import { analyseFacts } from '#shared/domain/issues/analyse-facts.ts';
import { addDays } from '#shared/forecasting/day-number.ts';
import { forecastItem } from '#shared/forecasting/forecast-item.ts';
import { inventoryPolicy } from '#shared/forecasting/inventory-policy.ts';

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

function factsOfForecast(data: DemoData, { sku, location }: Stock, terms: DemoData['terms'][number]) {
  const history = data.demand
    .filter((batch) => batch.sku === sku && batch.location === location)
    .flatMap((batch) => batch.rows.map(([day, quantity]) => ({ day, quantity })));
  const forecast = forecastItem({
    history: [...history, { day: endDay, quantity: 0 }],
    asOf: addDays(endDay, 1),
    leadTimeDays: { mean: terms.leadTimeDays ?? 0, standardDeviation: terms.leadTimeStandardDeviation ?? 0 },
    reviewPeriodDays: 7,
    cycleServiceLevel: 0.95,
  });
  const lastDemandDay = history.findLast(({ quantity }) => quantity > 0)?.day ?? null;
  const common = { reviewPeriodDays: 7, cycleServiceLevel: 0.95, runId: null, lastDemandDay };
  if (forecast.kind !== 'forecast') return { ...noPolicy, ...common };
  const { meanPerDay, standardDeviationPerDay, leadTimeDemand } = forecast;
  const policy = inventoryPolicy(forecast, { isFractional: false });
  return { ...common, ...policy, policyVersion: 1, meanPerDay, standardDeviationPerDay, leadTimeDemand };
}

const noPolicy = {
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
