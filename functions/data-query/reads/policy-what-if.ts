/** What other class policies would come to, over everything that is forecast. */
import type { Sql } from '#functions/_kit/database.ts';
import { readTenantDay } from '#functions/_kit/facts.ts';
import { readSupplierReceipts, type SupplierReceipt } from '#functions/_kit/supplier-receipts.ts';
import type { PolicyWhatIf } from '#shared/contracts/api/models/planning.ts';
import type { AbcClass, PolicyOverride, XyzClass } from '#shared/contracts/events/planning-settings.ts';
import { observedLeadTime } from '#shared/domain/planning/observed-lead-time.ts';
import { policyWhatIf, type WhatIfItem, type WhatIfQuestion } from '#shared/domain/planning/what-if.ts';
import { readStoredForecast } from '#shared/forecasting/forecast-row.ts';

import { readPlanningSettings } from './planning-settings.ts';
import type { Caller, ReadsOf } from './read.ts';

/** Items in memory at once; between pages other reads have their turn. */
const pageSize = 500;
const mostShown = 20;

/** What-if of policies. */
export const policyWhatIfReads: ReadsOf<'getPolicyWhatIf'> = {
  getPolicyWhatIf: async ({ inTransaction, caller, query }) => {
    let answer: PolicyWhatIf | null = null;
    let after: Place | null = null;
    const receipts: Receipts = new Map();
    const { settings: settingsInForce } = await inTransaction((sql) => readPlanningSettings(sql, caller));
    do {
      const page: Page = await inTransaction((sql) => readPage(sql, { caller, after, receipts }));
      const part = policyWhatIf(page.items, { ...page, settings: query.settings, settingsInForce });
      answer = answer === null ? part : together(answer, part);
      after = page.next;
    } while (after !== null);
    return answer;
  },
};

type Place = { readonly productId: string; readonly locationId: string };
type Page = Pick<WhatIfQuestion, 'currency' | 'withoutCost'> & {
  readonly items: readonly WhatIfItem[];
  readonly next: Place | null;
};

/** By supplier; filled page by page, so that each is asked for once. */
type Receipts = Map<string, readonly SupplierReceipt[]>;

async function readPage(
  sql: Sql,
  { caller, after, receipts }: { readonly caller: Caller; readonly after: Place | null; receipts: Receipts },
): Promise<Page> {
  const [{ today, currency }, rows] = await Promise.all([readTenantDay(sql), selectRows(sql, caller, after)]);
  const suppliers = new Set(rows.flatMap(({ supplierId }) => supplierId ?? []));
  const unknown = [...suppliers].filter((supplierId) => !receipts.has(supplierId));
  const found = await readSupplierReceipts(sql, unknown, today);
  for (const supplierId of unknown) receipts.set(supplierId, found.get(supplierId) ?? []);
  const items = rows.flatMap((row) => itemOf(row, currency, receipts) ?? []);
  const last = rows.at(-1);
  return {
    currency,
    items,
    withoutCost: rows.length - items.length,
    next: last === undefined || rows.length < pageSize ? null : last,
  };
}

type Row = Place &
  Pick<WhatIfItem, 'sku' | 'productName' | 'unit'> & {
    readonly asOf: string;
    readonly forecast: unknown;
    readonly abcClass: AbcClass | null;
    readonly xyzClass: XyzClass | null;
    readonly override: PolicyOverride | null;
    readonly unitCostMinor: number | null;
    readonly productCurrency: string;
    readonly inventoryPosition: number | null;
    readonly onRequest: number | null;
    readonly supplierId: string | null;
    readonly leadTimeDays: number | null;
    readonly leadTimeStandardDeviation: number | null;
    readonly minimumOrderQuantity: number | null;
    readonly orderMultiple: number | null;
    readonly safetyStock: number | null;
    readonly reorderPoint: number | null;
    readonly orderUpToLevel: number | null;
  };

