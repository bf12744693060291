import type { Sql } from '#functions/_kit/database.ts';

/** A piece of a statement, to be put into another one. */
export type Fragment = ReturnType<typeof nothing>;

/** The empty piece. */
export function nothing(sql: Sql) {
  return sql``;
}
