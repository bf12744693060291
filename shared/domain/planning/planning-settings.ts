/** How a tenant plans, and whether its nightly run is paused. */
import type { DomainEvent } from '#shared/contracts/events/event-types.ts';
import type { PlanningSettings } from '#shared/contracts/events/planning-settings.ts';
import { changedFields } from '#shared/domain/changed-fields.ts';
import { accept, type Acceptance } from '#shared/domain/decider.ts';

import { defaultPlanningSettings } from './default-settings.ts';

/** Settings and schedule as their events made them. */
export type PlanningSettingsState = {
  /** Null: the defaults. */
  readonly settings: PlanningSettings | null;
  readonly isPaused: boolean;
  /** The first day that runs again; null: until someone resumes it. */
  readonly pausedUntil: string | null;
};

/** Before anybody set anything. */
export const untouchedSettings: PlanningSettingsState = {
  settings: null,
  isPaused: false,
  pausedUntil: null,
};

/** Changes the settings; no event where they are the same, in whatever order the classes are named. */
export function changePlanningSettings(
  state: PlanningSettingsState,
  wanted: PlanningSettings,
): Acceptance<PlanningSettingsState> {
  const after = inOrder(wanted);
  const isSame = areSame(inOrder(state.settings ?? defaultPlanningSettings), after);
  const events: DomainEvent[] = isSame
    ? []
    : [{ type: 'PlanningSettingsChanged', payload: { before: state.settings, after } }];
  return accept(state, events, evolvePlanningSettings);
}

/** Pauses the nightly run; no event where it is paused until the same day. */
export function pauseSchedule(
  state: PlanningSettingsState,
  until: string | null,
): Acceptance<PlanningSettingsState> {
  const events: DomainEvent[] =
    state.isPaused && state.pausedUntil === until
      ? []
      : [{ type: 'ForecastSchedulePaused', payload: { until } }];
  return accept(state, events, evolvePlanningSettings);
}

/** Lets the nightly run go on; no event where it runs. */
export function resumeSchedule(state: PlanningSettingsState): Acceptance<PlanningSettingsState> {
  const events: DomainEvent[] = state.isPaused ? [{ type: 'ForecastScheduleResumed', payload: {} }] : [];
  return accept(state, events, evolvePlanningSettings);
}

/** What an event makes of the settings. */
function evolvePlanningSettings(state: PlanningSettingsState, event: DomainEvent): PlanningSettingsState {
  switch (event.type) {
    case 'PlanningSettingsChanged':
      return { ...state, settings: event.payload.after };
    case 'ForecastSchedulePaused':
      return { ...state, isPaused: true, pausedUntil: event.payload.until };
    case 'ForecastScheduleResumed':
      return { ...state, isPaused: false, pausedUntil: null };
    default:
      return state;
  }
}

function inOrder(settings: PlanningSettings): PlanningSettings {
  const classPolicies = settings.classPolicies.toSorted((a, b) =>
    a.abcClass + a.xyzClass < b.abcClass + b.xyzClass ? -1 : 1,
  );
  return { ...settings, classPolicies };
}

function areSame(a: PlanningSettings, b: PlanningSettings): boolean {
  const { classPolicies: policiesA, ...ratesA } = a;
  const { classPolicies: policiesB, ...ratesB } = b;
  return (
    changedFields(ratesA, ratesB) === null &&
    // Both name the nine classes, in the same order.
    policiesA.every((policy, i) => changedFields(policy, policiesB[i] ?? {}) === null)
  );
}
