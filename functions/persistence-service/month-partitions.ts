import type { Sql } from '#functions/_kit/database.ts';

/** Makes sure of the monthly partitions of `stock_movements` before rows are written; asks once per month and process. */
export type MonthPartitions = {
  /** Called before anything else is written: making a partition locks the whole table. */
  ensure(sql: Sql, instants: readonly string[]): Promise<void>;
  /** The transaction was committed: its months need not be asked for again. */
  remember(instants: readonly string[]): void;
};

/** Remembers nothing at first. */
export function openMonthPartitions(): MonthPartitions {
  const known = new Set<string>();
  const unknownMonths = (instants: readonly string[]): string[] =>
    [...new Set(instants.map(monthOf))].filter((month) => !known.has(month)).toSorted();
  return {
    async ensure(sql, instants) {
      for (const month of unknownMonths(instants)) {
        await sql`SELECT ensure_stock_movement_partitions(${month}::date, ${month}::date)`;
      }
    },
    remember(instants) {
      for (const instant of instants) known.add(monthOf(instant));
    },
  };
}

/** The first day of the month, in UTC as the partitions are. */
function monthOf(instant: string): string {
  return `${instant.slice(0, 7)}-01`;
}