/** The page is chosen first, so that facts are read for it alone. */
async function selectRows(sql: Sql, { tenantId }: Caller, after: Place | null): Promise<readonly Row[]> {
  return sql<Row[]>`
    WITH chosen AS MATERIALIZED (
      SELECT l.product_id, l.location_id, l.run_id, l.as_of, p.sku, p.name, p.unit, p.unit_cost_minor, p.currency
      FROM latest_forecasts l JOIN products p USING (tenant_id, product_id)
      WHERE l.tenant_id = ${tenantId} AND p.status = 'active'
        ${after === null ? sql`` : sql`AND (l.product_id, l.location_id) > (${after.productId}::uuid, ${after.locationId}::uuid)`}
      ORDER BY l.product_id, l.location_id LIMIT ${pageSize}
    )
    SELECT n.product_id AS "productId", n.location_id AS "locationId", n.sku, n.name AS "productName", n.unit,
      n.as_of AS "asOf", f.forecast, c.abc_class AS "abcClass", c.xyz_class AS "xyzClass", o.override,
      n.unit_cost_minor AS "unitCostMinor", n.currency AS "productCurrency",
      m.inventory_position AS "inventoryPosition", m.on_request AS "onRequest", m.supplier_id AS "supplierId",
      m.lead_time_days AS "leadTimeDays", m.lead_time_standard_deviation AS "leadTimeStandardDeviation",
      m.minimum_order_quantity AS "minimumOrderQuantity", m.order_multiple AS "orderMultiple",
      m.safety_stock AS "safetyStock", m.reorder_point AS "reorderPoint", m.order_up_to_level AS "orderUpToLevel"
    FROM chosen n
    JOIN forecasts f ON f.tenant_id = ${tenantId} AND f.run_id = n.run_id AND f.product_id = n.product_id
      AND f.location_id = n.location_id
    LEFT JOIN item_classes c ON c.tenant_id = ${tenantId} AND c.product_id = n.product_id AND c.location_id = n.location_id
    LEFT JOIN policy_overrides o ON o.tenant_id = ${tenantId} AND o.product_id = n.product_id
      AND o.location_id = n.location_id AND (o.until_day IS NULL OR o.until_day >=
        (SELECT (now() AT TIME ZONE t.time_zone)::date FROM tenants t WHERE t.tenant_id = ${tenantId}))
    LEFT JOIN LATERAL (
      SELECT inventory_position, on_request, supplier_id, lead_time_days, lead_time_standard_deviation,
        minimum_order_quantity, order_multiple, safety_stock, reorder_point, order_up_to_level
      FROM material_facts
      WHERE tenant_id = ${tenantId} AND product_id = n.product_id AND location_id = n.location_id
      -- Keeps the planner from computing the facts of everything first.
      OFFSET 0
    ) m ON true
    ORDER BY n.product_id, n.location_id`;
}

/** Null without a cost in the tenant's currency or without a supplier: nothing can be said of the item's money. */
function itemOf(row: Row, currency: string, receipts: Receipts): WhatIfItem | null {
  const { unitCostMinor, productCurrency } = row;
  const terms = termsOf(row, receipts);
  if (unitCostMinor === null || productCurrency !== currency || terms === null) return null;
  const { productId, sku, productName, unit, locationId, override, inventoryPosition, onRequest } = row;
  return {
    productId,
    sku,
    productName,
    unit,
    locationId,
    // Until a run has classified it, an item is planned as one of the middle class.
    classes: { abcClass: row.abcClass ?? 'B', xyzClass: row.xyzClass ?? 'Y' },
    forecast: readStoredForecast(row.forecast),
    terms,
    override,
    unitCostMinor,
    inventoryPosition: inventoryPosition ?? 0,
    onRequest: onRequest ?? 0,
    policyInForce: policyInForceOf(row),
  };
}

function termsOf(row: Row, receipts: Receipts): WhatIfItem['terms'] | null {
  const { asOf, supplierId, leadTimeDays, minimumOrderQuantity, orderMultiple } = row;
  if (supplierId === null || leadTimeDays === null) return null;
  const stated = { days: leadTimeDays, standardDeviation: row.leadTimeStandardDeviation ?? 0 };
  return {
    asOf,
    leadTimeDays: observedLeadTime(stated, receipts.get(supplierId) ?? []),
    minimumOrderQuantity: minimumOrderQuantity ?? 0,
    orderMultiple: orderMultiple ?? 0,
  };
}

function policyInForceOf({ safetyStock, reorderPoint, orderUpToLevel }: Row): WhatIfItem['policyInForce'] {
  if (safetyStock === null || reorderPoint === null || orderUpToLevel === null) return null;
  return { safetyStock, reorderPoint, orderUpToLevel };
}

/** The what-ifs of two pages as one. */
function together(one: PolicyWhatIf, other: PolicyWhatIf): PolicyWhatIf {
  const size = (item: PolicyWhatIf['most'][number]): number => Math.abs(item.stockValueChangeMinor ?? 0);
  return {
    currency: one.currency,
    items: one.items + other.items,
    changed: one.changed + other.changed,
    ordersChanged: one.ordersChanged + other.ordersChanged,
    withoutCost: one.withoutCost + other.withoutCost,
    before: sumOf(one.before, other.before),
    after: sumOf(one.after, other.after),
    most: [...one.most, ...other.most].toSorted((a, b) => size(b) - size(a)).slice(0, mostShown),
  };
}

type Totals = PolicyWhatIf['before'];

function sumOf(one: Totals, other: Totals): Totals {
  const hundredths = (figure: number): number => Math.round(figure * 100) / 100;
  return {
    stockValueMinor: (one.stockValueMinor ?? 0) + (other.stockValueMinor ?? 0),
    stockoutsPerYear: hundredths(one.stockoutsPerYear + other.stockoutsPerYear),
    unitsShortPerYear: hundredths(one.unitsShortPerYear + other.unitsShortPerYear),
    ordersPerYear: hundredths(one.ordersPerYear + other.ordersPerYear),
  };
}
