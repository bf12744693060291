/** How a tenant plans until someone sets it. */
import type {
  AbcClass,
  ClassPolicy,
  PlanningSettings,
  XyzClass,
} from '#shared/contracts/events/planning-settings.ts';

const serviceTargets: Readonly<Record<AbcClass, number>> = { A: 0.97, B: 0.95, C: 0.9 };
const xyzClasses: readonly XyzClass[] = ['X', 'Y', 'Z'];
const REVIEW_PERIOD_DAYS = 7;

/** How a tenant plans until someone sets it: what sells most is short least. */
export const defaultPlanningSettings: PlanningSettings = {
  classPolicies: (['A', 'B', 'C'] as const).flatMap((abcClass) =>
    xyzClasses.map((xyzClass): ClassPolicy => ({
      abcClass,
      xyzClass,
      serviceMeasure: 'cycleServiceLevel',
      serviceTarget: serviceTargets[abcClass],
      reviewPeriodDays: REVIEW_PERIOD_DAYS,
    })),
  ),
  holdingCostRate: 0.2,
  grossMarginRate: 0.4,
  leastChangeShare: 0.05,
  leastChangeUnits: 1,
};
