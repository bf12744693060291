/** All that is known and expected of the demand of a product at a location. */
import type { Sql } from '#functions/_kit/database.ts';
import { readTenantDay } from '#functions/_kit/facts.ts';
import type { ItemForecast } from '#shared/contracts/api/models/planning.ts';
import { addDays, dayNumber } from '#shared/forecasting/day-number.ts';

import { compareForecast, type DatedForecast, demandAhead } from './demand-ahead.ts';
import { type DemandOnRecord, historyOf, type ItemKey, readDemandOnRecord } from './demand-history.ts';
import { covers, selectDemandEvents, selectDemandOverrides } from './demand-plan.ts';
import { hasUntrustworthyBand, latestForecasts, type StoredForecast } from './latest-forecasts.ts';
import { selectAccuracyByRun, selectFailure, selectForecastUpTo } from './past-forecasts.ts';
import type { Caller, ReadsOf } from './read.ts';

const DAYS_AHEAD = 60;
/** An earlier forecast is compared when so many of its days are over … */
const LEAST_DAYS_OVER = 28;
/** … and over so many of them. */
const MOST_DAYS_COMPARED = 60;
const mostEntries = 200;

/** Reads of one item's forecast. */
export const itemForecastReads: ReadsOf<'getItemForecast'> = {
  getItemForecast: ({ inTransaction, caller, parameters, query }) =>
    inTransaction(async (sql) => {
      const asked = { productId: parameters.productId, locationId: query.locationId ?? null };
      const item = await selectItem(sql, caller, asked);
      return item === undefined ? null : itemForecast(sql, caller, item);
    }),
};

type Item = Pick<ItemForecast, 'productId' | 'sku' | 'productName' | 'unit' | 'locationId'>;

/** Without a location: the one with the most demand in a year, else one that has been forecast or holds stock. */
async function selectItem(
  sql: Sql,
  { tenantId }: Caller,
  asked: { readonly productId: string; readonly locationId: string | null },
): Promise<Item | undefined> {
  const [item] = await sql<Item[]>`
    SELECT p.product_id AS "productId", p.sku, p.name AS "productName", p.unit, l.location_id AS "locationId"
    FROM products p JOIN locations l USING (tenant_id)
    LEFT JOIN LATERAL (SELECT sum(quantity) AS quantity FROM demand_days d WHERE d.tenant_id = p.tenant_id
      AND d.product_id = p.product_id AND d.location_id = l.location_id AND d.day >= current_date - 365) year ON true
    WHERE p.tenant_id = ${tenantId} AND p.product_id = ${asked.productId}
      AND (${asked.locationId}::uuid IS NULL OR l.location_id = ${asked.locationId}::uuid)
    ORDER BY year.quantity DESC NULLS LAST,
      EXISTS (SELECT FROM latest_forecasts f WHERE f.tenant_id = p.tenant_id AND f.product_id = p.product_id
        AND f.location_id = l.location_id) DESC,
      EXISTS (SELECT FROM stock_levels s WHERE s.tenant_id = p.tenant_id AND s.product_id = p.product_id
        AND s.location_id = l.location_id) DESC, l.name, l.location_id
    LIMIT 1`;
  return item;
}

async function itemForecast(sql: Sql, caller: Caller, item: Item): Promise<ItemForecast> {
  const { productId } = item;
  const { today } = await readTenantDay(sql);
  const [latest, onRecord, earlier, accuracyByRun, failure, about, plan] = await Promise.all([
    latestForecasts(sql, caller.tenantId, [productId]),
    readDemandOnRecord(sql, caller, { ...item, today }),
    selectForecastUpTo(sql, caller, { ...item, day: addDays(today, -LEAST_DAYS_OVER) }),
    selectAccuracyByRun(sql, caller, item),
    selectFailure(sql, caller, item),
    selectAbout(sql, caller, item),
    selectPlan(sql, caller, item),
  ]);
  const stored = latest.find((each) => each.locationId === item.locationId);
  const history = historyOf(onRecord);
  return {
    ...item,
    forecast: stored === undefined ? null : forecastFigures(stored, about),
    failure,
    history,
    ahead: stored === undefined ? [] : demandAhead(stored, today, DAYS_AHEAD),
    earlier: earlier === null ? null : earlierCompared(earlier, history.at(-1)?.day, onRecord),
    accuracyByRun,
    ...plan,
  };
}

