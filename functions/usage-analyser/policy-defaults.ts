/** Days between two chances to order, until someone sets them. */
export const REVIEW_PERIOD_DAYS = 7;

/** Wanted probability of no stock-out in an order cycle, until someone sets it. */
export const CYCLE_SERVICE_LEVEL = 0.95;
