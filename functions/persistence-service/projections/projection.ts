/** What a projection is: the way one type of event shows in the tables. */
import type { Sql } from '#functions/_kit/database.ts';
import type { Actor, Reason } from '#shared/contracts/events/envelope.ts';
import type { EventType, PayloadOf } from '#shared/contracts/events/event-types.ts';

import type { FollowUps } from './follow-ups.ts';

/** A row of `events`, its payload not yet looked at. */
export type StoredEvent = {
  readonly tenantId: string;
  readonly eventId: string;
  readonly streamId: string;
  readonly streamVersion: number;
  readonly type: string;
  readonly occurredAt: string;
  readonly recordedAt: string;
  readonly actor: Actor;
  readonly reason: Reason | null;
  readonly executionId: string | null;
  readonly factsHash: string | null;
  readonly payload: unknown;
};

/** An event whose payload was parsed. */
export type ParsedEvent<T extends EventType = EventType> = Omit<StoredEvent, 'type' | 'payload'> & {
  readonly type: T;
  readonly payload: PayloadOf<T>;
};

/** Writes what the event says; what has to happen because of it is noted in `followUps`. */
export type Projection<T extends EventType> = (
  sql: Sql,
  event: ParsedEvent<T>,
  followUps: FollowUps,
) => Promise<void>;

/** A projection per event type. */
export type Projections = { readonly [T in EventType]: Projection<T> };

/** The projections of one subject. */
export type ProjectionsOf<T extends EventType> = Pick<Projections, T>;

/** For events that people read in the audit trail only. */
export function showsNowhere(): Promise<void> {
  return Promise.resolve();
}
