/** Products with demand, written as the projections write them. */
import { randomUUID } from 'node:crypto';

import type { Database, Sql } from '#functions/_kit/database.ts';

/** What is sold. */
export type Catalogue = {
  readonly tenantId: string;
  readonly locationId: string;
  readonly supplierId: string;
  /** By SKU. */
  readonly productIds: ReadonlyMap<string, string>;
};

/** A product; `demand` gives the units sold so many days before `asOf`, 1 being the last day. */
export type NewProduct = {
  readonly sku: string;
  readonly demand: (daysAgo: number) => number;
  readonly days: number;
  readonly withSupplier?: boolean;
  readonly unitCostMinor?: number;
};

/** Writes a location, a supplier and the products with their demand; days on which nothing was sold have no row. */
export async function writeCatalogue(
  database: Database,
  { tenantId, asOf }: { readonly tenantId: string; readonly asOf: string },
  products: readonly NewProduct[],
): Promise<Catalogue> {
  const catalogue = {
    tenantId,
    locationId: randomUUID(),
    supplierId: randomUUID(),
    productIds: new Map(products.map(({ sku }) => [sku, randomUUID()])),
  };
  await database.transaction({ tenantId }, async (sql) => {
    const { locationId, supplierId } = catalogue;
    await sql`INSERT INTO locations VALUES (${tenantId}, ${locationId}, 'Main', 'open', now())`;
    await sql`INSERT INTO suppliers VALUES (${tenantId}, ${supplierId}, 'Acme', 'EUR', 14, 'active', now())`;
    for (const product of products) await writeProduct(sql, catalogue, { ...product, asOf });
  });
  return catalogue;
}

async function writeProduct(
  sql: Sql,
  { tenantId, locationId, supplierId, productIds }: Catalogue,
  {
    sku,
    demand,
    days,
    asOf,
    withSupplier = true,
    unitCostMinor = 100,
  }: NewProduct & { readonly asOf: string },
): Promise<void> {
  const productId = productIds.get(sku) ?? '';
  await sql`INSERT INTO products
    VALUES (${tenantId}, ${productId}, ${sku}, ${`Product ${sku}`}, 'pcs', '', ${unitCostMinor}, 'EUR', 'active', now())`;
  if (withSupplier) {
    await sql`INSERT INTO supplier_terms (tenant_id, supplier_id, product_id, unit_price_minor, currency, lead_time_days,
        lead_time_standard_deviation, changed_at)
      VALUES (${tenantId}, ${supplierId}, ${productId}, 100, 'EUR', 14, 2, now())`;
  }
  const rows = Array.from({ length: days }, (_, i) => ({ ago: i + 1, quantity: demand(i + 1) })).filter(
    ({ quantity }) => quantity !== 0,
  );
  await sql`INSERT INTO demand_days
    SELECT ${tenantId}::uuid, ${productId}::uuid, ${locationId}::uuid, ${asOf}::date - r.ago, 'sales', r.quantity
    FROM unnest(${rows.map(({ ago }) => ago)}::int[], ${rows.map(({ quantity }) => quantity)}::numeric[]) AS r (ago, quantity)`;
}
