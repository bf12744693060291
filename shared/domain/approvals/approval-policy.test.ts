import * as fc from 'fast-check';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';

import { ApprovalPolicy } from '#shared/contracts/events/approval-settings.ts';

import {
  type Decider,
  defaultApprovalPolicy,
  type Grant,
  limitOf,
  mayDecide,
  requiredCountOf,
} from './approval-policy.ts';
import { type RoutedOrder, type RouteFacts, routeOf } from './route-of.ts';

const policy = defaultApprovalPolicy;
const person = (role: Decider['role'], more: Partial<Decider> = {}): Decider => ({
  sub: role,
  role,
  ownLimitMinor: null,
  delegators: [],
  ...more,
});
const worth = (valueMinor: number, proposedBy: string | null = null) => ({
  order: { valueMinor, proposedBy },
  granted: [] as Grant[],
});
const may = { may: true, onBehalfOf: null };
const no = (because: string) => ({ may: false, because });

describe('who may approve', () => {
  it.each([
    ['viewer', 0, no('role')],
    ['operator', 49_999, may],
    ['operator', 50_000, may],
    ['operator', 50_001, no('limit')],
    ['approver', 1_999_999, may],
    ['approver', 2_000_000, may],
    ['approver', 2_000_001, no('limit')],
    ['admin', Number.MAX_SAFE_INTEGER, may],
  ] as const)('as %s, an order of %d minor units by the defaults', (role, value, verdict) => {
    expect(mayDecide(policy, person(role), worth(value))).toEqual(verdict);
  });

  it.each([
    [99, may],
    [100, may],
    [101, no('limit')],
  ] as const)('with an own limit of 100, that comes before the role’s: %d', (value, verdict) => {
    expect(mayDecide(policy, person('admin', { ownLimitMinor: 100 }), worth(value))).toEqual(verdict);
    expect(mayDecide(policy, person('operator', { ownLimitMinor: 100 }), worth(value))).toEqual(verdict);
  });

  it('gives a viewer nothing by an own limit', () => {
    expect(limitOf(policy, { role: 'viewer', ownLimitMinor: 1_000_000 })).toBe(0);
  });

  it('keeps to the admins’ limit where policy sets one', () => {
    const limited = { ...policy, limitMinorByRole: { ...policy.limitMinorByRole, admin: 10 } };
    expect(mayDecide(limited, person('admin'), worth(11))).toEqual(no('limit'));
  });

  it.each([
    [49_999, may],
    [50_000, may],
    [50_001, no('ownProposal')],
  ] as const)('lets nobody approve an own proposal above the limit for that: %d', (value, verdict) => {
    expect(mayDecide(policy, person('admin'), worth(value, 'admin'))).toEqual(verdict);
  });

  it('lets a delegate approve with the limit of who delegated, and says for whom', () => {
    const delegate = person('operator', { delegators: [person('approver'), person('admin')] });
    expect(mayDecide(policy, delegate, worth(50_000))).toEqual(may);
    expect(mayDecide(policy, delegate, worth(50_001))).toEqual({ may: true, onBehalfOf: 'approver' });
    expect(mayDecide(policy, delegate, worth(2_000_001))).toEqual({ may: true, onBehalfOf: 'admin' });
  });

  it('hands no own proposal to a delegate, neither the delegator’s nor the delegate’s', () => {
    const delegate = person('operator', { delegators: [person('approver')] });
    expect(mayDecide(policy, delegate, worth(60_000, 'approver'))).toEqual(no('limit'));
    expect(mayDecide(policy, delegate, worth(60_000, 'operator'))).toEqual(no('ownProposal'));
  });

  it('hands nothing on from a delegator who decides no more', () => {
    const delegate = person('operator', { delegators: [person('viewer', { ownLimitMinor: 900_000 })] });
    expect(mayDecide(policy, delegate, worth(60_000))).toEqual(no('limit'));
  });

  it.each([
    ['themselves before', { sub: 'operator', onBehalfOf: null }],
    ['for somebody before', { sub: 'operator', onBehalfOf: 'admin' }],
    ['by a delegate before', { sub: 'x', onBehalfOf: 'operator' }],
  ])('counts nobody twice: %s', (_name, grant) => {
    const again = { ...worth(10), granted: [grant] };
    expect(mayDecide(policy, person('operator'), again)).toEqual(no('granted'));
  });

  it('counts nobody for whom a delegate comes second', () => {
    const delegate = person('operator', { delegators: [person('approver')] });
    const after = { ...worth(60_000), granted: [{ sub: 'approver', onBehalfOf: null }] };
    expect(mayDecide(policy, delegate, after)).toEqual(no('granted'));
  });

  it('counts nobody twice in whatever order people and delegates come', () => {
    const name = fc.constantFrom('a', 'b', 'c', 'd');
    fc.assert(
      fc.property(
        fc.array(fc.record({ sub: name, delegators: fc.uniqueArray(name, { maxLength: 3 }) }), {
          maxLength: 12,
        }),
        fc.integer({ min: 0, max: 3_000_000 }),
        (attempts, valueMinor) => {
          const granted: Grant[] = [];
          for (const { sub, delegators } of attempts) {
            const decider = person('operator', {
              sub,
              delegators: delegators
                .filter((each) => each !== sub)
                .map((each) => person('approver', { sub: each })),
            });
            const verdict = mayDecide(policy, decider, { order: { valueMinor, proposedBy: null }, granted });
            if (verdict.may) granted.push({ sub, onBehalfOf: verdict.onBehalfOf });
          }
          const counted = granted.flatMap(({ sub, onBehalfOf }) =>
            onBehalfOf === null ? [sub] : [sub, onBehalfOf],
          );
          expect(new Set(counted).size).toBe(counted.length);
        },
      ),
    );
  });
});

