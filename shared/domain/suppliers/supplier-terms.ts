/** What a supplier asks for one product. */
import type { DomainEvent } from '#shared/contracts/events/event-types.ts';
import type { SupplierTerms } from '#shared/contracts/events/suppliers.ts';
import { changedFields } from '#shared/domain/changed-fields.ts';
import { accept, type Acceptance } from '#shared/domain/decider.ts';

/** Terms as they stand; null before there are any. */
export type SupplierTermsState = SupplierTerms | null;

/** Whose terms for what. */
export type TermsSubject = { readonly supplierId: string; readonly productId: string };

/** Sets the terms; no event where they are the same. */
export function setSupplierTerms(
  state: SupplierTermsState,
  terms: SupplierTerms,
  subject: TermsSubject,
): Acceptance<SupplierTermsState> {
  const isSame = state !== null && changedFields(state, terms) === null;
  const events: DomainEvent[] = isSame
    ? []
    : [{ type: 'SupplierTermsChanged', payload: { ...subject, before: state, after: terms } }];
  return accept(state, events, evolveSupplierTerms);
}

/** What an event makes of terms. */
function evolveSupplierTerms(state: SupplierTermsState, event: DomainEvent): SupplierTermsState {
  return event.type === 'SupplierTermsChanged' ? event.payload.after : state;
}
