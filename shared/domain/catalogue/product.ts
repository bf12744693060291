/** A product of the catalogue. */
import type { NewProductScheduled } from '#shared/contracts/events/catalogue.ts';
import type { DomainEvent } from '#shared/contracts/events/event-types.ts';
import { changedFields } from '#shared/domain/changed-fields.ts';
import { accept, reject, type Acceptance, type Decision, type Rejection } from '#shared/domain/decider.ts';

/** A product as its events made it. */
export type ProductState = NewProductScheduled & { readonly status: 'active' | 'discontinued' };

/** What a person may change; absent fields stay. */
export type ProductChanges = Partial<Omit<ProductState, 'sku'>>;

/** A new product. */
export function addProduct(product: NewProductScheduled): Acceptance<ProductState | null> {
  return accept<ProductState | null>(
    null,
    [{ type: 'NewProductScheduled', payload: product }],
    evolveProduct,
  );
}

/** Changes a product; no event where nothing changes. */
export function changeProduct(state: ProductState, changes: ProductChanges): Decision<ProductState | null> {
  const { status = state.status, ...fields } = changes;
  const details = changedFields(detailsOf(state), fields);
  const events: DomainEvent[] = [];
  if (details !== null) events.push({ type: 'ProductDetailsChanged', payload: details });
  if (status !== state.status) {
    events.push({ type: status === 'active' ? 'ProductActivated' : 'ProductDiscontinued', payload: {} });
  }
  return accept<ProductState | null>(state, events, evolveProduct);
}

/** A SKU that somebody has already is refused. */
export function refuseKnownSku(sku: string): Rejection {
  return reject(409, 'The SKU is taken', {
    detail: `there is a product with the SKU "${sku}": change it, or take another`,
  });
}

/** What an event makes of a product. */
export function evolveProduct(state: ProductState | null, event: DomainEvent): ProductState | null {
  if (event.type === 'NewProductScheduled') return { ...event.payload, status: 'active' };
  if (state === null) return null;
  switch (event.type) {
    case 'ProductDetailsChanged':
      return { ...state, ...event.payload.after };
    case 'ProductDiscontinued':
      return { ...state, status: 'discontinued' };
    case 'ProductActivated':
      return { ...state, status: 'active' };
    default:
      return state;
  }
}

function detailsOf({ name, unit, category, unitCostMinor, currency }: ProductState) {
  return { name, unit, category, unitCostMinor, currency };
}