describe('how many have to approve', () => {
  const dual = { ...policy, dualAboveMinor: 2_000_000 };

  it.each([
    [1_999_999, 1],
    [2_000_000, 1],
    [2_000_001, 2],
  ])('an order of %d, two being asked for above 2,000,000: %d', (value, count) => {
    expect(requiredCountOf(dual, value)).toBe(count);
    expect(requiredCountOf(policy, value)).toBe(1);
  });

  it('erpnext#37128: 21,000 with two levels is not approved after the first grant', () => {
    const value = 2_100_000;
    expect(requiredCountOf(dual, value)).toBe(2);
    const first = mayDecide(dual, person('admin'), worth(value));
    expect(first).toEqual(may);
    const granted = [{ sub: 'admin', onBehalfOf: null }];
    expect(granted.length).toBeLessThan(requiredCountOf(dual, value));
    const order = { valueMinor: value, proposedBy: null };
    expect(mayDecide(dual, person('admin'), { order, granted })).toEqual(no('granted'));
    // The second level is not passed by somebody whose limit is below either.
    expect(mayDecide(dual, person('approver'), { order, granted })).toEqual(no('limit'));
    expect(mayDecide(dual, person('admin', { sub: 'other' }), { order, granted })).toEqual(may);
  });
});

describe('the way of an order', () => {
  const auto = {
    ...policy,
    autoApprove: { ...policy.autoApprove, isOn: true, maxValueMinor: 10_000, maxStockoutRiskAfter: 0.1 },
  };
  const order: RoutedOrder = {
    valueMinor: 10_000,
    currency: 'EUR',
    revision: 1,
    isProposedByPerson: false,
    wasAsked: false,
  };
  const facts: RouteFacts = {
    tenantCurrency: 'EUR',
    stockoutRiskAfter: 0.1,
    isKnownSupplier: true,
    isSupplierHeld: false,
    priceRise: 0.05,
  };

  it('leads to a person by the defaults, whatever the order', () => {
    expect(routeOf(policy, { ...order, valueMinor: 0 }, facts)).toEqual({
      kind: 'person',
      requiredCount: 1,
      because: [],
    });
  });

  it('leads past people where every condition holds, each at its boundary', () => {
    expect(routeOf(auto, order, facts)).toMatchObject({ kind: 'auto', requiredCount: 0 });
  });

  it.each([
    ['a value just above', { valueMinor: 10_001 }, {}],
    ['another currency', { currency: 'JPY' }, {}],
    ['a changed order', { revision: 2 }, {}],
    ['an order that came back', { wasAsked: true }, {}],
    ['a risk just above', {}, { stockoutRiskAfter: 0.100_001 }],
    ['an unknown risk', {}, { stockoutRiskAfter: null }],
    ['a supplier nobody knows', {}, { isKnownSupplier: false }],
    ['a supplier on hold', {}, { isSupplierHeld: true }],
    ['a price just above', {}, { priceRise: 0.050_001 }],
    ['no earlier price', {}, { priceRise: null }],
  ])('leads to a person with a reason: %s', (_name, otherOrder, otherFacts) => {
    const route = routeOf(auto, { ...order, ...otherOrder }, { ...facts, ...otherFacts });
    expect(route).toMatchObject({ kind: 'person', requiredCount: 1 });
    expect(route.because).toHaveLength(1);
  });

  it('leads to a person for an own proposal above the limit for that', () => {
    const low = { ...auto, selfLimitMinor: 9_999 };
    expect(routeOf(low, { ...order, isProposedByPerson: true }, facts).kind).toBe('person');
    expect(
      routeOf({ ...low, selfLimitMinor: 10_000 }, { ...order, isProposedByPerson: true }, facts).kind,
    ).toBe('auto');
  });

  it('leads to two people where the value needs two, however clean the order is', () => {
    const both = { ...auto, dualAboveMinor: 5_000 };
    expect(routeOf(both, order, facts)).toMatchObject({ kind: 'person', requiredCount: 2 });
  });

  it('takes new suppliers and new prices where policy does not ask for known ones', () => {
    const open = { ...auto, autoApprove: { ...auto.autoApprove, onlyKnownSupplier: false } };
    expect(routeOf(open, order, { ...facts, isKnownSupplier: false, priceRise: null }).kind).toBe('auto');
    expect(routeOf(open, order, { ...facts, priceRise: 0.06 }).kind).toBe('person');
  });
});

describe('a policy', () => {
  it('is itself where it is the defaults', () => {
    expect(v.parse(ApprovalPolicy, policy)).toEqual(policy);
  });

  it.each([
    ['an escalation before the reminder', { remindAfterHours: 73 }],
    ['an expiry before the escalation', { expireAfterHours: 71 }],
    ['more than the week that an execution waits', { expireAfterHours: 169 }],
    ['a negative limit', { selfLimitMinor: -1 }],
    ['a member that nobody knows', { quorum: 2 }],
  ])('is refused with %s', (_name, change) => {
    expect(v.is(ApprovalPolicy, { ...policy, ...change })).toBe(false);
  });
});
