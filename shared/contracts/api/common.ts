import * as v from 'valibot';

import { EventEnvelope } from '#shared/contracts/events/envelope.ts';
import { Uuid } from '#shared/contracts/ids.ts';
import { Day, Instant } from '#shared/contracts/instants.ts';
import { StorableText } from '#shared/contracts/text.ts';

/** What a write is answered with (202); wait on `Location: /events/{eventId}`. `eventId` is null where nothing changed. */
export const WriteAccepted = v.strictObject({
  eventId: v.nullable(Uuid),
  streamId: Uuid,
  streamVersion: v.number(),
  outcome: v.optional(v.picklist(['added', 'changed', 'unchanged'])),
  events: v.optional(v.array(v.strictObject({ eventId: Uuid, type: v.string() }))),
});
/** What a write is answered with. */
export type WriteAccepted = v.InferOutput<typeof WriteAccepted>;

/** What a write of `items[]` is answered with: one result per item, in order; each is a write or a problem. */
export const BatchAccepted = v.strictObject({
  items: v.array(
    v.union([
      v.strictObject({ status: v.literal(202), result: WriteAccepted }),
      v.strictObject({ status: v.number(), problem: v.looseObject({ title: v.string() }) }),
    ]),
  ),
});
/** What a write of `items[]` is answered with. */
export type BatchAccepted = v.InferOutput<typeof BatchAccepted>;

/** Paging by keyset: `limit` of at most 1,000 and the `cursor` of the page before. */
export const pageQuery = {
  limit: v.optional(v.pipe(v.string(), v.toNumber(), v.integer(), v.minValue(1), v.maxValue(1000)), '50'),
  cursor: v.optional(v.pipe(v.string(), v.maxLength(1000))),
};

/** Words to look for in names. */
export const Search = v.pipe(StorableText, v.maxLength(200));

/** A time, or a day of the tenant's calendar: `from` its beginning, `to` its end. */
export const Moment = v.union(
  [Day, Instant],
  'must be a day such as 2026-11-22 or a time such as 2026-11-22T08:30:00Z',
);

/** A page of a list. */
export function pageOf<T extends v.GenericSchema>(item: T) {
  return v.strictObject({ items: v.array(item), nextCursor: v.nullable(v.string()) });
}

/** An event, and whether the tables show it. */
export const EventStatus = v.strictObject({ event: EventEnvelope, applied: v.boolean() });
/** An event, and whether the tables show it. */
export type EventStatus = v.InferOutput<typeof EventStatus>;
