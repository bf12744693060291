/** Classes of all items by the newest forecasts: made once for a run, as a page of its policies needs those of all. */
import type { Database, Sql } from '#functions/_kit/database.ts';
import type { AbcClass, XyzClass } from '#shared/contracts/events/planning-settings.ts';
import type { ItemKey } from '#shared/contracts/workflows/nightly-forecast.ts';
import { classifyItems, type ItemClasses } from '#shared/domain/planning/classes.ts';

import { keyOf } from './item-facts.ts';

/** By `keyOf` an item. */
type RunClasses = ReadonlyMap<string, ItemClasses>;

type Run = { readonly tenantId: string; readonly runId: string };

/** Classes of the items as a run finds them; those of the last run asked for are remembered. */
export type ClassesOfRun = (run: Run) => Promise<RunClasses>;

/** Opens the memory. Only forecasts of the run and classes of before go in, so what is remembered stays true. */
export function openClassesOfRun(database: Database): ClassesOfRun {
  let remembered: { readonly key: string; readonly classes: RunClasses } | null = null;
  return async ({ tenantId, runId }) => {
    const key = `${tenantId}/${runId}`;
    if (remembered?.key === key) return remembered.classes;
    const rows = await database.transaction({ tenantId }, readRows, {
      retry: true,
      readOnly: true,
      deadlineMs: 50_000,
    });
    const classes = classifyItems(rows.map((row) => ({ ...row, key: keyOf(row), before: beforeOf(row) })));
    remembered = { key, classes };
    return classes;
  };
}

type Row = ItemKey & {
  readonly yearlyValue: number;
  readonly coefficientOfVariation: number;
  readonly abcBefore: AbcClass | null;
  readonly xyzBefore: XyzClass | null;
};

function beforeOf({ abcBefore, xyzBefore }: Row): ItemClasses | null {
  return abcBefore === null || xyzBefore === null ? null : { abcClass: abcBefore, xyzClass: xyzBefore };
}

/** Forecasts from before there were classes say neither: a year of their mean, and middling variation. */
async function readRows(sql: Sql): Promise<readonly Row[]> {
  return sql<Row[]>`
    SELECT l.product_id AS "productId", l.location_id AS "locationId",
      coalesce(f.demand_last_year, f.mean_per_day * 365) * coalesce(p.unit_cost_minor, 0) AS "yearlyValue",
      coalesce(f.coefficient_of_variation, 0.75) AS "coefficientOfVariation",
      c.abc_class AS "abcBefore", c.xyz_class AS "xyzBefore"
    FROM latest_forecasts l
    JOIN forecasts f USING (tenant_id, run_id, product_id, location_id)
    JOIN products p ON p.tenant_id = l.tenant_id AND p.product_id = l.product_id AND p.status = 'active'
    LEFT JOIN item_classes c
      ON c.tenant_id = l.tenant_id AND c.product_id = l.product_id AND c.location_id = l.location_id
    WHERE l.tenant_id = current_tenant()
    ORDER BY l.product_id, l.location_id`;
}
