/** What a change of class policies would come to, before it is saved. */
import type { PolicyWhatIf } from '#shared/contracts/api/models/planning.ts';
import type { PlanningSettings, PolicyOverride } from '#shared/contracts/events/planning-settings.ts';
import { isFractionalUnit } from '#shared/domain/issues/is-fractional-unit.ts';
import { isAtReorderPoint } from '#shared/domain/issues/recommend-order.ts';
import { recommendQuantity } from '#shared/domain/issues/recommend-quantity.ts';
import type { Forecast } from '#shared/forecasting/item-forecast.ts';
import { policyChangeIsMaterial } from '#shared/forecasting/policy-change-is-material.ts';
import {
  policyDemand,
  policyLevels,
  policyService,
  type PolicyDemand,
  type PolicyTerms,
} from '#shared/forecasting/policy/inventory-policy.ts';
import type { PolicyLevels } from '#shared/forecasting/policy/replenishment-cycle.ts';

import type { ItemClasses } from './classes.ts';
import { serviceTerms } from './service-terms.ts';

/** One product at one location with its newest forecast, its supplier's terms and where it stands. */
export type WhatIfItem = {
  readonly productId: string;
  readonly sku: string;
  readonly productName: string;
  readonly unit: string;
  readonly locationId: string;
  readonly classes: ItemClasses;
  readonly forecast: Forecast;
  readonly terms: Pick<PolicyTerms, 'asOf' | 'leadTimeDays' | 'minimumOrderQuantity' | 'orderMultiple'>;
  /** In force today; null: none. */
  readonly override: PolicyOverride | null;
  readonly unitCostMinor: number;
  readonly inventoryPosition: number;
  /** In orders proposed, awaiting a decision or postponed. */
  readonly onRequest: number;
  /** Null: no policy yet; it then begins with this change. */
  readonly policyInForce: PolicyLevels | null;
};

/** What is asked: which settings, and what the answer repeats. */
export type WhatIfQuestion = {
  /** The settings that are not saved yet. */
  readonly settings: PlanningSettings;
  /** Those in force: an item to which they give other terms gets new levels, however little they differ. */
  readonly settingsInForce?: PlanningSettings;
  readonly currency: string;
  /** Items left out, because cost or supplier is missing. */
  readonly withoutCost: number;
};

const MOST_SHOWN = 20;

/**
 * Totals of the policies in force and of those that the settings would bring: new levels where the settings give other
 * terms, and where a level is beyond the hysteresis. By formula alone, for lists of thousands.
 */
export function policyWhatIf(items: readonly WhatIfItem[], question: WhatIfQuestion): PolicyWhatIf {
  const { currency, withoutCost } = question;
  const compared = items.map((item) => compare(item, question));
  const changed = compared.filter(({ isChanged }) => isChanged);
  return {
    currency,
    items: items.length,
    changed: changed.length,
    ordersChanged: compared.filter(({ isOrderChanged }) => isOrderChanged).length,
    withoutCost,
    before: totalOf(compared.map(({ before }) => before)),
    after: totalOf(compared.map(({ after }) => after)),
    most: changed
      .toSorted((a, b) => Math.abs(valueChange(b)) - Math.abs(valueChange(a)) || bySku(a.item, b.item))
      .slice(0, MOST_SHOWN)
      .map(shown),
  };
}

type Totals = PolicyWhatIf['before'];

type Compared = {
  readonly item: WhatIfItem;
  readonly levels: PolicyLevels;
  readonly isChanged: boolean;
  readonly isOrderChanged: boolean;
  readonly before: Outcome;
  readonly after: Outcome;
};

/** What the policy of one item comes to. */
type Outcome = { readonly [Figure in keyof Totals]: number };

const nothing: Outcome = { stockValueMinor: 0, stockoutsPerYear: 0, unitsShortPerYear: 0, ordersPerYear: 0 };

