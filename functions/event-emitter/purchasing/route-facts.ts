/** What the routing of an order looks at beside its policy, and what a mail about it says. */
import type { LineVector } from '#shared/domain/issues/line-changes.ts';
import { lineVectors, readMaterialFacts, readTenantDay } from '#functions/_kit/facts.ts';
import type { UnitOfWork } from '#functions/event-emitter/unit-of-work.ts';
import type { ApprovalSummary } from '#shared/contracts/workflows/notifier.ts';
import { linesByRisk } from '#shared/domain/advice/fact-sheet.ts';
import type { RouteFacts } from '#shared/domain/approvals/route-of.ts';
import type { PurchaseOrderState } from '#shared/domain/purchasing/purchase-order.ts';

type Order = PurchaseOrderState & { readonly purchaseOrderId: string };

/** The facts of one moment. */
export type RoutingFacts = {
  readonly vectors: readonly LineVector[];
  readonly facts: RouteFacts;
  readonly summary: Omit<ApprovalSummary, 'proposedBy'>;
};

/** Reads them once, so that all that is said of the order is of one moment. */
export async function readRoutingFacts(unit: UnitOfWork, order: Order): Promise<RoutingFacts> {
  const { lines, locationId, number } = order;
  const productIds = lines.map((line) => line.productId);
  const rows = await readMaterialFacts(unit.sql, { productIds, locationId });
  const { today, currency: tenantCurrency } = await readTenantDay(unit.sql);
  const [lead] = linesByRisk({ lines, facts: rows, today });
  const supplier = await readSupplier(unit, order);
  return {
    vectors: lineVectors(lines, rows),
    facts: {
      tenantCurrency,
      stockoutRiskAfter: lead?.outlook?.risk ?? null,
      isKnownSupplier: supplier.isKnown,
      isSupplierHeld: supplier.isHeld,
      priceRise: await readPriceRise(unit, order),
    },
    summary: {
      number,
      supplierName: supplier.name,
      lineCount: lines.length,
      lead:
        lead === undefined
          ? null
          : {
              sku: lead.facts.sku,
              productName: lead.facts.productName,
              inventoryPosition: lead.facts.inventoryPosition,
              reorderPoint: lead.facts.reorderPoint,
            },
      decideBy: lead?.outlook?.decideBy ?? null,
    },
  };
}

type Supplier = { readonly name: string; readonly isHeld: boolean; readonly isKnown: boolean };

async function readSupplier(unit: UnitOfWork, { supplierId, purchaseOrderId }: Order): Promise<Supplier> {
  const [supplier] = await unit.sql<Supplier[]>`
    SELECT s.name, s.status = 'held' AS "isHeld", EXISTS (SELECT FROM purchase_orders o
        WHERE o.tenant_id = s.tenant_id AND o.supplier_id = s.supplier_id AND o.issued_at IS NOT NULL
          AND o.purchase_order_id <> ${purchaseOrderId}) AS "isKnown"
    FROM suppliers s WHERE s.tenant_id = current_tenant() AND s.supplier_id = ${supplierId}`;
  // No table shows it yet: whatever is not known is not clean.
  return supplier ?? { name: '', isHeld: false, isKnown: false };
}

/** The largest rise against what each product cost the last time in this currency; null where one has no such time. */
async function readPriceRise(
  unit: UnitOfWork,
  { lines, currency, purchaseOrderId }: Order,
): Promise<number | null> {
  const rows = await unit.sql<{ productId: string; last: number }[]>`
    SELECT DISTINCT ON (l.product_id) l.product_id AS "productId", l.unit_price_minor AS last
    FROM purchase_order_lines l JOIN purchase_orders o USING (tenant_id, purchase_order_id)
    WHERE l.tenant_id = current_tenant() AND l.product_id = ANY(${lines.map((line) => line.productId)}::uuid[])
      AND o.purchase_order_id <> ${purchaseOrderId} AND o.currency = ${currency} AND o.approved_at IS NOT NULL
    ORDER BY l.product_id, o.approved_at DESC`;
  const lastOf = new Map(rows.map(({ productId, last }) => [productId, last]));
  const rises = lines.map(({ productId, unitPriceMinor }) => riseOf(lastOf.get(productId), unitPriceMinor));
  return rises.includes(null) ? null : Math.max(...rises.filter((rise) => rise !== null));
}

function riseOf(last: number | undefined, price: number): number | null {
  if (last === undefined) return null;
  // What was free and is not any more has risen beyond every share.
  if (last === 0) return price === 0 ? 0 : Number.MAX_SAFE_INTEGER;
  return price / last - 1;
}
