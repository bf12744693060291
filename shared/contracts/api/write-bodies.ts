/** Bodies of writes. Where a product, supplier or location is meant, its id or its natural key will do. */
import * as v from 'valibot';

import { Reason } from '#shared/contracts/events/envelope.ts';
import { WakeCondition } from '#shared/contracts/events/approvals.ts';
import { DemandRow, ImportKind } from '#shared/contracts/events/demand.ts';
import { Uuid } from '#shared/contracts/ids.ts';
import { Instant } from '#shared/contracts/instants.ts';
import {
  Currency,
  Days,
  MinorUnits,
  NonNegativeQuantity,
  PositiveQuantity,
  Quantity,
} from '#shared/contracts/quantities.ts';
import { Line, Sku, StorableText } from '#shared/contracts/text.ts';

const productFields = {
  name: Line,
  unit: v.optional(Line, 'pcs'),
  category: v.optional(v.pipe(StorableText, v.maxLength(200)), ''),
  unitCostMinor: v.optional(v.nullable(MinorUnits), null),
  /** Absent: the tenant's currency. */
  currency: v.optional(Currency),
};

/** A product by its SKU. */
export const ProductInput = v.strictObject({ sku: Sku, ...productFields });
/** A product by its SKU. */
export type ProductInput = v.InferInput<typeof ProductInput>;

/** Changes to a product. */
export const ProductPatch = v.pipe(
  v.strictObject({
    name: v.optional(Line),
    unit: v.optional(Line),
    category: v.optional(v.pipe(StorableText, v.maxLength(200))),
    unitCostMinor: v.optional(v.nullable(MinorUnits)),
    currency: v.optional(Currency),
    status: v.optional(v.picklist(['active', 'discontinued'])),
  }),
  v.check((patch) => Object.keys(patch).length > 0, 'must name at least one field'),
);

/** A location by its name. */
export const LocationInput = v.strictObject({ name: Line });

/** A supplier by its name. */
export const SupplierInput = v.strictObject({
  name: Line,
  /** Absent: the tenant's currency. */
  currency: v.optional(Currency),
  leadTimeDays: Days,
});
/** A supplier by its name. */
export type SupplierInput = v.InferInput<typeof SupplierInput>;

/** A product by its id or SKU. */
export const productReference = { productId: v.optional(Uuid), sku: v.optional(Sku) };
const supplierReference = { supplierId: v.optional(Uuid), supplier: v.optional(Line) };
/** Absent altogether: the tenant's first location. */
export const locationReference = { locationId: v.optional(Uuid), location: v.optional(Line) };

/** The unit that a quantity is in: any that the product has; absent: its stock unit. */
export const unitOfQuantity = { unit: v.optional(Line) };

/** A supplier's terms for a product. */
export const SupplierTermsInput = v.strictObject({
  ...supplierReference,
  ...productReference,
  unitPriceMinor: MinorUnits,
  currency: v.optional(Currency),
  /** Absent: the supplier's lead time. */
  leadTimeDays: v.optional(Days),
  leadTimeStandardDeviation: v.optional(Days, 0),
  minimumOrderQuantity: v.optional(NonNegativeQuantity, 0),
  orderMultiple: v.optional(PositiveQuantity, 1),
  rank: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(99)), 1),
});
/** A supplier's terms for a product. */
export type SupplierTermsInput = v.InferInput<typeof SupplierTermsInput>;

/** The stock on hand as counted at `asOf`. */
export const StockInput = v.strictObject({
  ...productReference,
  ...locationReference,
  onHand: Quantity,
  asOf: Instant,
  importId: v.optional(Uuid),
});
/** The stock on hand as counted at `asOf`. */
export type StockInput = v.InferInput<typeof StockInput>;

/** A movement of stock: `receive` and `issue` take a quantity above zero, `adjust` a signed one. */
export const StockMovementInput = v.pipe(
  v.strictObject({
    ...productReference,
    ...locationReference,
    kind: v.picklist(['receive', 'issue', 'adjust']),
    quantity: v.pipe(Quantity, v.notValue(0, 'must not be 0')),
    ...unitOfQuantity,
    occurredAt: v.optional(Instant),
    reason: v.optional(Reason),
  }),
  v.forward(
    v.check((movement) => movement.kind === 'adjust' || movement.quantity > 0, 'must be above 0'),
    ['quantity'],
  ),
  v.forward(
    v.check(
      (movement) => movement.kind !== 'adjust' || movement.reason !== undefined,
      'an adjustment needs a reason',
    ),
    ['reason'],
  ),
);
/** A movement of stock. */
export type StockMovementInput = v.InferInput<typeof StockMovementInput>;

