/** What beside its demand an item is planned by: lead time, class, what a person set. */
import type { Sql } from '#functions/_kit/database.ts';
import { readSupplierReceipts } from '#functions/_kit/supplier-receipts.ts';
import type {
  AbcClass,
  PlanningSettings,
  PolicyOverride,
  XyzClass,
} from '#shared/contracts/events/planning-settings.ts';
import type { ItemClasses } from '#shared/domain/planning/classes.ts';
import { observedLeadTime, type LeadTimeReceipt } from '#shared/domain/planning/observed-lead-time.ts';
import { serviceTerms } from '#shared/domain/planning/service-terms.ts';

/** Terms of an item as its rows say them. */
export type ItemTerms = {
  /** Null without a supplier. */
  readonly supplierId: string | null;
  readonly statedDays: number | null;
  readonly statedStandardDeviation: number | null;
  /** Null until a run classified the item. */
  readonly abcClass: AbcClass | null;
  readonly xyzClass: XyzClass | null;
  /** Null where the item follows its class. */
  readonly override: PolicyOverride | null;
};

/** Days from issue to receipt. */
export type LeadTime = { readonly mean: number; readonly standardDeviation: number };

/** By supplier. */
export type Receipts = ReadonlyMap<string, readonly LeadTimeReceipt[]>;

/** What a forecast is made for until a run classified its item. */
const MIDDLE_CLASS: ItemClasses = { abcClass: 'B', xyzClass: 'Y' };

/** Demand is forecast without a supplier too; a policy needs a known lead time. */
const ASSUMED_LEAD_TIME: LeadTime = { mean: 14, standardDeviation: 0 };

/** What the suppliers of the items delivered in the year before a day. */
export async function readReceipts(
  sql: Sql,
  items: readonly Pick<ItemTerms, 'supplierId'>[],
  asOf: string,
): Promise<Receipts> {
  return readSupplierReceipts(
    sql,
    items.flatMap(({ supplierId }) => supplierId ?? []),
    asOf,
  );
}

/** The lead time as the supplier keeps it, as far as that is known. */
export function leadTimeOf(item: ItemTerms, receipts: Receipts): LeadTime {
  const { supplierId, statedDays, statedStandardDeviation } = item;
  if (supplierId === null || statedDays === null) return ASSUMED_LEAD_TIME;
  const stated = { days: statedDays, standardDeviation: statedStandardDeviation ?? 0 };
  const { mean, standardDeviation } = observedLeadTime(stated, receipts.get(supplierId) ?? []);
  return { mean, standardDeviation };
}

/** Days between two chances to order: the person's, or those of the class the item has. */
export function reviewPeriodOf(
  { abcClass, xyzClass, override }: ItemTerms,
  settings: PlanningSettings,
): number {
  const classes = abcClass === null || xyzClass === null ? MIDDLE_CLASS : { abcClass, xyzClass };
  return serviceTerms(settings, classes, override).reviewPeriodDays;
}
