/** Products, suppliers and their terms, locations. */
import type { Sql } from '#functions/_kit/database.ts';
import type { Product, Supplier } from '#shared/contracts/api/models/catalogue.ts';

import { keyAfter, keyParts, toPage } from './cursor.ts';
import type { Fragment } from './fragment.ts';
import { matches } from './matches.ts';
import { productDetail } from './product-detail.ts';
import type { AnswerOf, QueryOf, ReadRequest, ReadsOf } from './read.ts';

type Terms = AnswerOf<'listSupplierTerms'>['items'][number];
type Location = AnswerOf<'listLocations'>['items'][number];

/** Reads of the catalogue and of suppliers. */
export const catalogueReads: ReadsOf<
  'listProducts' | 'getProduct' | 'listSuppliers' | 'listSupplierTerms' | 'listLocations'
> = {
  listProducts: ({ inTransaction, caller, query }) =>
    inTransaction(async (sql) => {
      const rows = await selectProducts(sql, caller, listedProducts(sql, caller.tenantId, query));
      return toPage('products', rows, {
        limit: query.limit,
        keyOf: (product) => [product.sku, product.productId],
      });
    }),

  getProduct: ({ inTransaction, caller, parameters }) =>
    inTransaction(async (sql) => {
      const chosen = sql`SELECT product_id FROM products
        WHERE tenant_id = ${caller.tenantId} AND product_id = ${parameters.productId}`;
      const [product] = await selectProducts(sql, caller, chosen);
      return product === undefined ? null : productDetail(sql, caller, product);
    }),

  listSuppliers: ({ inTransaction, caller, query }) =>
    inTransaction(async (sql) => {
      const after = keyAfter('suppliers', query.cursor, [keyParts.text, keyParts.id]);
      const rows = await sql<Supplier[]>`
        SELECT s.supplier_id AS "supplierId", s.name, s.currency, s.lead_time_days AS "leadTimeDays", s.status,
          (SELECT count(*) FROM supplier_terms t
            WHERE t.tenant_id = s.tenant_id AND t.supplier_id = s.supplier_id) AS products
        FROM suppliers s
        WHERE s.tenant_id = ${caller.tenantId} ${matches(sql, query.search, [sql`s.name`])}
          ${after === null ? sql`` : sql`AND (s.name, s.supplier_id) > (${after[0]}, ${after[1]}::uuid)`}
        ORDER BY s.name, s.supplier_id LIMIT ${query.limit + 1}`;
      return toPage('suppliers', rows, { limit: query.limit, keyOf: (row) => [row.name, row.supplierId] });
    }),

  listSupplierTerms: ({ inTransaction, caller, query }) =>
    inTransaction(async (sql) => {
      const rows = await selectTerms(sql, caller, query);
      return toPage('supplier-terms', rows, {
        limit: query.limit,
        keyOf: (row) => [row.sku, row.rank, row.productId, row.supplierId],
      });
    }),

  listLocations: ({ inTransaction, caller, query }) =>
    inTransaction(async (sql) => {
      const after = keyAfter('locations', query.cursor, [keyParts.text, keyParts.id]);
      const rows = await sql<Location[]>`
        SELECT location_id AS "locationId", name, status FROM locations
        WHERE tenant_id = ${caller.tenantId}
          ${after === null ? sql`` : sql`AND (name, location_id) > (${after[0]}, ${after[1]}::uuid)`}
        ORDER BY name, location_id LIMIT ${query.limit + 1}`;
      return toPage('locations', rows, { limit: query.limit, keyOf: (row) => [row.name, row.locationId] });
    }),
};

type Caller = ReadRequest<'listProducts'>['caller'];

function listedProducts(sql: Sql, tenantId: string, query: QueryOf<'listProducts'>) {
  const after = keyAfter('products', query.cursor, [keyParts.text, keyParts.id]);
  return sql`SELECT p.product_id FROM products p
    WHERE p.tenant_id = ${tenantId} ${matches(sql, query.search, [sql`p.sku`, sql`p.name`, sql`p.category`])}
      ${query.sku === undefined ? sql`` : sql`AND p.sku = ${query.sku}`}
      ${
        query.barcode === undefined
          ? sql``
          : sql`AND EXISTS (SELECT FROM product_barcodes b WHERE b.tenant_id = p.tenant_id
              AND b.product_id = p.product_id AND b.barcode = ${query.barcode})`
      }
      ${
        query.supplierId === undefined
          ? sql``
          : sql`AND EXISTS (SELECT FROM supplier_terms t WHERE t.tenant_id = p.tenant_id
              AND t.product_id = p.product_id AND t.supplier_id = ${query.supplierId})`
      }
      ${
        query.issue === undefined
          ? sql``
          : sql`AND EXISTS (SELECT FROM issues i WHERE i.tenant_id = p.tenant_id
              AND i.product_id = p.product_id AND i.status = 'open')`
      }
      ${after === null ? sql`` : sql`AND (p.sku, p.product_id) > (${after[0]}, ${after[1]}::uuid)`}
    ORDER BY p.sku, p.product_id LIMIT ${query.limit + 1}`;
}