/** Days that are not over, or not known yet, are not compared. */
function earlierCompared(
  earlier: DatedForecast & { readonly runId: string },
  lastDay: string | undefined,
  { quantityOn }: DemandOnRecord,
): ItemForecast['earlier'] {
  const { runId, asOf } = earlier;
  const daysOver = lastDay === undefined ? 0 : dayNumber(lastDay) - dayNumber(asOf) + 1;
  if (daysOver <= 0) return null;
  return { runId, asOf, ...compareForecast(earlier, Math.min(MOST_DAYS_COMPARED, daysOver), quantityOn) };
}

async function selectPlan(
  sql: Sql,
  caller: Caller,
  { productId, locationId }: ItemKey,
): Promise<Pick<ItemForecast, 'demandEvents' | 'overrides'>> {
  const [demandEvents, overrides] = await Promise.all([
    selectDemandEvents(
      sql,
      caller,
      sql`AND e.status = 'planned' AND ${covers(sql, productId)}
        ORDER BY e.from_day DESC, e.demand_event_id DESC LIMIT ${mostEntries}`,
    ),
    selectDemandOverrides(
      sql,
      caller,
      sql`AND o.product_id = ${productId} AND o.location_id = ${locationId}
        ORDER BY o.set_at DESC, o.override_id DESC LIMIT ${mostEntries}`,
    ),
  ]);
  return { demandEvents, overrides };
}

type Figures = NonNullable<ItemForecast['forecast']>;
type About = Pick<Figures, 'abcClass' | 'xyzClass'> & {
  readonly likeProductId: string | null;
  readonly likeSku: string | null;
};

/** Class of the item, and the product it is forecast like. */
async function selectAbout(
  sql: Sql,
  { tenantId }: Caller,
  { productId, locationId }: ItemKey,
): Promise<About> {
  const [about] = await sql<About[]>`
    SELECT c.abc_class AS "abcClass", c.xyz_class AS "xyzClass", o.product_id AS "likeProductId", o.sku AS "likeSku"
    FROM tenants t
    LEFT JOIN item_classes c ON c.tenant_id = t.tenant_id AND c.product_id = ${productId} AND c.location_id = ${locationId}
    LEFT JOIN like_items k ON k.tenant_id = t.tenant_id AND k.product_id = ${productId}
    LEFT JOIN products o ON o.tenant_id = t.tenant_id AND o.product_id = k.like_product_id
    WHERE t.tenant_id = ${tenantId}`;
  return about ?? { abcClass: null, xyzClass: null, likeProductId: null, likeSku: null };
}

function forecastFigures({ runId, asOf, forecast }: StoredForecast, about: About): Figures {
  const { abcClass, xyzClass, likeProductId, likeSku } = about;
  const { method, demandPattern, meanPerDay, baselinePerDay, accuracy, exclusions, likeShare } = forecast;
  const isLike = likeShare !== null && likeProductId !== null && likeSku !== null;
  return {
    runId,
    asOf,
    method,
    demandPattern,
    abcClass,
    xyzClass,
    meanPerDay,
    baselinePerDay,
    accuracy: accuracy === null ? null : { ...accuracy },
    isBandUntrustworthy: hasUntrustworthyBand(forecast),
    contenders: forecast.contenders.map((contender) => ({ ...contender })),
    seasonality: { ...forecast.seasonality },
    exclusions: { ...exclusions, outliers: exclusions.outliers.map((outlier) => ({ ...outlier })) },
    likeItem: isLike ? { productId: likeProductId, sku: likeSku, share: likeShare } : null,
  };
}
