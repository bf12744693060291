/** What a person set for a product at a location instead of its class's policy. */
import type { DomainEvent } from '#shared/contracts/events/event-types.ts';
import type { PolicyOverride } from '#shared/contracts/events/planning-settings.ts';
import { changedFields } from '#shared/domain/changed-fields.ts';
import { accept, type Acceptance } from '#shared/domain/decider.ts';

/** The override in force; null: the class's policy. */
export type PolicyOverrideState = PolicyOverride | null;

/** Sets or ends (null, or nothing set in it) the override; no event where it stands so. */
export function overridePolicy(
  state: PolicyOverrideState,
  wanted: PolicyOverride | null,
  item: { readonly productId: string; readonly locationId: string },
): Acceptance<PolicyOverrideState> {
  const after = wanted === null || isEmpty(wanted) ? null : wanted;
  const events: DomainEvent[] = isSame(state, after)
    ? []
    : [{ type: 'PolicyOverridden', payload: { ...item, before: state, after } }];
  return accept(state, events, evolvePolicyOverride);
}

/** What an event makes of the override. */
function evolvePolicyOverride(state: PolicyOverrideState, event: DomainEvent): PolicyOverrideState {
  return event.type === 'PolicyOverridden' ? event.payload.after : state;
}

function isEmpty({
  serviceTarget,
  reviewPeriodDays,
  minStock,
  maxStock,
  doNotStock,
}: PolicyOverride): boolean {
  const figures = [serviceTarget, reviewPeriodDays, minStock, maxStock];
  return !doNotStock && figures.every((figure) => figure === null);
}

function isSame(a: PolicyOverrideState, b: PolicyOverrideState): boolean {
  return a === null || b === null ? a === b : changedFields(a, b) === null;
}
