/** Who has handed their approvals to whom, from when until when. */
import type { ApprovalDelegated } from '#shared/contracts/events/approval-settings.ts';
import type { DomainEvent } from '#shared/contracts/events/event-types.ts';
import { accept, type Decision, reject } from '#shared/domain/decider.ts';

/** Delegations that nobody has ended; those whose last day is over do no harm. */
export type DelegationsState = { readonly delegations: readonly ApprovalDelegated[] };

/** Before anybody handed anything over. */
export const noDelegations: DelegationsState = { delegations: [] };

/** Hands approvals over; nobody gets back, by whatever way, what they hand over for the same days. */
export function delegateApproval(
  state: DelegationsState,
  wanted: ApprovalDelegated,
  today: string,
): Decision<DelegationsState> {
  const { from, to, fromDay, untilDay } = wanted;
  if (from === to) return reject(400, 'Nobody can stand in for themselves');
  if (untilDay <= fromDay || untilDay <= today) {
    return reject(400, 'A delegation must have a day that is not over', {
      detail: `today is ${today}; untilDay is the first day on which it does not hold any more`,
    });
  }
  const twin = state.delegations.find(
    (each) => each.from === from && each.to === to && overlap(each, wanted),
  );
  if (twin !== undefined) {
    return reject(409, 'This is delegated already', { extra: { delegationId: twin.delegationId } });
  }
  const way = findWay(state.delegations, { at: to, goal: from, days: wanted, seen: [to] });
  if (way !== null) {
    return reject(409, 'The delegations would go in a circle', { extra: { cycle: [from, ...way] } });
  }
  return accept(state, [{ type: 'ApprovalDelegated', payload: wanted }], evolveDelegations);
}

/** Ends a delegation. */
export function endDelegation(state: DelegationsState, delegationId: string): Decision<DelegationsState> {
  const found = findDelegation(state, delegationId);
  if (found === undefined)
    return reject(404, 'Not found', { detail: 'there is no such delegation, or it was ended' });
  const { from, to } = found;
  const ended: DomainEvent = { type: 'ApprovalDelegationEnded', payload: { delegationId, from, to } };
  return accept(state, [ended], evolveDelegations);
}

/** The delegation of this id, unless it was ended. */
export function findDelegation(state: DelegationsState, delegationId: string): ApprovalDelegated | undefined {
  return state.delegations.find((each) => each.delegationId === delegationId);
}

/** Those who have handed their approvals to the person for that day: directly, never what was handed to them. */
export function delegatorsOf(state: DelegationsState, person: string, day: string): readonly string[] {
  return state.delegations
    .filter(({ to, fromDay, untilDay }) => to === person && fromDay <= day && day < untilDay)
    .map(({ from }) => from)
    .toSorted();
}

function evolveDelegations(state: DelegationsState, event: DomainEvent): DelegationsState {
  switch (event.type) {
    case 'ApprovalDelegated':
      return { delegations: [...state.delegations, event.payload] };
    case 'ApprovalDelegationEnded': {
      const { delegationId } = event.payload;
      return { delegations: state.delegations.filter((each) => each.delegationId !== delegationId) };
    }
    default:
      return state;
  }
}

type Days = Pick<ApprovalDelegated, 'fromDay' | 'untilDay'>;

function overlap(a: Days, b: Days): boolean {
  return a.fromDay < b.untilDay && b.fromDay < a.untilDay;
}

type Search = {
  readonly at: string;
  readonly goal: string;
  /** Days on which the whole way up to here holds. */
  readonly days: Days;
  readonly seen: readonly string[];
};

/** People from `at` to `goal` by delegations that all hold on one day; null: there is no such way. */
function findWay(
  delegations: readonly ApprovalDelegated[],
  { at, goal, days, seen }: Search,
): readonly string[] | null {
  if (at === goal) return seen;
  for (const next of delegations) {
    if (next.from !== at || seen.includes(next.to) || !overlap(next, days)) continue;
    const common = {
      fromDay: next.fromDay > days.fromDay ? next.fromDay : days.fromDay,
      untilDay: next.untilDay < days.untilDay ? next.untilDay : days.untilDay,
    };
    const way = findWay(delegations, { at: next.to, goal, days: common, seen: [...seen, next.to] });
    if (way !== null) return way;
  }
  return null;
}
