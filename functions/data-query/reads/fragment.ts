import type { Sql } from '#functions/_kit/database.ts';

/** A piece of a statement, to be put into another one. */
export type Fragment = ReturnType<typeof nothing>;

// The driver's type of a piece is known here only by what makes one.
function nothing(sql: Sql) {
  return sql``;
}
