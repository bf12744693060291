import type { Sql } from '#functions/_kit/database.ts';
import type { OrderLine } from '#shared/contracts/api/models/purchasing.ts';

import type { Caller } from './read.ts';

/** The lines of an order, by their numbers. */
export async function selectOrderLines(
  sql: Sql,
  { tenantId, seesCosts }: Caller,
  purchaseOrderId: string,
): Promise<OrderLine[]> {
  return sql<OrderLine[]>`
    SELECT l.line_number AS "lineNumber", l.product_id AS "productId", p.sku, p.name AS "productName", p.unit,
      l.quantity, l.received_quantity AS "receivedQuantity", l.recommended_quantity AS "recommendedQuantity",
      CASE WHEN ${seesCosts}::boolean THEN l.unit_price_minor END AS "unitPriceMinor", l.steps
    FROM purchase_order_lines l JOIN products p USING (tenant_id, product_id)
    WHERE l.tenant_id = ${tenantId} AND l.purchase_order_id = ${purchaseOrderId}
    ORDER BY l.line_number`;
}
