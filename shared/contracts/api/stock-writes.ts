/** Writes on stock beside plain movements: reservations, quarantine, counts, units and barcodes. */
import * as v from 'valibot';

import { Barcode } from '#shared/contracts/events/catalogue.ts';
import { Reason } from '#shared/contracts/events/envelope.ts';
import { Day } from '#shared/contracts/instants.ts';
import { NonNegativeQuantity, PositiveQuantity } from '#shared/contracts/quantities.ts';
import { Line } from '#shared/contracts/text.ts';

import { BatchAccepted, WriteAccepted } from './common.ts';
import type { Route } from './route.ts';
import { locationReference, productReference, unitOfQuantity } from './write-bodies.ts';

const place = { ...productReference, ...locationReference };

/** Stock to be promised to whatever `reference` names, such as an order of a customer. */
const ReservationInput = v.strictObject({
  ...place,
  quantity: PositiveQuantity,
  ...unitOfQuantity,
  reference: Line,
  /** Last day on which the promise holds; absent: until it is released. */
  until: v.optional(v.nullable(Day), null),
});

/** Stock to be set apart. */
const QuarantineInput = v.strictObject({
  ...place,
  quantity: PositiveQuantity,
  ...unitOfQuantity,
  reason: Reason,
});

/** Stock to be let out of quarantine; scrapped, it leaves. */
const QuarantineReleaseInput = v.strictObject({
  ...QuarantineInput.entries,
  scrap: v.optional(v.boolean(), false),
});

/** What was counted. */
const StockCountInput = v.strictObject({
  ...place,
  counted: NonNegativeQuantity,
  ...unitOfQuantity,
  reason: v.optional(Reason),
});

/** A decision on a count that waits. */
const CountDecisionInput = v.strictObject({
  decision: v.picklist(['approve', 'reject']),
  reason: v.optional(Reason),
});

/** All units of a product beside its stock unit: 1 box = 12 pcs is `{ unit: 'box', perUnit: 12 }`. */
const ProductUnitsInput = v.strictObject({
  units: v.pipe(v.array(v.strictObject({ unit: Line, perUnit: PositiveQuantity })), v.maxLength(50)),
});

/** All barcodes of a product. */
const BarcodesInput = v.strictObject({ barcodes: v.pipe(v.array(Barcode), v.maxLength(50)) });

const write = { response: WriteAccepted } as const;
const batchWrite = { response: v.union([WriteAccepted, BatchAccepted]), batch: true } as const;

/** Writes on stock beside plain movements. */
export const stockWrites = [
  {
    operation: 'reserveStock',
    method: 'POST',
    path: '/stock-reservations',
    summary: 'Promise stock, never more than is available; the event names the reservation',
    role: 'operator',
    request: ReservationInput,
    ...batchWrite,
  },
  {
    operation: 'releaseReservation',
    method: 'DELETE',
    path: '/stock-reservations/{reservationId}',
    summary: 'Give reserved stock back',
    role: 'operator',
    ...write,
  },
  {
    operation: 'shipReservation',
    method: 'POST',
    path: '/stock-reservations/{reservationId}/shipment',
    summary: 'Issue reserved stock; the reservation is over',
    role: 'operator',
    request: v.strictObject({ reason: v.optional(Reason) }),
    ...write,
  },
  {
    operation: 'quarantineStock',
    method: 'POST',
    path: '/stock-quarantines',
    summary: 'Set stock apart: on hand, but not available',
    role: 'operator',
    request: QuarantineInput,
    ...batchWrite,
  },
  {
    operation: 'releaseQuarantine',
    method: 'POST',
    path: '/stock-quarantines/release',
    summary: 'Let stock out of quarantine, to be used again or scrapped',
    role: 'operator',
    request: QuarantineReleaseInput,
    ...batchWrite,
  },
  {
    operation: 'countStock',
    method: 'POST',
    path: '/stock-counts',
    summary: 'Count stock; a difference worth more than the limit waits for approval',
    role: 'operator',
    request: StockCountInput,
    ...batchWrite,
  },
  {
    operation: 'decideOnCount',
    method: 'POST',
    path: '/stock-counts/{countId}/approval',
    summary: 'Approve or reject a waiting count; not who counted',
    role: 'approver',
    request: CountDecisionInput,
    ...write,
  },
  {
    operation: 'defineUnits',
    method: 'PUT',
    path: '/products/{productId}/units',
    summary: 'Set all units of a product beside its stock unit',
    role: 'operator',
    request: ProductUnitsInput,
    ...write,
  },
  {
    operation: 'setBarcodes',
    method: 'PUT',
    path: '/products/{productId}/barcodes',
    summary: 'Set all barcodes of a product; one that another product has is refused',
    role: 'operator',
    request: BarcodesInput,
    ...write,
  },
] as const satisfies readonly Route[];
