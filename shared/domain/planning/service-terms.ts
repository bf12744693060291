/** Which service and which review period hold for an item: those of its class, unless a person set them. */
import type { PlanningSettings, PolicyOverride } from '#shared/contracts/events/planning-settings.ts';
import type { PolicyTerms } from '#shared/forecasting/policy/inventory-policy.ts';

import { policyOfClass, type ItemClasses } from './classes.ts';

/** The terms of an item's policy that people set, by its class and its override in force (null: none). */
export function serviceTerms(
  settings: PlanningSettings,
  { abcClass, xyzClass }: ItemClasses,
  override: PolicyOverride | null,
): Pick<PolicyTerms, 'service' | 'reviewPeriodDays' | 'override'> {
  const ofClass = policyOfClass(settings, abcClass, xyzClass);
  return {
    service: {
      measure: override?.serviceMeasure ?? ofClass.serviceMeasure,
      target: override?.serviceTarget ?? ofClass.serviceTarget,
    },
    reviewPeriodDays: override?.reviewPeriodDays ?? ofClass.reviewPeriodDays,
    override,
  };
}
