/** Postponed orders, and what their wake conditions are judged by. */
import type { WakeCondition } from '#shared/contracts/events/approvals.ts';
import { orderValueMinor } from '#shared/domain/purchasing/order-value.ts';
import type { PurchaseOrderState } from '#shared/domain/purchasing/purchase-order.ts';
import { wakeConditionHeld } from '#shared/domain/purchasing/wake.ts';

import type { Sql } from './database.ts';
import { readMaterialFacts } from './facts.ts';

/** A postponed order with its conditions. */
export type PostponedOrder = {
  readonly purchaseOrderId: string;
  readonly order: PurchaseOrderState & { readonly wake: WakeCondition };
};

/** Postponed orders of the suppliers whose conditions are more than a day: days are seen to by the clock. */
export async function readPostponedOrders(
  sql: Sql,
  supplierIds: readonly string[],
): Promise<readonly PostponedOrder[]> {
  return sql<PostponedOrder[]>`
    SELECT o.purchase_order_id AS "purchaseOrderId", s.state AS order
    FROM purchase_orders o JOIN streams s ON s.tenant_id = o.tenant_id AND s.stream_id = o.purchase_order_id
    WHERE o.tenant_id = current_tenant() AND o.status = 'Postponed' AND o.supplier_id = ANY(${supplierIds}::uuid[])
      AND s.state ->> 'status' = 'Postponed' AND s.state -> 'wake' ?| ARRAY['riskAbove', 'positionBelow', 'basketAboveMinor']
    ORDER BY o.purchase_order_id`;
}

/** Which condition of the order holds now; null: it sleeps on. */
export async function wakeConditionNow(
  sql: Sql,
  { order }: Pick<PostponedOrder, 'order'>,
  today: string,
): Promise<ReturnType<typeof wakeConditionHeld>> {
  const facts = await readMaterialFacts(sql, {
    productIds: order.lines.map(({ productId }) => productId),
    locationId: order.locationId,
  });
  const [beside] = await sql<{ valueMinor: number }[]>`
    SELECT coalesce(sum(round(r.recommended_quantity * (r.facts ->> 'unitPriceMinor')::numeric)), 0)::float8 AS "valueMinor"
    FROM recommendations r
    WHERE r.tenant_id = current_tenant() AND r.status = 'open' AND r.supplier_id = ${order.supplierId}
      AND r.location_id = ${order.locationId} AND r.facts ->> 'currency' = ${order.currency}`;
  const basketMinor = orderValueMinor(order.lines) + (beside?.valueMinor ?? 0);
  return wakeConditionHeld(order.wake, { today, facts, basketMinor });
}
