/** Something that raises or lowers demand for a time: a promotion, a fair, a closing. */
import type { DemandEventPlanned } from '#shared/contracts/events/demand-plan.ts';
import type { DomainEvent } from '#shared/contracts/events/event-types.ts';
import { accept, type Acceptance } from '#shared/domain/decider.ts';

/** A demand event, as far as later commands need to know it. */
export type DemandEventState = { readonly status: 'planned' | 'cancelled' };

/** A new demand event. */
export function planDemandEvent(planned: DemandEventPlanned): Acceptance<DemandEventState | null> {
  return accept<DemandEventState | null>(
    null,
    [{ type: 'DemandEventPlanned', payload: planned }],
    evolveDemandEvent,
  );
}

/** Calls it off; once is enough. */
export function cancelDemandEvent(state: DemandEventState): Acceptance<DemandEventState | null> {
  const events: DomainEvent[] =
    state.status === 'cancelled' ? [] : [{ type: 'DemandEventCancelled', payload: {} }];
  return accept<DemandEventState | null>(state, events, evolveDemandEvent);
}

/** What an event makes of a demand event. */
function evolveDemandEvent(state: DemandEventState | null, event: DomainEvent): DemandEventState | null {
  if (event.type === 'DemandEventPlanned') return { status: 'planned' };
  return event.type === 'DemandEventCancelled' ? { status: 'cancelled' } : state;
}
