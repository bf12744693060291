/** The inventory policy in force for a product at a location. */
import type { DomainEvent } from '#shared/contracts/events/event-types.ts';
import type { DemandQuantiles, InventoryPolicy } from '#shared/contracts/events/planning.ts';
import { accept, type Acceptance } from '#shared/domain/decider.ts';

/** The policy in force; null before the first. */
export type PolicyState = InventoryPolicy | null;

/** Which place, and which run proposed the policy. */
export type PolicySource = {
  readonly productId: string;
  readonly locationId: string;
  readonly runId: string | null;
};

/** Puts a policy into force; no event where it is in force already. */
export function acceptPolicy(
  state: PolicyState,
  policy: InventoryPolicy,
  source: PolicySource,
): Acceptance<PolicyState> {
  const events: DomainEvent[] =
    state !== null && isSamePolicy(state, policy)
      ? []
      : [{ type: 'PolicyAccepted', payload: { ...source, before: state, after: policy } }];
  return accept(state, events, evolvePolicy);
}

/** What an event makes of the policy. */
function evolvePolicy(state: PolicyState, event: DomainEvent): PolicyState {
  return event.type === 'PolicyAccepted' ? event.payload.after : state;
}

function isSamePolicy(a: InventoryPolicy, b: InventoryPolicy): boolean {
  const { leadTimeDemand: leadTimeA, protectionDemand: protectionA, ...figuresA } = a;
  const { leadTimeDemand: leadTimeB, protectionDemand: protectionB, ...figuresB } = b;
  return (
    hasSameFigures(figuresA, figuresB) &&
    hasSameFigures<DemandQuantiles>(leadTimeA, leadTimeB) &&
    hasSameFigures<DemandQuantiles>(protectionA, protectionB)
  );
}

/** Members may be missing from policies of earlier times. */
function hasSameFigures<T extends object>(a: T, b: T): boolean {
  const names = new Set([...Object.keys(a), ...Object.keys(b)]);
  // The keys of a T are keys of T.
  return [...names].every((name) => a[name as keyof T] === b[name as keyof T]);
}
