/** Looks into the product's tables as their owner, for the first tenant. */
import postgres from 'postgres';

import type { TestSystem } from './system.ts';

/** Rows of a query in a transaction of the first tenant. */
export async function readAsTenant<T extends object>(
  system: TestSystem | undefined,
  query: (sql: postgres.TransactionSql) => postgres.PendingQuery<T[]>,
): Promise<readonly T[]> {
  if (system === undefined) throw new Error('no system is running');
  const sql = postgres(system.endpoints.database, { max: 1, onnotice: () => undefined });
  try {
    return await sql.begin(async (transaction) => {
      const [tenant] = await transaction<
        { tenant_id: string }[]
      >`SELECT tenant_id FROM tenants ORDER BY created_at LIMIT 1`;
      await transaction`SELECT set_config('app.tenant', ${tenant?.tenant_id ?? ''}, true)`;
      const rows: readonly T[] = await query(transaction);
      return rows;
    });
  } finally {
    await sql.end({ timeout: 5 });
  }
}
