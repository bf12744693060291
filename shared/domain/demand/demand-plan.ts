/** What people said of the demand of one product at one location: overrides of its forecast, and days of its history. */
import type { DemandForecastOverridden } from '#shared/contracts/events/demand-plan.ts';
import type { DomainEvent } from '#shared/contracts/events/event-types.ts';
import { accept, reject, type Acceptance, type Decision } from '#shared/domain/decider.ts';

/** A figure in place of the forecast. */
export type Override = Omit<DemandForecastOverridden, 'productId' | 'locationId' | 'overrideId'>;

/** How a person wants a day of the history taken. */
export type Treatment = 'exclude' | 'restore';

/** A demand plan as its events made it. */
export type DemandPlanState = {
  readonly productId: string;
  readonly locationId: string;
  /** By id: the overrides that nobody has ended. */
  readonly overrides: Readonly<Record<string, Override>>;
  readonly treatments: Readonly<Record<string, Treatment>>;
};

const mostOverrides = 50;
const mostTreatedDays = 500;

/** A plan in which nobody has said anything. */
export function emptyPlan(productId: string, locationId: string): DemandPlanState {
  return { productId, locationId, overrides: {}, treatments: {} };
}

/** Puts a figure in place of the forecast; overrides whose last day is before `today` are forgotten. */
export function overrideDemand(
  state: DemandPlanState,
  override: Override,
  { overrideId, today }: { readonly overrideId: string; readonly today: string },
): Decision<DemandPlanState> {
  if (override.until !== null && override.until < today) {
    const message = `must be ${today} or later, or null`;
    return reject(400, 'The override is over already', {
      detail: `until ${message}`,
      extra: { errors: [{ path: 'until', message }] },
    });
  }
  const current = withoutPast(state, today);
  if (Object.keys(current.overrides).length >= mostOverrides) {
    return reject(409, 'There are too many overrides', {
      detail: `at most ${mostOverrides} may be active for a product at a location: end some first`,
    });
  }
  return accept<DemandPlanState>(
    current,
    [{ type: 'DemandForecastOverridden', payload: { ...itemOf(state), overrideId, ...override } }],
    evolveDemandPlan,
  );
}

/** Ends an override of this plan; no event where it is over. */
export function endOverride(state: DemandPlanState, overrideId: string): Acceptance<DemandPlanState> {
  const events: DomainEvent[] = Object.hasOwn(state.overrides, overrideId)
    ? [{ type: 'DemandOverrideExpired', payload: { ...itemOf(state), overrideId } }]
    : [];
  return accept(state, events, evolveDemandPlan);
}

/** Leaves a day out, takes it as real, or leaves it to the forecast again; no event where it is taken so. */
export function treatDay(
  state: DemandPlanState,
  day: string,
  treatment: Treatment | 'automatic',
): Decision<DemandPlanState> {
  const before = state.treatments[day] ?? 'automatic';
  if (before === treatment) return accept(state, [], evolveDemandPlan);
  if (before === 'automatic' && Object.keys(state.treatments).length >= mostTreatedDays) {
    return reject(409, 'There are too many treated days', {
      detail: `at most ${mostTreatedDays} days of a product at a location may be treated: correct the demand instead`,
    });
  }
  const payload = { ...itemOf(state), day };
  const event: DomainEvent =
    treatment === 'exclude'
      ? { type: 'DemandOutlierExcluded', payload }
      : { type: 'DemandOutlierRestored', payload: { ...payload, automatic: treatment === 'automatic' } };
  return accept(state, [event], evolveDemandPlan);
}

/** What an event makes of a plan. */
function evolveDemandPlan(state: DemandPlanState, event: DomainEvent): DemandPlanState {
  switch (event.type) {
    case 'DemandForecastOverridden': {
      const { overrideId, from, until, perDay, factor } = event.payload;
      return { ...state, overrides: { ...state.overrides, [overrideId]: { from, until, perDay, factor } } };
    }
    case 'DemandOverrideExpired': {
      const { [event.payload.overrideId]: _, ...overrides } = state.overrides;
      return { ...state, overrides };
    }
    case 'DemandOutlierExcluded':
      return { ...state, treatments: { ...state.treatments, [event.payload.day]: 'exclude' } };
    case 'DemandOutlierRestored': {
      const { day, automatic } = event.payload;
      const { [day]: _, ...others } = state.treatments;
      return { ...state, treatments: automatic ? others : { ...others, [day]: 'restore' } };
    }
    default:
      return state;
  }
}

function itemOf({ productId, locationId }: DemandPlanState) {
  return { productId, locationId };
}

/** The state is read at every command, so what is over must not stay in it for ever. */
function withoutPast(state: DemandPlanState, today: string): DemandPlanState {
  const current = Object.entries(state.overrides).filter(([, { until }]) => until === null || until >= today);
  return { ...state, overrides: Object.fromEntries(current) };
}
