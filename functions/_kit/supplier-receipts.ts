import type { Sql } from './database.ts';

/** A line that came in: days from the issue of its order to its receipt. */
export type SupplierReceipt = {
  /** The same for all lines of a receipt. */
  readonly receiptKey: string;
  readonly days: number;
  readonly quantity: number;
};

/** Who delivered faster years ago may be another today. */
const RECEIPTS_OF_DAYS = 365;

/** What came in from each supplier in the year before a day, oldest first. */
export async function readSupplierReceipts(
  sql: Sql,
  supplierIds: readonly string[],
  asOf: string,
): Promise<ReadonlyMap<string, readonly SupplierReceipt[]>> {
  if (supplierIds.length === 0) return new Map();
  const rows = await sql<{ supplierId: string; keys: string[]; days: number[]; quantities: number[] }[]>`
    SELECT supplier_id AS "supplierId",
      array_agg(purchase_order_id || '/' || received_at ORDER BY received_at, purchase_order_id, product_id) AS keys,
      array_agg(days ORDER BY received_at, purchase_order_id, product_id) AS days,
      array_agg(quantity ORDER BY received_at, purchase_order_id, product_id) AS quantities
    FROM observed_lead_times
    WHERE tenant_id = current_tenant() AND supplier_id = ANY(${[...new Set(supplierIds)]}::uuid[])
      AND received_at < ${asOf}::date AND received_at >= ${asOf}::date - ${RECEIPTS_OF_DAYS}::int
    GROUP BY supplier_id`;
  return new Map(
    rows.map(({ supplierId, keys, days, quantities }) => [
      supplierId,
      keys.map((receiptKey, i) => ({ receiptKey, days: days[i] ?? 0, quantity: quantities[i] ?? 0 })),
    ]),
  );
}
