/** Forecast runs. */
import * as v from 'valibot';

import { day, id, instant, number, text } from './fields.ts';

/** A forecast run. */
export const ForecastRun = v.strictObject({
  runId: id,
  asOf: day,
  trigger: v.picklist(['nightly', 'manual']),
  status: v.picklist(['scheduled', 'running', 'completed', 'aborted']),
  planned: number,
  failed: number,
  changed: number,
  requestedAt: instant,
  completedAt: v.nullable(instant),
  executionId: v.nullable(text),
});
/** A forecast run. */
export type ForecastRun = v.InferOutput<typeof ForecastRun>;

/** A forecast run with what failed. */
export const ForecastRunDetail = v.strictObject({
  ...ForecastRun.entries,
  failures: v.array(v.strictObject({ productId: id, sku: text, productName: text, reason: text })),
});
