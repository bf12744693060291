/** The audit trail and the timeline of an order. */
import * as v from 'valibot';

import { Actor, Reason } from '#shared/contracts/events/envelope.ts';

import { id, instant, number, text } from './fields.ts';

/** One entry of an order's timeline: an event, or a step of its workflow. */
export const TimelineEntry = v.strictObject({
  id: text,
  at: instant,
  kind: v.picklist(['event', 'workflow']),
  /** Event type, or `<step> entered` and so on. */
  type: text,
  actor: v.nullable(Actor),
  actorName: v.nullable(text),
  reason: v.nullable(Reason),
  /** Name of the workflow state, for steps. */
  state: v.nullable(text),
  summary: text,
  payload: v.unknown(),
});
/** One entry of an order's timeline. */
export type TimelineEntry = v.InferOutput<typeof TimelineEntry>;

/** An entry of the audit trail: an event in readable form. */
export const AuditEntry = v.strictObject({
  eventId: id,
  streamId: id,
  streamType: text,
  streamVersion: number,
  type: text,
  topic: text,
  occurredAt: instant,
  recordedAt: instant,
  actor: Actor,
  actorName: text,
  reason: v.nullable(Reason),
  correlationId: id,
  causationId: v.nullable(id),
  executionId: v.nullable(text),
  factsHash: v.nullable(text),
  /** What it is about, in words: an order number, a SKU, a supplier's name. */
  subject: text,
  payload: v.unknown(),
});
/** An entry of the audit trail. */
export type AuditEntry = v.InferOutput<typeof AuditEntry>;
