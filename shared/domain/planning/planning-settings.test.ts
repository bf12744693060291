import * as v from 'valibot';
import { describe, expect, test } from 'vitest';

import { eventTypes } from '#shared/contracts/events/event-types.ts';
import type { PolicyOverride } from '#shared/contracts/events/planning-settings.ts';

import { defaultPlanningSettings } from './default-settings.ts';
import {
  changePlanningSettings,
  pauseSchedule,
  resumeSchedule,
  untouchedSettings,
} from './planning-settings.ts';
import { overridePolicy } from './policy-override.ts';

const dearer = { ...defaultPlanningSettings, holdingCostRate: 0.3 };

describe('planning settings', () => {
  test('are changed with what was before, and not changed twice', () => {
    const first = changePlanningSettings(untouchedSettings, dearer);
    expect(first).toMatchObject({
      events: [{ type: 'PlanningSettingsChanged', payload: { before: null, after: dearer } }],
      state: { settings: dearer },
    });
    expect(first.events.every(({ type, payload }) => v.is(eventTypes[type].payload, payload))).toBe(true);
    expect(changePlanningSettings(first.state, structuredClone(dearer)).events).toEqual([]);
    const back = changePlanningSettings(first.state, defaultPlanningSettings);
    expect(back.events).toMatchObject([{ payload: { before: dearer, after: defaultPlanningSettings } }]);
  });

  test('that are the defaults, or name the classes in another order, are the same', () => {
    expect(changePlanningSettings(untouchedSettings, defaultPlanningSettings).events).toEqual([]);
    const reversed = {
      ...defaultPlanningSettings,
      classPolicies: [...defaultPlanningSettings.classPolicies].reverse(),
    };
    expect(changePlanningSettings(untouchedSettings, reversed).events).toEqual([]);
  });

  test('differ where the policy of one class does', () => {
    const classPolicies = defaultPlanningSettings.classPolicies.map((policy) =>
      policy.abcClass + policy.xyzClass === 'CZ' ? { ...policy, reviewPeriodDays: 14 } : policy,
    );
    const changed = changePlanningSettings(untouchedSettings, { ...defaultPlanningSettings, classPolicies });
    expect(changed.events).toHaveLength(1);
  });
});

describe('the nightly run', () => {
  test('is paused, paused until another day, and resumed; each once', () => {
    const paused = pauseSchedule(untouchedSettings, null);
    expect(paused).toMatchObject({
      events: [{ type: 'ForecastSchedulePaused', payload: { until: null } }],
      state: { isPaused: true, pausedUntil: null },
    });
    expect(pauseSchedule(paused.state, null).events).toEqual([]);
    const longer = pauseSchedule(paused.state, '2026-12-01');
    expect(longer).toMatchObject({ events: [{}], state: { isPaused: true, pausedUntil: '2026-12-01' } });
    const resumed = resumeSchedule(longer.state);
    expect(resumed).toMatchObject({
      events: [{ type: 'ForecastScheduleResumed' }],
      state: untouchedSettings,
    });
    expect(resumeSchedule(resumed.state).events).toEqual([]);
  });

  test('keeps the settings, as settings keep the pause', () => {
    const paused = pauseSchedule(changePlanningSettings(untouchedSettings, dearer).state, null);
    expect(paused.state.settings).toEqual(dearer);
    expect(changePlanningSettings(paused.state, defaultPlanningSettings).state.isPaused).toBe(true);
  });
});

describe('the policy of an item', () => {
  const item = {
    productId: '00000000-0000-4000-8000-000000000001',
    locationId: '00000000-0000-4000-8000-000000000002',
  };
  const override: PolicyOverride = {
    serviceMeasure: null,
    serviceTarget: null,
    reviewPeriodDays: null,
    minStock: 10,
    maxStock: null,
    doNotStock: false,
    until: null,
  };

  test('is overridden, changed and given back to its class; each once', () => {
    const first = overridePolicy(null, override, item);
    expect(first.events).toEqual([
      { type: 'PolicyOverridden', payload: { ...item, before: null, after: override } },
    ]);
    expect(overridePolicy(first.state, { ...override }, item).events).toEqual([]);
    const more = overridePolicy(first.state, { ...override, minStock: 20 }, item);
    expect(more.events).toMatchObject([{ payload: { before: { minStock: 10 }, after: { minStock: 20 } } }]);
    const ended = overridePolicy(more.state, null, item);
    expect(ended).toMatchObject({ events: [{ payload: { after: null } }], state: null });
    expect(overridePolicy(null, null, item).events).toEqual([]);
  });

  test('in which nothing is set is that of its class', () => {
    const nothing = { ...override, minStock: null, until: '2026-12-31' };
    expect(overridePolicy(null, nothing, item).events).toEqual([]);
    expect(overridePolicy(override, nothing, item)).toMatchObject({ events: [{}], state: null });
    expect(overridePolicy(null, { ...nothing, doNotStock: true }, item).events).toHaveLength(1);
  });
});
