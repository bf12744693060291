/** A supplier. */
import type { DomainEvent } from '#shared/contracts/events/event-types.ts';
import type { SupplierRegistered } from '#shared/contracts/events/suppliers.ts';
import { changedFields } from '#shared/domain/changed-fields.ts';
import { accept, type Acceptance } from '#shared/domain/decider.ts';

/** A supplier as its events made it. */
export type SupplierState = SupplierRegistered & { readonly isHeld: boolean };

/** A new supplier. */
export function registerSupplier(supplier: SupplierRegistered): Acceptance<SupplierState | null> {
  return accept<SupplierState | null>(
    null,
    [{ type: 'SupplierRegistered', payload: supplier }],
    evolveSupplier,
  );
}

/** Changes a supplier; no event where nothing changes. */
export function changeSupplier(
  state: SupplierState,
  changes: Partial<SupplierRegistered>,
): Acceptance<SupplierState | null> {
  const { name, currency, leadTimeDays } = state;
  const details = changedFields({ name, currency, leadTimeDays }, changes);
  const events: DomainEvent[] =
    details === null ? [] : [{ type: 'SupplierDetailsChanged', payload: details }];
  return accept<SupplierState | null>(state, events, evolveSupplier);
}

/** What an event makes of a supplier. */
export function evolveSupplier(state: SupplierState | null, event: DomainEvent): SupplierState | null {
  if (event.type === 'SupplierRegistered') return { ...event.payload, isHeld: false };
  if (state === null) return null;
  switch (event.type) {
    case 'SupplierDetailsChanged':
      return { ...state, ...event.payload.after };
    case 'SupplierHeld':
      return { ...state, isHeld: true };
    case 'SupplierReleased':
      return { ...state, isHeld: false };
    default:
      return state;
  }
}
