/** What every event carries beside its payload (product brief: names of the field, past tense). */
import * as v from 'valibot';

import { Uuid } from '#shared/contracts/ids.ts';
import { Instant } from '#shared/contracts/instants.ts';
import { Line, Paragraph } from '#shared/contracts/text.ts';

/** Who did it: a person, the system by itself, a workflow, or the model. */
export const Actor = v.strictObject({
  kind: v.picklist(['user', 'system', 'workflow', 'supplier', 'model']),
  id: Line,
  onBehalfOf: v.optional(Line),
});
/** Who did it: a person, the system by itself, a workflow, or the model. */
export type Actor = v.InferOutput<typeof Actor>;

/** Why it was done. */
export const reasonCodes = [
  'price-too-high',
  'budget',
  'demand-event-known',
  'item-ending',
  'data-wrong',
  'supplier-problem',
  'stock-found',
  'combine-with-other-order',
  'other',
] as const;

/** Why it was done: a code, and words where the code does not say enough. */
export const Reason = v.strictObject({ code: v.picklist(reasonCodes), text: v.optional(Paragraph) });
/** Why it was done: a code, and words where the code does not say enough. */
export type Reason = v.InferOutput<typeof Reason>;

/** An event as it is stored; `payload` belongs to `type` (see event-types.ts). */
export const EventEnvelope = v.strictObject({
  eventId: Uuid,
  tenantId: Uuid,
  streamId: Uuid,
  streamType: v.string(),
  streamVersion: v.pipe(v.number(), v.integer(), v.minValue(1)),
  type: v.string(),
  schemaVersion: v.pipe(v.number(), v.integer(), v.minValue(1)),
  occurredAt: Instant,
  recordedAt: Instant,
  actor: Actor,
  reason: v.nullable(Reason),
  correlationId: Uuid,
  causationId: v.nullable(Uuid),
  executionId: v.nullable(v.string()),
  factsHash: v.nullable(v.string()),
  payload: v.unknown(),
});
/** An event as it is stored. */
export type EventEnvelope = v.InferOutput<typeof EventEnvelope>;
