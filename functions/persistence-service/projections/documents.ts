import type { Sql } from '#functions/_kit/database.ts';

type Parameter = ReturnType<Sql['json']>;

/** A value for a jsonb column. */
export function document(sql: Sql, value: unknown): Parameter {
  // Payloads were JSON in the events table and are JSON still; their types do not say so.
  return sql.json(value as Parameters<Sql['json']>[0]);
}

/** A value for a jsonb column in which nothing is NULL, not a JSON null. */
export function documentOrNull(sql: Sql, value: unknown): Parameter | null {
  return value === null || value === undefined ? null : document(sql, value);
}
