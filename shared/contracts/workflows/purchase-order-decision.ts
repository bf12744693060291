/** What passes between the states of purchase-order-decision. */
import * as v from 'valibot';

import { AdviceText } from '#shared/contracts/events/advice.ts';
import { Uuid } from '#shared/contracts/ids.ts';

/** One figure or name that advice may cite by its key: what it is, and how it is written. */
const Fact = v.strictObject({ label: v.string(), text: v.string() });
/** The facts of an order, by key; at most 6 KiB. */
export const FactSheet = v.record(v.pipe(v.string(), v.regex(/^[a-z][a-zA-Z0-9_]*$/)), Fact);
/** The facts of an order, by key. */
export type FactSheet = v.InferOutput<typeof FactSheet>;

/** Advice before it is checked: sentences that cite facts as `{{key}}` and hold no figure of their own. */
export const AdviceDraft = v.strictObject({
  explanation: v.pipe(v.string(), v.maxLength(1200)),
  suggestedAction: v.picklist(['approve', 'amend', 'postpone', 'reject']),
  risk: v.picklist(['low', 'medium', 'high']),
});
/** Advice before it is checked. */
export type AdviceDraft = v.InferOutput<typeof AdviceDraft>;

/** What AskAdvice answers. */
export const AdviceAnswer = v.variant('source', [
  v.strictObject({ source: v.literal('model'), model: v.string(), draft: v.unknown(), tokens: v.number() }),
  v.strictObject({ source: v.literal('none'), because: v.string() }),
]);
/** What AskAdvice answers. */
export type AdviceAnswer = v.InferOutput<typeof AdviceAnswer>;

/** What CheckAdvice answers: what will be shown, and whose words it is. */
export const CheckedAdvice = v.strictObject({
  source: v.picklist(['model', 'template']),
  model: v.nullable(v.string()),
  advice: AdviceText,
  tokens: v.number(),
  computedBecause: v.nullable(v.string()),
});
/** What CheckAdvice answers. */
export type CheckedAdvice = v.InferOutput<typeof CheckedAdvice>;

/** Version of the prompt and of the rules its answer is checked by. */
export const promptVersion = 'v1';

/** Tasks of issue-analyser in this workflow and in issue-analysis. */
export const AnalyserTask = v.variant('task', [
  v.strictObject({
    task: v.literal('analyse-issues'),
    tenantId: Uuid,
    productIds: v.nullable(v.array(Uuid)),
    after: v.nullable(v.strictObject({ productId: Uuid, locationId: Uuid })),
  }),
  v.strictObject({ task: v.literal('load-facts'), tenantId: Uuid, purchaseOrderId: Uuid }),
  v.strictObject({ task: v.literal('load-decision'), tenantId: Uuid, approvalId: Uuid }),
  v.strictObject({
    task: v.literal('check-advice'),
    tenantId: Uuid,
    draft: v.unknown(),
    factSheet: FactSheet,
  }),
]);
/** Tasks of issue-analyser. */
export type AnalyserTask = v.InferOutput<typeof AnalyserTask>;

/** What LoadDecision found: what the approval came to, and how long it can still be taken back. */
export type LoadedDecision = {
  readonly outcome: 'pending' | 'approved' | 'amended' | 'postponed' | 'rejected' | 'cancelled' | 'expired';
  /** Seconds of the undo window that are left. */
  readonly undoSeconds: number;
};
