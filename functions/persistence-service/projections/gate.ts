import type { Sql } from '#functions/_kit/database.ts';

/**
 * Streams are applied independently, and a few rows depend on two of them. Whoever writes the one side passes the
 * subject's gate alone, writers of the other side pass together; after it each sees all that the others wrote.
 * Held until the transaction ends.
 */
export async function passGate(sql: Sql, subject: string, how: 'alone' | 'together'): Promise<void> {
  if (how === 'alone') await sql`SELECT pg_advisory_xact_lock(hashtextextended(${subject}, 0))`;
  else await sql`SELECT pg_advisory_xact_lock_shared(hashtextextended(${subject}, 0))`;
}
