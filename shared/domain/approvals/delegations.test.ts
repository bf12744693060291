import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import type { ApprovalDelegated } from '#shared/contracts/events/approval-settings.ts';

import {
  delegateApproval,
  delegatorsOf,
  type DelegationsState,
  endDelegation,
  noDelegations,
} from './delegations.ts';

const today = '2026-11-22';
const delegation = (
  from: string,
  to: string,
  days: readonly [string, string] = ['2026-12-01', '2026-12-08'],
  delegationId = `${from}-${to}-${days[0]}`,
): ApprovalDelegated => ({ delegationId, from, to, fromDay: days[0], untilDay: days[1] });

function after(...wanted: readonly ApprovalDelegated[]): DelegationsState {
  return wanted.reduce((state, each) => {
    const decision = delegateApproval(state, each, today);
    if (decision.kind === 'rejected') throw new Error(`refused: ${decision.title}`);
    return decision.state;
  }, noDelegations);
}

describe('a delegation', () => {
  it('holds from its first day until before its last: half open', () => {
    const state = after(delegation('ada', 'otto'));
    expect(delegatorsOf(state, 'otto', '2026-11-30')).toEqual([]);
    expect(delegatorsOf(state, 'otto', '2026-12-01')).toEqual(['ada']);
    expect(delegatorsOf(state, 'otto', '2026-12-07')).toEqual(['ada']);
    expect(delegatorsOf(state, 'otto', '2026-12-08')).toEqual([]);
  });

  it('is one hop: a delegate passes nothing on that was delegated to them', () => {
    const state = after(delegation('ada', 'otto'), delegation('otto', 'eva'));
    expect(delegatorsOf(state, 'eva', '2026-12-03')).toEqual(['otto']);
  });

  it.each([
    ['to oneself', delegation('ada', 'ada')],
    ['of no day', delegation('ada', 'otto', ['2026-12-01', '2026-12-01'])],
    ['that is over', delegation('ada', 'otto', ['2026-11-01', today])],
  ])('is refused %s', (_name, wanted) => {
    expect(delegateApproval(noDelegations, wanted, today)).toMatchObject({ kind: 'rejected', status: 400 });
  });

  it('is refused twice for the same days, and taken for the days after', () => {
    const state = after(delegation('ada', 'otto'));
    const next = (from: string) => delegation('ada', 'otto', [from, '2026-12-20'], 'second');
    expect(delegateApproval(state, next('2026-12-07'), today)).toMatchObject({ status: 409 });
    expect(delegateApproval(state, next('2026-12-08'), today).kind).toBe('accepted');
  });

  it('is refused where it makes a circle, which the answer names', () => {
    const state = after(delegation('ada', 'otto'), delegation('otto', 'eva'));
    expect(delegateApproval(state, delegation('eva', 'ada'), today)).toMatchObject({
      status: 409,
      extra: { cycle: ['eva', 'ada', 'otto', 'eva'] },
    });
  });

  it('makes no circle with one of other days', () => {
    const state = after(delegation('ada', 'otto'));
    const back = delegation('otto', 'ada', ['2026-12-08', '2026-12-15']);
    expect(delegateApproval(state, back, today).kind).toBe('accepted');
  });

  it('holds no more when it was ended, and can be ended once', () => {
    const state = after(delegation('ada', 'otto'));
    const ended = endDelegation(state, 'ada-otto-2026-12-01');
    if (ended.kind === 'rejected') throw new Error(ended.title);
    expect(ended.events).toMatchObject([
      { type: 'ApprovalDelegationEnded', payload: { from: 'ada', to: 'otto' } },
    ]);
    expect(delegatorsOf(ended.state, 'otto', '2026-12-02')).toEqual([]);
    expect(endDelegation(ended.state, 'ada-otto-2026-12-01')).toMatchObject({ status: 404 });
  });
});

describe('delegations, whatever people ask for', () => {
  const name = fc.constantFrom('a', 'b', 'c', 'd', 'e');
  const dayOf = (n: number): string => new Date(Date.UTC(2026, 11, 1 + n)).toISOString().slice(0, 10);
  const asked = fc.array(
    fc.record({ from: name, to: name, first: fc.nat(9), length: fc.integer({ min: 1, max: 6 }) }),
    { maxLength: 25 },
  );

  it('never go in a circle on any day', () => {
    fc.assert(
      fc.property(asked, (wishes) => {
        let state = noDelegations;
        for (const [i, { from, to, first, length }] of wishes.entries()) {
          const wanted = delegation(from, to, [dayOf(first), dayOf(first + length)], String(i));
          const decision = delegateApproval(state, wanted, today);
          if (decision.kind === 'accepted') state = decision.state;
        }
        for (let n = 0; n < 16; n += 1) expect(hasCircle(state, dayOf(n))).toBe(false);
      }),
    );
  });
});

/** Takes away, again and again, those to whom nothing is handed; in a circle nobody can be taken first. */
function hasCircle(state: DelegationsState, day: string): boolean {
  let people = ['a', 'b', 'c', 'd', 'e'];
  for (;;) {
    const left = people.filter((one) => delegatorsOf(state, one, day).some((from) => people.includes(from)));
    if (left.length === people.length) return left.length > 0;
    people = left;
  }
}
