/** Every day: makes the monthly partitions of this month and the next three, so that no row lands in the default one. */
import { requiredText } from '#functions/_kit/config.ts';
import { type Database, openDatabase } from '#functions/_kit/database.ts';
import { defineHandler } from '#functions/_kit/lambda.ts';
import { logInfo } from '#functions/_kit/log.ts';

/** One sweep; returns how many partitions were missing. */
export async function handle(
  _event: unknown,
  { database }: { readonly database: Database },
): Promise<{ readonly made: number }> {
  const [row] = await database.statement(
    (sql) => sql<{ made: number }[]>`
      SELECT ensure_stock_movement_partitions(current_date, (current_date + interval '3 months')::date) AS made`,
    { retry: true },
  );
  const made = row?.made ?? 0;
  if (made > 0) logInfo('partitions made', { made });
  return { made };
}

/** Entry point of the function. */
export const handler = defineHandler({
  services: () => ({ database: openDatabase(requiredText('DATABASE_URL'), 1) }),
  handle,
});
