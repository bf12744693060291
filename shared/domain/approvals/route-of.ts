/** Whether an order is approved by policy or goes to people. */
import type { ApprovalPolicy } from '#shared/contracts/events/approval-settings.ts';

import { requiredCountOf } from './approval-policy.ts';

/** The order as far as its way goes. */
export type RoutedOrder = {
  readonly valueMinor: number;
  readonly currency: string;
  readonly revision: number;
  readonly isProposedByPerson: boolean;
  /** A person has been asked about it before. */
  readonly wasAsked: boolean;
};

/** What automatic approval looks at. */
export type RouteFacts = {
  /** Limits are money of this currency. */
  readonly tenantCurrency: string;
  /** Of the riskiest line, should it be ordered now; null: not known. */
  readonly stockoutRiskAfter: number | null;
  readonly isKnownSupplier: boolean;
  readonly isSupplierHeld: boolean;
  /** Largest rise of a unit price against the last one; null: a line has no earlier price. */
  readonly priceRise: number | null;
};

/** The way an order goes. The reasons name no amounts: everybody reads them. */
export type ApprovalRoute = {
  readonly kind: 'auto' | 'person';
  /** People who have to approve; none where policy does. */
  readonly requiredCount: number;
  readonly because: readonly string[];
};

/** Approved by policy only where every condition holds; whatever is not known does not hold. */
export function routeOf(policy: ApprovalPolicy, order: RoutedOrder, facts: RouteFacts): ApprovalRoute {
  const requiredCount = requiredCountOf(policy, order.valueMinor);
  const two = requiredCount > 1 ? ['its value needs two people'] : [];
  if (!policy.autoApprove.isOn) return { kind: 'person', requiredCount, because: two };
  const because = [
    ...two,
    ...whyNotByPerson(policy, order),
    ...whyNotByValue(policy, order, facts),
    ...whyNotByFacts(policy, facts),
  ];
  if (because.length > 0) return { kind: 'person', requiredCount, because };
  return {
    kind: 'auto',
    requiredCount: 0,
    because: ['value, risk, supplier and prices are as the policy asks'],
  };
}

function whyNotByPerson({ selfLimitMinor }: ApprovalPolicy, order: RoutedOrder): string[] {
  return [
    ...(order.revision > 1 ? ['a person changed it'] : []),
    ...(order.wasAsked ? ['a person was asked about it before'] : []),
    ...(order.isProposedByPerson && order.valueMinor > selfLimitMinor
      ? ['a person proposed it, and its value is above the limit for own proposals']
      : []),
  ];
}

function whyNotByValue(
  { autoApprove }: ApprovalPolicy,
  { valueMinor, currency }: RoutedOrder,
  { tenantCurrency }: RouteFacts,
): string[] {
  if (currency !== tenantCurrency) return [`it is in ${currency}, the policy in ${tenantCurrency}`];
  return valueMinor > autoApprove.maxValueMinor
    ? ['its value is above the limit for automatic approval']
    : [];
}

function whyNotByFacts({ autoApprove }: ApprovalPolicy, facts: RouteFacts): string[] {
  const { onlyKnownSupplier } = autoApprove;
  const { isKnownSupplier, isSupplierHeld } = facts;
  return [
    ...(isSupplierHeld ? ['its supplier is on hold'] : []),
    ...(onlyKnownSupplier && !isKnownSupplier ? ['nothing was ordered from its supplier before'] : []),
    ...whyNotByPrice(autoApprove, facts),
    ...whyNotByRisk(autoApprove, facts),
  ];
}

type Conditions = ApprovalPolicy['autoApprove'];

/** A supplier who may be new may come with prices that are new. */
function whyNotByPrice({ onlyKnownSupplier, maxPriceRise }: Conditions, { priceRise }: RouteFacts): string[] {
  if (priceRise === null) return onlyKnownSupplier ? ['a line has no earlier price'] : [];
  return priceRise > maxPriceRise ? ['a price rose too much'] : [];
}

function whyNotByRisk(
  { maxStockoutRiskAfter: most }: Conditions,
  { stockoutRiskAfter }: RouteFacts,
): string[] {
  if (most === null) return [];
  if (stockoutRiskAfter === null) return ['its risk is not known'];
  return stockoutRiskAfter > most ? ['stock may run out before it arrives'] : [];
}
