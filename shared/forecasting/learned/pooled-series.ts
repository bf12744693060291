/** Demand of one of many series that are learned from together; all end with the same period and have one season. */
export type PooledSeries = {
  /** Demand of consecutive whole periods, oldest first; what is no number or below 0 counts as no demand. */
  readonly values: ArrayLike<number>;
  /** 1 where demand is promoted, 0 elsewhere, from the first value on and as far ahead as promotions are planned. */
  readonly promoted?: ArrayLike<number>;
};
