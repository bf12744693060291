import * as v from 'valibot';

import { Uuid } from '#shared/contracts/ids.ts';
import { Line, Paragraph } from '#shared/contracts/text.ts';

const revision = v.pipe(v.number(), v.integer(), v.minValue(1));
const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const order = { purchaseOrderId: Uuid, revision };

/** Advice was asked for, of the model or (no budget) of the template. */
export const AdviceRequested = v.strictObject({
  ...order,
  promptVersion: Line,
  factSheetHash: Line,
  mode: v.picklist(['model', 'template']),
});
/** Advice was asked for. */
export type AdviceRequested = v.InferOutput<typeof AdviceRequested>;

/** Advice as it is shown; every figure in it was checked against the fact sheet. */
export const AdviceText = v.strictObject({
  explanation: Paragraph,
  suggestedAction: v.picklist(['approve', 'amend', 'postpone', 'reject']),
  risk: v.picklist(['low', 'medium', 'high']),
  figures: v.array(v.strictObject({ key: Line, text: Line })),
});
/** Advice as it is shown. */
export type AdviceText = v.InferOutput<typeof AdviceText>;

/** Advice is there: the model's, checked, or an explanation computed from the figures. */
export const AdviceReceived = v.strictObject({
  ...order,
  source: v.picklist(['model', 'template']),
  model: v.nullable(Line),
  promptVersion: Line,
  factSheetHash: Line,
  factSheet: v.unknown(),
  advice: AdviceText,
  tokens: count,
  /** Why the model's own words are not shown. */
  computedBecause: v.nullable(Line),
});
/** Advice is there. */
export type AdviceReceived = v.InferOutput<typeof AdviceReceived>;
