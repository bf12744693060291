import type { Sql } from '#functions/_kit/database.ts';
import type { Product, ProductDetail } from '#shared/contracts/api/models/catalogue.ts';

import { latestForecasts } from './latest-forecasts.ts';
import type { Caller } from './read.ts';
import { selectIssues } from './stock-issues.ts';
import { selectMovements } from './stock.ts';

type Location = Omit<ProductDetail['locations'][number], 'forecast'>;
type Terms = ProductDetail['terms'][number];
type Week = ProductDetail['demandByWeek'][number];

const demandWeeks = 52;
const latestIssues = 50;
const latestMovements = 50;

/** The product with its facts per location, terms, issues, a year of demand, and the latest movements. */
export async function productDetail(sql: Sql, caller: Caller, product: Product): Promise<ProductDetail> {
  const { productId } = product;
  const [locations, forecasts, terms, issues, demandByWeek, movements] = await Promise.all([
    selectLocations(sql, caller, productId),
    latestForecasts(sql, caller.tenantId, [productId]),
    selectTerms(sql, caller, productId),
    selectIssues(
      sql,
      caller,
      sql`AND i.product_id = ${productId}
      ORDER BY (i.status = 'open') DESC, i.detected_at DESC, i.issue_id DESC LIMIT ${latestIssues}`,
    ),
    selectWeeks(sql, caller, productId),
    selectMovements(
      sql,
      caller,
      sql`AND m.product_id = ${productId}
      ORDER BY m.occurred_at DESC, m.movement_id DESC LIMIT ${latestMovements}`,
    ),
  ]);
  return {
    ...product,
    locations: locations.map((location) => {
      const forecast = forecasts.find((row) => row.locationId === location.locationId);
      if (forecast === undefined) return { ...location, forecast: null };
      const { demandPattern, method, accuracy } = forecast.forecast;
      return {
        ...location,
        forecast: {
          runId: forecast.runId,
          demandPattern,
          method,
          accuracy: accuracy === null ? null : { ...accuracy },
        },
      };
    }),
    terms: [...terms],
    issues: [...issues],
    demandByWeek: [...demandByWeek],
    movements: [...movements],
  };
}

async function selectLocations(
  sql: Sql,
  { tenantId }: Caller,
  productId: string,
): Promise<readonly Location[]> {
  return sql<Location[]>`
    SELECT location_id AS "locationId", location_name AS "locationName", on_hand AS "onHand", allocated, quarantined, available,
      on_order AS "onOrder", on_request AS "onRequest", inventory_position AS "inventoryPosition",
      CASE WHEN policy_version IS NOT NULL THEN jsonb_build_object(
        'policyVersion', policy_version, 'safetyStock', safety_stock, 'reorderPoint', reorder_point,
        'orderUpToLevel', order_up_to_level, 'reviewPeriodDays', review_period_days,
        'cycleServiceLevel', cycle_service_level, 'meanPerDay', mean_per_day,
        'standardDeviationPerDay', standard_deviation_per_day, 'leadTimeDemand', lead_time_demand) END AS policy
    FROM material_facts
    WHERE tenant_id = ${tenantId} AND product_id = ${productId}
    ORDER BY location_name, location_id`;
}

async function selectTerms(
  sql: Sql,
  { tenantId, seesCosts }: Caller,
  productId: string,
): Promise<readonly Terms[]> {
  return sql<Terms[]>`
    SELECT t.supplier_id AS "supplierId", u.name AS "supplierName",
      CASE WHEN ${seesCosts}::boolean THEN t.unit_price_minor END AS "unitPriceMinor", t.currency,
      t.lead_time_days AS "leadTimeDays", t.minimum_order_quantity AS "minimumOrderQuantity",
      t.order_multiple AS "orderMultiple", t.rank
    FROM supplier_terms t JOIN suppliers u USING (tenant_id, supplier_id)
    WHERE t.tenant_id = ${tenantId} AND t.product_id = ${productId}
    ORDER BY t.rank, t.unit_price_minor, t.supplier_id LIMIT 100`;
}

/** Weeks begin on Monday; from the first week with demand within the year on, weeks without demand are 0. */
async function selectWeeks(sql: Sql, { tenantId }: Caller, productId: string): Promise<readonly Week[]> {
  return sql<Week[]>`
    WITH recent AS (
      SELECT date_trunc('week', d.day::timestamp)::date AS week, sum(d.quantity) AS quantity
      FROM demand_days d
      WHERE d.tenant_id = ${tenantId} AND d.product_id = ${productId}
        AND d.day >= date_trunc('week', now() AT TIME ZONE 'UTC')::date - ${demandWeeks * 7}::int
      GROUP BY 1
    )
    SELECT w::date AS week, coalesce(r.quantity, 0) AS quantity
    FROM generate_series((SELECT min(week)::timestamp FROM recent), (SELECT max(week)::timestamp FROM recent), '7 days') w
    LEFT JOIN recent r ON r.week = w::date
    ORDER BY w`;
}