/** Products with their stock over all locations; the page is chosen first, so that facts are read for it alone. */
async function selectProducts(sql: Sql, caller: Caller, chosen: Fragment): Promise<readonly Product[]> {
  return sql<Product[]>`
    WITH chosen AS MATERIALIZED (${chosen})
    SELECT p.product_id AS "productId", p.sku, p.name, p.unit, p.category, p.status,
      CASE WHEN ${caller.seesCosts}::boolean THEN p.unit_cost_minor END AS "unitCostMinor", p.currency,
      supplier.name AS "supplierName",
      coalesce(stock.on_hand, 0) AS "onHand", coalesce(stock.on_order, 0) AS "onOrder",
      coalesce(stock.inventory_position, 0) AS "inventoryPosition",
      stock.reorder_point AS "reorderPoint", stock.order_up_to_level AS "orderUpToLevel",
      stock.mean_per_day AS "meanPerDay",
      round(stock.available / nullif(stock.mean_per_day, 0), 1) AS "daysOfSupply",
      issue.worst AS issue
    FROM chosen JOIN products p ON p.tenant_id = ${caller.tenantId} AND p.product_id = chosen.product_id
    LEFT JOIN LATERAL (
      SELECT sum(f.on_hand) AS on_hand, sum(f.on_order) AS on_order, sum(f.available) AS available,
        sum(f.inventory_position) AS inventory_position, sum(f.reorder_point) AS reorder_point,
        sum(f.order_up_to_level) AS order_up_to_level, sum(f.mean_per_day) AS mean_per_day
      FROM material_facts f WHERE f.tenant_id = p.tenant_id AND f.product_id = p.product_id
    ) stock ON true
    LEFT JOIN LATERAL (
      SELECT u.name FROM supplier_terms t JOIN suppliers u USING (tenant_id, supplier_id)
      WHERE t.tenant_id = p.tenant_id AND t.product_id = p.product_id
      ORDER BY t.rank, t.unit_price_minor, t.supplier_id LIMIT 1
    ) supplier ON true
    LEFT JOIN LATERAL (
      SELECT jsonb_build_object('kind', i.kind, 'severity', i.severity) AS worst FROM issues i
      WHERE i.tenant_id = p.tenant_id AND i.product_id = p.product_id AND i.status = 'open'
      ORDER BY array_position(ARRAY['urgent', 'soon', 'watch'], i.severity), i.detected_at LIMIT 1
    ) issue ON true
    ORDER BY p.sku, p.product_id`;
}

async function selectTerms(
  sql: Sql,
  { tenantId, seesCosts }: Caller,
  query: QueryOf<'listSupplierTerms'>,
): Promise<readonly Terms[]> {
  const { text, number, id } = keyParts;
  const after = keyAfter('supplier-terms', query.cursor, [text, number, id, id]);
  return sql<Terms[]>`
    SELECT t.supplier_id AS "supplierId", u.name AS "supplierName", t.product_id AS "productId", p.sku,
      CASE WHEN ${seesCosts}::boolean THEN t.unit_price_minor END AS "unitPriceMinor", t.currency,
      t.lead_time_days AS "leadTimeDays", t.minimum_order_quantity AS "minimumOrderQuantity",
      t.order_multiple AS "orderMultiple", t.rank
    FROM supplier_terms t
    JOIN suppliers u USING (tenant_id, supplier_id)
    JOIN products p USING (tenant_id, product_id)
    WHERE t.tenant_id = ${tenantId}
      ${query.supplierId === undefined ? sql`` : sql`AND t.supplier_id = ${query.supplierId}`}
      ${query.productId === undefined ? sql`` : sql`AND t.product_id = ${query.productId}`}
      ${
        after === null
          ? sql``
          : sql`AND (p.sku, t.rank, t.product_id, t.supplier_id)
              > (${after[0]}, ${after[1]}::int, ${after[2]}::uuid, ${after[3]}::uuid)`
      }
    ORDER BY p.sku, t.rank, t.product_id, t.supplier_id LIMIT ${query.limit + 1}`;
}