function compare(item: WhatIfItem, { settings, settingsInForce = settings }: WhatIfQuestion): Compared {
  const { policyInForce } = item;
  const terms = {
    ...item.terms,
    ...serviceTerms(settings, item.classes, item.override),
    isFractional: isFractionalUnit(item.unit),
  };
  const demand = policyDemand(item.forecast, terms);
  const wanted = policyLevels(demand, terms);
  const isChanged = policyChangeIsMaterial(policyInForce, wanted, settings);
  const isReplaced =
    isChanged || !hasSameTerms(terms, serviceTerms(settingsInForce, item.classes, item.override));
  const levels = isReplaced || policyInForce === null ? wanted : policyInForce;
  const before = policyInForce === null ? nothing : outcomeOf(item, demand, policyInForce);
  return {
    item,
    levels,
    isChanged,
    isOrderChanged: isReplaced && orderAt(item, policyInForce) !== orderAt(item, levels),
    before,
    after: isReplaced ? outcomeOf(item, demand, levels) : before,
  };
}

type ServiceTerms = ReturnType<typeof serviceTerms>;

function hasSameTerms(a: ServiceTerms, b: ServiceTerms): boolean {
  return (
    a.service.measure === b.service.measure &&
    a.service.target === b.service.target &&
    a.reviewPeriodDays === b.reviewPeriodDays
  );
}

function outcomeOf(item: WhatIfItem, demand: PolicyDemand, levels: PolicyLevels): Outcome {
  const { cycleServiceLevel, expectedFillRate, meanOrderQuantity } = policyService(demand, levels);
  // What is not kept is not ordered.
  if (levels.orderUpToLevel <= 0) return nothing;
  const perYear = demand.cycle.meanPerDay * 365;
  const ordersPerYear = meanOrderQuantity > 0 ? perYear / meanOrderQuantity : 0;
  return {
    stockValueMinor: (levels.safetyStock + meanOrderQuantity / 2) * item.unitCostMinor,
    stockoutsPerYear: ordersPerYear * (1 - cycleServiceLevel),
    unitsShortPerYear: perYear * (1 - expectedFillRate),
    ordersPerYear,
  };
}

/** The quantity that would be recommended today at these levels; 0: none. */
function orderAt(item: WhatIfItem, levels: PolicyLevels | null): number {
  if (levels === null) return 0;
  const facts = {
    unit: item.unit,
    inventoryPosition: item.inventoryPosition + item.onRequest,
    reorderPoint: levels.reorderPoint,
    orderUpToLevel: levels.orderUpToLevel,
    minimumOrderQuantity: item.terms.minimumOrderQuantity,
    orderMultiple: item.terms.orderMultiple,
  };
  return isAtReorderPoint(facts) ? recommendQuantity(facts).recommendedQuantity : 0;
}

function totalOf(outcomes: readonly Outcome[]): Totals {
  const total = (figure: keyof Totals): number => outcomes.reduce((sum, outcome) => sum + outcome[figure], 0);
  return {
    stockValueMinor: Math.round(total('stockValueMinor')),
    stockoutsPerYear: hundredths(total('stockoutsPerYear')),
    unitsShortPerYear: hundredths(total('unitsShortPerYear')),
    ordersPerYear: hundredths(total('ordersPerYear')),
  };
}

function shown(compared: Compared): PolicyWhatIf['most'][number] {
  const { item, levels } = compared;
  const { productId, sku, productName, locationId, classes, policyInForce } = item;
  return {
    productId,
    sku,
    productName,
    locationId,
    abcClass: classes.abcClass,
    xyzClass: classes.xyzClass,
    reorderPointBefore: policyInForce?.reorderPoint ?? 0,
    reorderPointAfter: levels.reorderPoint,
    orderUpToLevelBefore: policyInForce?.orderUpToLevel ?? 0,
    orderUpToLevelAfter: levels.orderUpToLevel,
    stockValueChangeMinor: Math.round(valueChange(compared)),
  };
}

function valueChange({ before, after }: Compared): number {
  return after.stockValueMinor - before.stockValueMinor;
}

function bySku(a: WhatIfItem, b: WhatIfItem): number {
  const [keyA, keyB] = [a, b].map(({ sku, locationId }) => `${sku}:${locationId}`);
  return (keyA ?? '') < (keyB ?? '') ? -1 : 1;
}

function hundredths(figure: number): number {
  return Math.round(figure * 100) / 100;
}