/** Stock from one location to another. */
export const TransferInput = v.strictObject({
  ...productReference,
  from: v.strictObject(locationReference),
  to: v.strictObject(locationReference),
  quantity: PositiveQuantity,
  ...unitOfQuantity,
  occurredAt: v.optional(Instant),
});

/** Demand of one product at one location, by day; part of an import where `importId` says so. */
export const DemandInput = v.strictObject({
  ...productReference,
  ...locationReference,
  importId: v.optional(Uuid),
  rows: v.pipe(v.array(DemandRow), v.minLength(1), v.maxLength(500, 'must have at most 500 rows')),
  /** Whether the sum of the rows leaves the stock as well. */
  issueStock: v.optional(v.boolean(), false),
});
/** Demand of one product at one location, by day. */
export type DemandInput = v.InferInput<typeof DemandInput>;

const count = v.pipe(v.number(), v.integer(), v.minValue(0));

/** An import that begins. The same file hash and kind is the same import. */
export const ImportInput = v.strictObject({
  importId: Uuid,
  kind: ImportKind,
  fileName: Line,
  fileHash: Line,
});
/** An import that begins. */
export type ImportInput = v.InferInput<typeof ImportInput>;
/** How an import ended. */
export const ImportCompletionInput = v.strictObject({ rows: count, rejected: count });

/** An order that a person proposes; the lines' prices are those of the supplier's terms unless given. */
export const PurchaseOrderInput = v.strictObject({
  ...supplierReference,
  ...locationReference,
  lines: v.pipe(
    v.array(
      v.strictObject({
        ...productReference,
        quantity: PositiveQuantity,
        unitPriceMinor: v.optional(MinorUnits),
      }),
    ),
    v.minLength(1),
    v.maxLength(500),
  ),
});

/** A decision on an approval; `factsHash` and `revision` say what was seen. */
export const DecisionInput = v.pipe(
  v.strictObject({
    decision: v.picklist(['approve', 'amend', 'postpone', 'reject']),
    factsHash: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/, 'must be the factsHash of the approval')),
    revision: v.pipe(v.number(), v.integer(), v.minValue(1)),
    reason: v.optional(Reason),
    /** New quantities (0 drops the line) and prices of an amended order; lines not named stay. */
    lines: v.optional(
      v.pipe(
        v.array(
          v.strictObject({
            lineNumber: v.pipe(v.number(), v.integer(), v.minValue(1)),
            quantity: NonNegativeQuantity,
            unitPriceMinor: v.optional(MinorUnits),
          }),
        ),
        v.minLength(1),
        v.maxLength(500),
      ),
    ),
    wake: v.optional(WakeCondition),
    alsoApprove: v.optional(v.boolean(), false),
    undoSeconds: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(60)), 0),
  }),
  v.forward(
    v.check(
      (input) => input.decision === 'approve' || input.reason !== undefined,
      'this decision needs a reason',
    ),
    ['reason'],
  ),
  v.forward(
    v.check(
      (input) => (input.decision === 'amend') === (input.lines !== undefined),
      'lines go with amend, and amend needs them',
    ),
    ['lines'],
  ),
  v.forward(
    v.check(
      (input) => (input.decision === 'postpone') === (input.wake !== undefined),
      'wake goes with postpone, and postpone needs it',
    ),
    ['wake'],
  ),
);
/** A decision on an approval. */
export type DecisionInput = v.InferOutput<typeof DecisionInput>;

/** A decision that names its approval, for deciding several at once. */
export const BulkDecisionInput = v.strictObject({
  items: v.pipe(
    v.array(v.strictObject({ approvalId: Uuid, decision: DecisionInput })),
    v.minLength(1),
    v.maxLength(100),
  ),
});

/** What to do with an execution. */
export const ExecutionControlInput = v.strictObject({
  action: v.picklist(['stop', 'redrive']),
  reason: Reason,
});
