import type { SaleRow } from './row-readers.ts';

/** The demand of one product at one location: daily sums, and the lines of the file that are in them. */
export type DemandGroup = {
  readonly sku: string;
  readonly location: string | undefined;
  readonly days: ReadonlyMap<string, number>;
  readonly lines: number;
};

/** Sums lines of sales into days, in thousandths so that the sums are exact; returns are negative lines. */
export class DemandDays {
  readonly #groups = new Map<
    string,
    { sku: string; location: string | undefined; days: Map<string, number>; lines: number }
  >();
  #lastDay = '';

  /** Adds a line. */
  add(row: SaleRow): void {
    const key = JSON.stringify([row.sku, row.location]);
    const group = this.#groups.get(key) ?? {
      sku: row.sku,
      location: row.location,
      days: new Map(),
      lines: 0,
    };
    this.#groups.set(key, group);
    group.days.set(row.day, (group.days.get(row.day) ?? 0) + row.thousandths);
    group.lines += 1;
    if (row.day > this.#lastDay) this.#lastDay = row.day;
  }

  /** The newest day of all, or undefined before the first line. */
  get lastDay(): string | undefined {
    return this.#lastDay === '' ? undefined : this.#lastDay;
  }

  /** Every product and location, in the order of the file. */
  get groups(): readonly DemandGroup[] {
    return [...this.#groups.values()];
  }
}
