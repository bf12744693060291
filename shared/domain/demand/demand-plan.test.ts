import * as v from 'valibot';
import { describe, expect, test } from 'vitest';

import { eventTypes, type DomainEvent } from '#shared/contracts/events/event-types.ts';
import type { Decision } from '#shared/domain/decider.ts';

import { cancelDemandEvent, planDemandEvent } from './demand-event.ts';
import { emptyPlan, endOverride, overrideDemand, treatDay, type DemandPlanState } from './demand-plan.ts';
import { chooseLikeItem, dropLikeItem } from './like-item.ts';

const id = (n: number): string => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
const item = { productId: id(1), locationId: id(2) };
const empty = emptyPlan(item.productId, item.locationId);
const today = '2026-11-22';
const override = { from: '2026-11-23', until: '2026-11-30', perDay: 12, factor: null };

function accepted<S>(decision: Decision<S>): { readonly events: readonly DomainEvent[]; readonly state: S } {
  if (decision.kind === 'rejected') throw new Error(`was rejected: ${decision.title}`);
  expect(decision.events.every(({ type, payload }) => v.is(eventTypes[type].payload, payload))).toBe(true);
  return decision;
}

function overridden(count: number, until: string | null): DemandPlanState {
  return Array.from({ length: count }).reduce<DemandPlanState>(
    (state, _, i) =>
      accepted(
        overrideDemand(state, { ...override, until }, { overrideId: id(100 + i), today: '2026-11-01' }),
      ).state,
    empty,
  );
}

describe('an override of the forecast', () => {
  test('is set and ended once', () => {
    const set = accepted(overrideDemand(empty, override, { overrideId: id(3), today }));
    expect(set.events).toEqual([
      { type: 'DemandForecastOverridden', payload: { ...item, overrideId: id(3), ...override } },
    ]);
    const ended = endOverride(set.state, id(3));
    expect(ended.events).toEqual([
      { type: 'DemandOverrideExpired', payload: { ...item, overrideId: id(3) } },
    ]);
    expect(endOverride(ended.state, id(3)).events).toEqual([]);
    expect(ended.state).toEqual(empty);
  });

  test('may end today but not before', () => {
    const until = (day: string) =>
      overrideDemand(empty, { ...override, from: '2026-11-01', until: day }, { overrideId: id(3), today });
    expect(until(today)).toMatchObject({ kind: 'accepted' });
    expect(until('2026-11-21')).toMatchObject({ status: 400, extra: { errors: [{ path: 'until' }] } });
  });

  test('is refused beside fifty active ones; those that are over do not count', () => {
    const more = { overrideId: id(3), today };
    expect(overrideDemand(overridden(49, null), override, more)).toMatchObject({ kind: 'accepted' });
    expect(overrideDemand(overridden(50, null), override, more)).toMatchObject({ status: 409 });
    const afterwards = accepted(overrideDemand(overridden(50, '2026-11-21'), override, more));
    expect(Object.keys(afterwards.state.overrides)).toEqual([id(3)]);
  });
});

describe('a day of the history', () => {
  test('is left out, taken as real, and left to the forecast again; each once', () => {
    const day = '2026-10-05';
    const excluded = accepted(treatDay(empty, day, 'exclude'));
    expect(excluded.events).toEqual([{ type: 'DemandOutlierExcluded', payload: { ...item, day } }]);
    expect(accepted(treatDay(excluded.state, day, 'exclude')).events).toEqual([]);
    const restored = accepted(treatDay(excluded.state, day, 'restore'));
    expect(restored.events).toMatchObject([
      { type: 'DemandOutlierRestored', payload: { day, automatic: false } },
    ]);
    const automatic = accepted(treatDay(restored.state, day, 'automatic'));
    expect(automatic).toMatchObject({ events: [{ payload: { automatic: true } }], state: empty });
    expect(accepted(treatDay(empty, day, 'automatic')).events).toEqual([]);
  });

  test('is refused as the 501st treated one', () => {
    const full = {
      ...empty,
      treatments: Object.fromEntries(Array.from({ length: 500 }, (_, i) => [`day ${i}`, 'exclude' as const])),
    };
    expect(treatDay(full, '2026-10-05', 'exclude')).toMatchObject({ status: 409 });
    expect(treatDay(full, 'day 7', 'automatic')).toMatchObject({ kind: 'accepted' });
  });
});

describe('a demand event', () => {
  test('is planned and called off once', () => {
    const scope = { kind: 'all' } as const;
    const { state } = accepted(planDemandEvent({ name: 'Fair', from: today, to: today, lift: 1.5, scope }));
    expect(state).toEqual({ status: 'planned' });
    const cancelled = cancelDemandEvent({ status: 'planned' });
    expect(cancelled).toMatchObject({
      events: [{ type: 'DemandEventCancelled' }],
      state: { status: 'cancelled' },
    });
    expect(cancelDemandEvent({ status: 'cancelled' }).events).toEqual([]);
  });
});

describe('a like item', () => {
  const choice = { productId: id(1), likeProductId: id(2), share: 0.6, other: null, isLiked: false };

  test('is chosen, changed and dropped; each once', () => {
    const chosen = accepted(chooseLikeItem(null, choice));
    expect(chosen).toMatchObject({
      events: [{ type: 'LikeItemChosen', payload: { productId: id(1), likeProductId: id(2), share: 0.6 } }],
      state: { likeProductId: id(2), share: 0.6 },
    });
    expect(accepted(chooseLikeItem(chosen.state, choice)).events).toEqual([]);
    expect(accepted(chooseLikeItem(chosen.state, { ...choice, share: 0.7 })).events).toHaveLength(1);
    const dropped = accepted(dropLikeItem(chosen.state, id(1)));
    expect(dropped).toMatchObject({ events: [{ payload: { likeProductId: null } }], state: null });
    expect(dropLikeItem(null, id(1)).events).toEqual([]);
  });

  test('is another product, which is like none itself, of a product that none is like', () => {
    expect(chooseLikeItem(null, { ...choice, likeProductId: id(1) })).toMatchObject({ status: 409 });
    const other = { likeProductId: id(3), share: 1 };
    expect(chooseLikeItem(null, { ...choice, other })).toMatchObject({ status: 409 });
    expect(chooseLikeItem(null, { ...choice, isLiked: true })).toMatchObject({ status: 409 });
  });
});
