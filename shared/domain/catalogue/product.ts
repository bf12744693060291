/** A product of the catalogue. */
import type { NewProductScheduled, UnitConversionDefined } from '#shared/contracts/events/catalogue.ts';
import type { DomainEvent } from '#shared/contracts/events/event-types.ts';
import { changedFields } from '#shared/domain/changed-fields.ts';
import { accept, reject, type Acceptance, type Decision, type Rejection } from '#shared/domain/decider.ts';

/** A product as its events made it. */
export type ProductState = NewProductScheduled & {
  readonly status: 'active' | 'discontinued';
  /** Stock units in one of each other unit; absent: there is none. */
  readonly units?: Readonly<Record<string, number>>;
  /** Absent: there is none. */
  readonly barcodes?: readonly string[];
};

/** What a person may change; absent fields stay. */
export type ProductChanges = Partial<Omit<ProductState, 'sku' | 'units' | 'barcodes'>>;

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
      return evolveCodes(state, event);
  }
}

function evolveCodes(state: ProductState, event: DomainEvent): ProductState {
  switch (event.type) {
    case 'UnitConversionDefined':
      return { ...state, units: withUnit(state.units ?? {}, event.payload) };
    case 'BarcodeAssigned':
      return { ...state, barcodes: [...(state.barcodes ?? []), event.payload.barcode] };
    case 'BarcodeRemoved':
      return { ...state, barcodes: (state.barcodes ?? []).filter((code) => code !== event.payload.barcode) };
    default:
      return state;
  }
}

function withUnit(
  units: Readonly<Record<string, number>>,
  { unit, perUnit }: UnitConversionDefined,
): Readonly<Record<string, number>> {
  const { [unit]: _, ...others } = units;
  return perUnit === null ? others : { ...others, [unit]: perUnit };
}

function detailsOf({ name, unit, category, unitCostMinor, currency }: ProductState) {
  return { name, unit, category, unitCostMinor, currency };
}
