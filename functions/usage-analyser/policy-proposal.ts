import type {
  PlanningSettings,
  PolicyOverride,
  SkuClassified,
} from '#shared/contracts/events/planning-settings.ts';
import type { PolicyProposal, ProposedPolicy } from '#shared/contracts/workflows/nightly-forecast.ts';
import { isFractionalUnit } from '#shared/domain/issues/is-fractional-unit.ts';
import type { ItemClasses } from '#shared/domain/planning/classes.ts';
import { serviceTerms } from '#shared/domain/planning/service-terms.ts';
import type { DemandDistribution } from '#shared/forecasting/item-forecast.ts';
import { policyChangeIsMaterial } from '#shared/forecasting/policy-change-is-material.ts';
import { inventoryPolicy } from '#shared/forecasting/policy/inventory-policy.ts';

import { leadTimeOf, type Receipts } from './item-terms.ts';
import type { PolicyInForce, PolicyItem } from './policy-items.ts';

/** What of a run an item's proposal is made with. */
export type ProposalContext = {
  /** Null: the item was not classified. */
  readonly classes: ItemClasses | null;
  readonly receipts: Receipts;
  readonly settings: PlanningSettings;
};

type ClassesWithPattern = SkuClassified['after'];

/** What should change for an item; null: nothing. */
export function proposalOf(item: PolicyItem, context: ProposalContext): PolicyProposal | null {
  const { productId, locationId, policyVersion } = item;
  const itemClass = newClass(item, context.classes);
  const policy = newPolicy(item, context);
  if (itemClass === null && policy === null) return null;
  return { productId, locationId, policyVersion, policy, itemClass };
}

function newClass(item: PolicyItem, classes: ItemClasses | null): ClassesWithPattern | null {
  if (classes === null) return null;
  const isSame =
    item.abcClass === classes.abcClass &&
    item.xyzClass === classes.xyzClass &&
    item.patternBefore === item.demandPattern;
  return isSame ? null : { ...classes, demandPattern: item.demandPattern };
}

/** Without a supplier the lead time was assumed: a forecast, but no policy. */
function newPolicy(item: PolicyItem, context: ProposalContext): ProposedPolicy | null {
  const { classes, receipts, settings } = context;
  if (item.supplierId === null || classes === null || item.isOvertaken) return null;
  const terms = serviceTerms(settings, classes, item.override);
  const after = inventoryPolicy(item.forecast, {
    ...terms,
    asOf: item.asOf,
    leadTimeDays: leadTimeOf(item, receipts),
    isFractional: isFractionalUnit(item.unit),
    minimumOrderQuantity: item.minimumOrderQuantity,
    orderMultiple: item.orderMultiple,
  });
  const policy: ProposedPolicy = {
    safetyStock: after.safetyStock,
    reorderPoint: after.reorderPoint,
    orderUpToLevel: after.orderUpToLevel,
    reviewPeriodDays: terms.reviewPeriodDays,
    cycleServiceLevel: shareOf(after.cycleServiceLevel),
    serviceMeasure: terms.service.measure,
    serviceTarget: terms.service.target,
    expectedFillRate: shareOf(after.expectedFillRate),
    meanPerDay: item.forecast.meanPerDay,
    standardDeviationPerDay: item.forecast.standardDeviationPerDay,
    leadTimeDemand: momentsOf(after.leadTimeDemand),
    protectionDemand: momentsOf(after.protectionDemand),
  };
  return isWorthwhile(item, policy, settings) ? policy : null;
}

/** The forecast's noise does not move levels; what a person set does, however little. */
function isWorthwhile(
  { inForce, override }: PolicyItem,
  policy: ProposedPolicy,
  settings: PlanningSettings,
): boolean {
  if (inForce === null || policyChangeIsMaterial(inForce, policy, settings)) return true;
  const hasOtherTerms =
    inForce.reviewPeriodDays !== policy.reviewPeriodDays ||
    inForce.serviceMeasure !== policy.serviceMeasure ||
    inForce.serviceTarget !== policy.serviceTarget;
  return hasOtherTerms || isOutside(inForce, policy, override);
}

/** Whether a level in force is beyond a bound that the new one keeps. */
function isOutside(inForce: PolicyInForce, policy: ProposedPolicy, override: PolicyOverride | null): boolean {
  const floor = Math.min(override?.minStock ?? 0, policy.reorderPoint);
  const ceiling = Math.max(override?.maxStock ?? Infinity, policy.orderUpToLevel);
  return inForce.reorderPoint < floor || inForce.orderUpToLevel > ceiling;
}

function momentsOf({ mean, standardDeviation, isCount }: DemandDistribution): [number, number, number] {
  return [short(mean), short(standardDeviation), isCount ? 1 : 0];
}

/** Five digits, as in the forecasts. */
function short(figure: number): number {
  return Number(figure.toPrecision(5));
}

function shareOf(figure: number): number {
  return Math.round(figure * 10_000) / 10_000;
}
