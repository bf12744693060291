/** The words in which pure deciders answer. */
import type { DomainEvent } from '#shared/contracts/events/event-types.ts';

/** A business "no": nothing is written; becomes a problem of this status. */
export type Rejection = {
  readonly kind: 'rejected';
  readonly status: 400 | 403 | 404 | 409;
  readonly title: string;
  readonly detail?: string;
  /** Members of the problem beside the standard ones, such as `winner` or `diff`. */
  readonly extra?: Readonly<Record<string, unknown>>;
};

/** A "yes": the events to write (none where nothing changes) and the state after them. */
export type Acceptance<State> = {
  readonly kind: 'accepted';
  readonly events: readonly DomainEvent[];
  readonly state: State;
};

/** What a decider answers. */
export type Decision<State> = Acceptance<State> | Rejection;

/** A business "no". */
export function reject(
  status: Rejection['status'],
  title: string,
  more: { readonly detail?: string; readonly extra?: Readonly<Record<string, unknown>> } = {},
): Rejection {
  return { kind: 'rejected', status, title, ...more };
}

/** A "yes" whose state is the fold of the events over the state before. */
export function accept<State>(
  before: State,
  events: readonly DomainEvent[],
  evolve: (state: State, event: DomainEvent) => State,
): Acceptance<State> {
  return { kind: 'accepted', events, state: events.reduce(evolve, before) };
}
