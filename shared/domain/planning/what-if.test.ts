import { expect, test } from 'vitest';

import type { PlanningSettings } from '#shared/contracts/events/planning-settings.ts';
import { evenForecast } from '#shared/forecasting/policy/even-forecast.ts';
import { inventoryPolicy } from '#shared/forecasting/policy/inventory-policy.ts';

import { defaultPlanningSettings } from './default-settings.ts';
import { serviceTerms } from './service-terms.ts';
import { policyWhatIf, type WhatIfItem } from './what-if.ts';

const asOf = '2026-11-22';
const leadTimeDays = { mean: 14, standardDeviation: 2 };
const question = { settings: defaultPlanningSettings, currency: 'EUR', withoutCost: 3 };

/** An item whose policy in force is what the default settings bring. */
function item(sku: string, meanPerDay: number, rest: Partial<WhatIfItem> = {}): WhatIfItem {
  const forecast = evenForecast({
    asOf,
    meanPerDay,
    standardDeviationPerDay: meanPerDay / 2,
    leadTimeDays,
    reviewPeriodDays: 7,
  });
  const classes = { abcClass: 'A', xyzClass: 'X' } as const;
  const terms = { asOf, leadTimeDays, minimumOrderQuantity: 0, orderMultiple: 1 };
  const { safetyStock, reorderPoint, orderUpToLevel } = inventoryPolicy(forecast, {
    ...terms,
    ...serviceTerms(defaultPlanningSettings, classes, null),
    isFractional: false,
  });
  return {
    productId: `product ${sku}`,
    sku,
    productName: `Product ${sku}`,
    unit: 'pcs',
    locationId: 'main',
    classes,
    forecast,
    terms,
    override: null,
    unitCostMinor: 500,
    inventoryPosition: reorderPoint + 1,
    onRequest: 0,
    policyInForce: { safetyStock, reorderPoint, orderUpToLevel },
    ...rest,
  };
}

function settingsWith(change: Partial<PlanningSettings['classPolicies'][number]>): PlanningSettings {
  return {
    ...defaultPlanningSettings,
    classPolicies: defaultPlanningSettings.classPolicies.map((policy) => ({ ...policy, ...change })),
  };
}

test('settings that change nothing change nothing', () => {
  const answer = policyWhatIf([item('a', 10), item('b', 2)], question);
  expect(answer).toMatchObject({ items: 2, changed: 0, ordersChanged: 0, withoutCost: 3, most: [] });
  expect(answer.after).toEqual(answer.before);
});

test('the totals are safety stock and half an order at cost, and what cycles and units come to in a year', () => {
  const one = item('a', 10);
  const { before } = policyWhatIf([one], question);
  const levels = one.policyInForce ?? { safetyStock: 0, reorderPoint: 0, orderUpToLevel: 0 };
  // The lot, and what a day of mean 10 and variance 25 takes below the reorder point: (25 + 100) ÷ 20.
  const order = levels.orderUpToLevel - levels.reorderPoint + 6.25;
  expect(before.stockValueMinor).toBe(Math.round((levels.safetyStock + order / 2) * 500));
  expect(before.ordersPerYear).toBeCloseTo(3_650 / order, 1);
  expect(before.stockoutsPerYear / before.ordersPerYear).toBeCloseTo(0.03, 2);
  expect(before.unitsShortPerYear).toBeGreaterThan(0);
  expect(before.unitsShortPerYear).toBeLessThan(0.03 * 3_650);
});

test('a higher target costs stock and saves stock-outs, and begins the orders of what then is at its reorder point', () => {
  const settings = settingsWith({ serviceTarget: 0.995 });
  const many = item('b', 3, { inventoryPosition: 10_000 });
  const answer = policyWhatIf([item('a', 10), many], { ...question, settings });
  expect(answer).toMatchObject({ changed: 2, ordersChanged: 1 });
  expect(answer.after.stockValueMinor).toBeGreaterThan(answer.before.stockValueMinor ?? 0);
  expect(answer.after.stockoutsPerYear).toBeLessThan(answer.before.stockoutsPerYear);
  expect(answer.after.unitsShortPerYear).toBeLessThan(answer.before.unitsShortPerYear);
  expect(answer.most.map(({ sku }) => sku)).toEqual(['a', 'b']);
  const change = answer.most.reduce(
    (sum, { stockValueChangeMinor }) => sum + (stockValueChangeMinor ?? 0),
    0,
  );
  expect(change).toBeCloseTo((answer.after.stockValueMinor ?? 0) - (answer.before.stockValueMinor ?? 0), -1);
});

test('settings that differ a little move all levels a little, although none beyond the hysteresis', () => {
  const settings = settingsWith({ serviceTarget: 0.973 });
  const items = [item('a', 40), item('b', 90)];
  const answer = policyWhatIf(items, { ...question, settings, settingsInForce: defaultPlanningSettings });
  expect(answer.changed).toBe(0);
  expect(answer.after.stockValueMinor).toBeGreaterThan(answer.before.stockValueMinor ?? 0);
  expect(policyWhatIf(items, { ...question, settings }).after).toEqual(answer.before);
});

test('what a person set for an item does not follow its class', () => {
  const override = {
    serviceMeasure: 'cycleServiceLevel',
    serviceTarget: 0.97,
    reviewPeriodDays: 7,
    minStock: null,
    maxStock: null,
    doNotStock: false,
    until: null,
  } as const;
  const settings = settingsWith({ serviceTarget: 0.8, reviewPeriodDays: 14 });
  expect(policyWhatIf([item('a', 10, { override })], { ...question, settings }).changed).toBe(0);
  const gone = policyWhatIf([item('a', 10, { override: { ...override, doNotStock: true } })], question);
  expect(gone.after).toEqual({
    stockValueMinor: 0,
    stockoutsPerYear: 0,
    unitsShortPerYear: 0,
    ordersPerYear: 0,
  });
});

test('an item without a policy begins with one, and at most 20 items are shown, dearest change first', () => {
  const begun = policyWhatIf([item('a', 10, { policyInForce: null, inventoryPosition: 0 })], question);
  expect(begun).toMatchObject({ changed: 1, ordersChanged: 1, before: { ordersPerYear: 0 } });
  const items = Array.from({ length: 30 }, (_, i) => item(`sku ${i}`, 5 + i));
  const { most } = policyWhatIf(items, { ...question, settings: settingsWith({ serviceTarget: 0.99 }) });
  expect(most).toHaveLength(20);
  expect(most[0]?.sku).toBe('sku 29');
});
