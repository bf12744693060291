/** Whether an order needs people, how many, and who of them may approve it. */
import type { ApprovalPolicy } from '#shared/contracts/events/approval-settings.ts';
import { hasRole, type Role } from '#shared/contracts/roles.ts';

/** Who may approve what until someone sets it. */
export const defaultApprovalPolicy: ApprovalPolicy = {
  limitMinorByRole: { operator: 50_000, approver: 2_000_000, admin: null },
  selfLimitMinor: 50_000,
  dualAboveMinor: null,
  autoApprove: {
    isOn: false,
    maxValueMinor: 10_000,
    maxStockoutRiskAfter: null,
    onlyKnownSupplier: true,
    maxPriceRise: 0.05,
  },
  remindAfterHours: 24,
  escalateAfterHours: 72,
  expireAfterHours: 168,
  onExpiry: 'cancel',
};

/** A member as far as approving goes. */
export type Approver = {
  readonly sub: string;
  readonly role: Role;
  /** Comes before the role's; null: there is none. */
  readonly ownLimitMinor: number | null;
};

/** A member with those who have handed their approvals to them at present. */
export type Decider = Approver & { readonly delegators: readonly Approver[] };

/** A grant that was given: by whom, and for whom where it was not in their own right. */
export type Grant = { readonly sub: string; readonly onBehalfOf: string | null };

/** What is to be approved. */
type Approvable = {
  readonly valueMinor: number;
  /** The person who proposed it; null: the analysis did. */
  readonly proposedBy: string | null;
};

/** Whether a person may approve, and in whose right; or why not. */
export type Verdict =
  | { readonly may: true; readonly onBehalfOf: string | null }
  | { readonly may: false; readonly because: 'role' | 'ownProposal' | 'granted' | 'limit' };

/** Highest value that the member may approve, in minor units; without a limit the largest number there is. */
export function limitOf(policy: ApprovalPolicy, { role, ownLimitMinor }: Omit<Approver, 'sub'>): number {
  if (role === 'viewer') return 0;
  return ownLimitMinor ?? policy.limitMinorByRole[role] ?? Number.MAX_SAFE_INTEGER;
}

/** Highest value that the person may approve, in their own right or for somebody. */
export function reachOf(policy: ApprovalPolicy, { delegators, ...own }: Decider): number {
  return Math.max(...[own, ...delegators].map((approver) => limitOf(policy, approver)));
}

/** How many people have to approve an order of this value. */
export function requiredCountOf(policy: ApprovalPolicy, valueMinor: number): number {
  return policy.dualAboveMinor !== null && valueMinor > policy.dualAboveMinor ? 2 : 1;
}

/** Whether the order is somebody's own, and too large for them to decide on. */
export function isOwnLarge(policy: ApprovalPolicy, order: Approvable, sub: string): boolean {
  return order.proposedBy === sub && order.valueMinor > policy.selfLimitMinor;
}

/**
 * Whether the person may approve: in their own right, or else for a delegator whose limit covers the order. Nobody counts
 * twice, neither who decided for somebody nor for whom it was decided.
 */
export function mayDecide(
  policy: ApprovalPolicy,
  person: Decider,
  { order, granted }: { readonly order: Approvable; readonly granted: readonly Grant[] },
): Verdict {
  if (!hasRole(person.role, 'operator')) return { may: false, because: 'role' };
  if (isOwnLarge(policy, order, person.sub)) return { may: false, because: 'ownProposal' };
  const counted = new Set(granted.flatMap(({ sub, onBehalfOf }) => [sub, onBehalfOf]));
  if (counted.has(person.sub)) return { may: false, because: 'granted' };
  if (limitOf(policy, person) >= order.valueMinor) return { may: true, onBehalfOf: null };
  const covering = person.delegators.filter(
    (delegator) =>
      limitOf(policy, delegator) >= order.valueMinor && !isOwnLarge(policy, order, delegator.sub),
  );
  const free = covering.find(({ sub }) => !counted.has(sub));
  if (free !== undefined) return { may: true, onBehalfOf: free.sub };
  return { may: false, because: covering.length > 0 ? 'granted' : 'limit' };
}
