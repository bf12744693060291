import type { Database } from '#functions/_kit/database.ts';
import { DatabaseUnavailable } from '#functions/_kit/database-faults.ts';
import type { Health } from '#shared/contracts/api/models/people.ts';
import type * as v from 'valibot';

/** Whether the database answers within two seconds. */
export async function checkHealth(database: Database): Promise<v.InferOutput<typeof Health>> {
  try {
    await database.transaction({ tenantId: null }, (sql) => sql`SELECT 1`, {
      readOnly: true,
      deadlineMs: 2000,
    });
    return { status: 'ok', database: 'ok' };
  } catch (error) {
    if (!(error instanceof DatabaseUnavailable)) throw error;
    return { status: 'degraded', database: 'down' };
  }
}
