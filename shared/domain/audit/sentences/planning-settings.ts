import type {
  ClassPolicy,
  PlanningSettings,
  PlanningSettingsChanged,
  PolicyOverride,
  ServiceMeasure,
} from '#shared/contracts/events/planning-settings.ts';
import { changedFields } from '#shared/domain/changed-fields.ts';
import { defaultPlanningSettings } from '#shared/domain/planning/default-settings.ts';

import type { SentencesOf } from './sentence.ts';
import { counted, percentText, placeText, quantityText, reasonText, spaced } from './words.ts';

const servedText: Readonly<Record<ServiceMeasure, string>> = {
  cycleServiceLevel: 'of order cycles without a stock-out',
  fillRate: 'of units served from stock',
};

/** Sentences about how the tenant plans. */
export const planningSettingsSentences: SentencesOf<
  | 'PlanningSettingsChanged'
  | 'ForecastSchedulePaused'
  | 'ForecastScheduleResumed'
  | 'PolicyOverridden'
  | 'SkuClassified'
> = {
  PlanningSettingsChanged: (payload, { actor }) =>
    `${actor} changed the planning settings: ${changesText(payload)}.`,
  ForecastSchedulePaused: ({ until }, { actor }, reason) =>
    `${actor} paused the nightly forecast until ${until ?? 'someone resumes it'}${reasonText(reason)}.`,
  ForecastScheduleResumed: (_, { actor }) => `${actor} let the nightly forecast go on.`,
  PolicyOverridden: ({ after, ...item }, words, reason) =>
    after === null
      ? `${words.actor} had ${placeText(item, words)} follow the policy of its class again${reasonText(reason)}.`
      : `${words.actor} set for ${placeText(item, words)}: ${overrideText(after)}${reasonText(reason)}.`,
  SkuClassified: ({ before, after, ...item }, words) => {
    const was = before === null ? '' : ` (was ${before.abcClass}${before.xyzClass})`;
    return `${placeText(item, words)} is in class ${after.abcClass}${after.xyzClass}${was}, its demand is ${after.demandPattern}.`;
  },
};

const shownClasses = 3;

/** Rates go by their names alone: those who may not see costs read this too. */
function changesText({ before, after }: PlanningSettingsChanged): string {
  const { classPolicies: policiesBefore, ...ratesBefore } = before ?? defaultPlanningSettings;
  const { classPolicies, ...rates } = after;
  const classes = classPolicies.filter((policy) => hasChanged(policy, policiesBefore));
  const more = classes.length - shownClasses;
  const parts = [
    ...classes.slice(0, shownClasses).map(classText),
    ...(more > 0 ? [counted(more, 'more class', 'more classes')] : []),
    ...Object.keys(changedFields(ratesBefore, rates)?.after ?? {}).map(spaced),
  ];
  return parts.join('; ');
}

function hasChanged(policy: ClassPolicy, before: PlanningSettings['classPolicies']): boolean {
  const { abcClass, xyzClass } = policy;
  const was = before.find((each) => each.abcClass === abcClass && each.xyzClass === xyzClass);
  return was === undefined || changedFields(was, policy) !== null;
}

function classText({
  abcClass,
  xyzClass,
  serviceMeasure,
  serviceTarget,
  reviewPeriodDays,
}: ClassPolicy): string {
  const review = counted(reviewPeriodDays, 'day');
  return `${abcClass}${xyzClass} ${percentText(serviceTarget)} ${servedText[serviceMeasure]}, ordered every ${review}`;
}

function overrideText(override: PolicyOverride): string {
  const { serviceMeasure, serviceTarget, reviewPeriodDays, minStock, maxStock, doNotStock, until } = override;
  const parts = [
    doNotStock && 'not kept in stock',
    serviceMeasure !== null &&
      serviceTarget !== null &&
      `${percentText(serviceTarget)} ${servedText[serviceMeasure]}`,
    reviewPeriodDays !== null && `ordered every ${counted(reviewPeriodDays, 'day')}`,
    minStock !== null && `at least ${quantityText(minStock)}`,
    maxStock !== null && `at most ${quantityText(maxStock)}`,
  ].filter((part) => part !== false);
  const end = until === null ? '' : `, until ${until}`;
  return `${parts.join(', ')}${end}`;
}
