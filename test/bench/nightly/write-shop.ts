/** Writes a shop straight into the tables, as its owner: by the API it would take longer than the run. */
import { randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

import type postgres from 'postgres';

import { asOwner } from '#infra/database/migrate.ts';
import { addDays } from '#shared/forecasting/day-number.ts';

import { generateDemand } from './generate.ts';

/** How large the shop is. */
export type ShopSize = { readonly skus: number; readonly days: number; readonly today: string };

type Shop = ShopSize & {
  readonly tenantId: string;
  readonly locationId: string;
  readonly supplierId: string;
};

const SKUS_AT_ONCE = 500;

/** Writes it into the first tenant, and answers some of its products. */
export async function writeShop(ownerUrl: string, size: ShopSize): Promise<readonly string[]> {
  return asOwner(ownerUrl, async (sql) => {
    const [tenant] = await sql<{ tenantId: string }[]>`
      SELECT tenant_id AS "tenantId" FROM tenants ORDER BY created_at LIMIT 1`;
    const shop = {
      ...size,
      tenantId: tenant?.tenantId ?? '',
      locationId: randomUUID(),
      supplierId: randomUUID(),
    };
    await sql.begin(async (transaction) => {
      await enter(transaction, shop);
      await transaction`INSERT INTO locations VALUES (${shop.tenantId}, ${shop.locationId}, 'Main', 'open', now())`;
      await transaction`INSERT INTO suppliers VALUES (${shop.tenantId}, ${shop.supplierId}, 'Acme', 'EUR', 14, 'active', now())`;
    });
    const productIds: string[] = [];
    for (let first = 0; first < size.skus; first += SKUS_AT_ONCE) {
      productIds.push(...(await sql.begin((transaction) => writeSkus(transaction, shop, first))));
    }
    await sql`VACUUM ANALYZE demand_days, products, stock_levels, supplier_terms`;
    return productIds;
  });
}

async function enter(sql: postgres.TransactionSql, { tenantId }: Shop): Promise<void> {
  await sql`SELECT set_config('app.tenant', ${tenantId}, true)`;
}

async function writeSkus(
  sql: postgres.TransactionSql,
  shop: Shop,
  first: number,
): Promise<readonly string[]> {
  const { tenantId, locationId, supplierId, skus } = shop;
  await enter(sql, shop);
  const numbers = Array.from({ length: Math.min(SKUS_AT_ONCE, skus - first) }, (_, i) => first + i);
  const ids = numbers.map(() => randomUUID());
  await sql`INSERT INTO products
    SELECT ${tenantId}::uuid, id, 'SKU-' || lpad(n::text, 6, '0'), 'Product ' || n, 'pcs', '', 100 + n % 5000, 'EUR', 'active', now()
    FROM unnest(${ids}::uuid[], ${numbers}::int[]) AS p (id, n)`;
  await sql`INSERT INTO supplier_terms (tenant_id, supplier_id, product_id, unit_price_minor, currency, lead_time_days,
      lead_time_standard_deviation, minimum_order_quantity, order_multiple, changed_at)
    SELECT ${tenantId}::uuid, ${supplierId}::uuid, id, 100, 'EUR', 14, 3, 10, 5, now() FROM unnest(${ids}::uuid[]) AS id`;
  await sql`INSERT INTO stock_levels (tenant_id, product_id, location_id, on_hand, changed_at)
    SELECT ${tenantId}::uuid, id, ${locationId}::uuid, 1000, now() FROM unnest(${ids}::uuid[]) AS id`;
  // COPY takes no table under row-level security.
  await sql`CREATE TEMP TABLE copied (product_id uuid, day date, quantity numeric) ON COMMIT DROP`;
  const target = await sql`COPY copied FROM STDIN`.writable();
  await pipeline(Readable.from(lines(shop, { ids, numbers })), target);
  await sql`INSERT INTO demand_days
    SELECT ${tenantId}::uuid, product_id, ${locationId}::uuid, day, 'sales', quantity FROM copied`;
  return ids;
}

function* lines(
  { days, today }: Shop,
  { ids, numbers }: { readonly ids: readonly string[]; readonly numbers: readonly number[] },
): Generator<string> {
  const dates = Array.from({ length: days }, (_, i) => addDays(today, i - days));
  for (const [i, number] of numbers.entries()) {
    const rows = generateDemand(number, days).flatMap((quantity, day) =>
      quantity === 0 ? [] : `${ids[i]}\t${dates[day]}\t${quantity}\n`,
    );
    yield rows.join('');
  }
}
