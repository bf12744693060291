import type { Sql } from '#functions/_kit/database.ts';

import type { Fragment } from './fragment.ts';

/** `AND …` where a search is asked for: any of the columns holds the text, whatever the case. */
export function matches(sql: Sql, search: string | undefined, columns: readonly Fragment[]): Fragment {
  const text = search?.trim() ?? '';
  if (text === '') return sql``;
  const pattern = `%${text.replace(/[\\%_]/g, '\\$&')}%`;
  const [first, ...rest] = columns.map((column) => sql`${column} ILIKE ${pattern}`);
  if (first === undefined) return sql``;
  return sql`AND (${rest.reduce((any, next) => sql`${any} OR ${next}`, first)})`;
}
