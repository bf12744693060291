import type { Sql } from './connection.ts';

/** AWS keeps an ended execution and its history for 90 days; then its name may be used again. */
const keptDays = 90;

/** Removes what is older, a piece at a time; returns how many executions went. */
export async function removeExpired(sql: Sql): Promise<number> {
  let removed = 0;
  for (;;) {
    const rows = await sql`
      with gone as (
        delete from step_functions.execution where id in (
          select id from step_functions.execution
          where stopped_at < now() - ${keptDays} * interval '1 day' order by id limit 500
        ) returning id
      ), events as (
        delete from step_functions.event where execution_id in (select id from gone)
      ), frames as (
        delete from step_functions.frame where execution_id in (select id from gone)
      )
      select id from gone`;
    removed += rows.length;
    if (rows.length === 0) return removed;
  }
}
