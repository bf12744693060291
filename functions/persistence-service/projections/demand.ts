/** Demand by day and source, and the imports it came with. */
import { passGate } from './gate.ts';
import type { ProjectionsOf } from './projection.ts';

/** How events of demand and imports show in the tables. */
export const demand: ProjectionsOf<
  'DemandImported' | 'SaleRecorded' | 'DataImportStarted' | 'DataImported' | 'DataImportUndone'
> = {
  DemandImported: async (sql, { tenantId, payload }) => {
    const { importId, productId, locationId } = payload;
    // A day that is named twice counts as named last, as it does across batches.
    const quantities = new Map(payload.rows);
    // Sent together, done in this order: the rows of an import that was undone meanwhile must not come back.
    await Promise.all([
      passGate(sql, `import ${importId}`, 'together'),
      sql`INSERT INTO demand_days (tenant_id, product_id, location_id, day, source, quantity)
        SELECT ${tenantId}::uuid, ${productId}::uuid, ${locationId}::uuid, day, ${importId}::text, quantity
        FROM unnest(${[...quantities.keys()]}::date[], ${[...quantities.values()]}::numeric[]) AS r(day, quantity)
        WHERE NOT EXISTS (SELECT FROM imports
          WHERE tenant_id = ${tenantId}::uuid AND import_id = ${importId}::uuid AND status = 'undone')
        ON CONFLICT (tenant_id, product_id, location_id, day, source) DO UPDATE SET quantity = excluded.quantity`,
    ]);
  },
  SaleRecorded: async (sql, { tenantId, payload }) => {
    await sql`INSERT INTO demand_days AS d (tenant_id, product_id, location_id, day, source, quantity)
      VALUES (${tenantId}, ${payload.productId}, ${payload.locationId}, ${payload.day}, 'live', ${payload.quantity})
      ON CONFLICT (tenant_id, product_id, location_id, day, source) DO UPDATE SET quantity = d.quantity + excluded.quantity`;
  },
  DataImportStarted: async (sql, { tenantId, streamId, occurredAt, payload }) => {
    await sql`INSERT INTO imports (tenant_id, import_id, kind, file_name, status, started_at)
      VALUES (${tenantId}, ${streamId}, ${payload.kind}, ${payload.fileName}, 'running', ${occurredAt})
      ON CONFLICT (tenant_id, import_id) DO UPDATE
        SET file_name = excluded.file_name, status = 'running', started_at = excluded.started_at, finished_at = NULL`;
  },
  DataImported: async (sql, { tenantId, streamId, occurredAt, payload }, followUps) => {
    await sql`UPDATE imports SET status = 'finished', rows_accepted = ${payload.rows},
        rows_refused = ${payload.rejected}, finished_at = ${occurredAt}
      WHERE tenant_id = ${tenantId} AND import_id = ${streamId}`;
    // Sales are followed by a forecast run, which asks for the analysis itself.
    if (payload.kind !== 'sales') followUps.analyseAll();
  },
  DataImportUndone: async (sql, { tenantId, streamId }) => {
    await passGate(sql, `import ${streamId}`, 'alone');
    await sql`UPDATE imports SET status = 'undone' WHERE tenant_id = ${tenantId} AND import_id = ${streamId}`;
    await sql`DELETE FROM demand_days WHERE tenant_id = ${tenantId} AND source = ${streamId}`;
  },
};
