import type { Sql } from '#functions/_kit/database.ts';
import type { OrderLine } from '#shared/contracts/api/read-models.ts';

import type { Caller } from './read.ts';

/** A line with the order it belongs to. */
export type LineOfOrder = OrderLine & { readonly purchaseOrderId: string };

/** The lines of the orders, in the order of their numbers. */
export async function selectOrderLines(
  sql: Sql,
  { tenantId, seesCosts }: Caller,
  purchaseOrderIds: readonly string[],
): Promise<readonly LineOfOrder[]> {
  return sql<LineOfOrder[]>`
    SELECT l.purchase_order_id AS "purchaseOrderId", l.line_number AS "lineNumber", l.product_id AS "productId",
      p.sku, p.name AS "productName", p.unit, l.quantity, l.received_quantity AS "receivedQuantity",
      l.recommended_quantity AS "recommendedQuantity",
      CASE WHEN ${seesCosts}::boolean THEN l.unit_price_minor END AS "unitPriceMinor", l.steps
    FROM purchase_order_lines l JOIN products p USING (tenant_id, product_id)
    WHERE l.tenant_id = ${tenantId} AND l.purchase_order_id = ANY(${purchaseOrderIds}::uuid[])
    ORDER BY l.purchase_order_id, l.line_number`;
}
