/** Lead times as they were, not only as they were promised. */

/** A receipt of a product from a supplier: days from issuing the order to usable stock. */
export type LeadTimeReceipt = { readonly days: number; readonly quantity: number };

/** A lead time by what was stated and what was seen. */
export type ObservedLeadTime = {
  /** Days to plan with. */
  readonly mean: number;
  readonly standardDeviation: number;
  /** Days within which half, and nine tenths, of the received quantity came; null: nothing was received yet. */
  readonly p50: number | null;
  readonly p90: number | null;
  readonly receipts: number;
};

/**
 * What was stated weighs as much as five receipts: about half a year of monthly orders. Of fewer, one late receipt would
 * move the lead time by most of its delay; of ten, it moves it by a fifteenth.
 */
const STATED_WEIGHS = 5;
const LEAST_SPREAD_DAYS = 0.5;
const MOST_DAYS = 365;

/**
 * The lead time to plan with: mean of the receipts by quantity, drawn towards the stated one by n ÷ (n + 5); the
 * variance is that of the mixture of both, so that receipts far from what was stated widen it.
 * Source: Bühlmann's credibility weight, "Experience Rating and Credibility", ASTIN Bulletin 4 (1967).
 */
export function observedLeadTime(
  stated: { readonly days: number; readonly standardDeviation: number },
  receipts: readonly LeadTimeReceipt[],
): ObservedLeadTime {
  const days = within(stated.days);
  const standardDeviation = within(stated.standardDeviation);
  const seen = receipts
    .filter((receipt) => receipt.quantity > 0 && receipt.days >= 0)
    .map((receipt) => ({ ...receipt, days: within(receipt.days) }))
    .toSorted((a, b) => a.days - b.days);
  if (seen.length === 0) return { mean: days, standardDeviation, p50: null, p90: null, receipts: 0 };
  const { mean, variance } = momentsOf(seen);
  const weight = seen.length / (seen.length + STATED_WEIGHS);
  const mixed =
    weight * variance + (1 - weight) * standardDeviation ** 2 + weight * (1 - weight) * (mean - days) ** 2;
  const isVaried = seen.some((receipt) => receipt.days !== seen[0]?.days);
  return {
    mean: weight * mean + (1 - weight) * days,
    standardDeviation: Math.min(MOST_DAYS, Math.max(isVaried ? LEAST_SPREAD_DAYS : 0, Math.sqrt(mixed))),
    p50: quantileOf(seen, 0.5),
    p90: quantileOf(seen, 0.9),
    receipts: seen.length,
  };
}

function momentsOf(receipts: readonly LeadTimeReceipt[]): {
  readonly mean: number;
  readonly variance: number;
} {
  const total = receipts.reduce((sum, { quantity }) => sum + quantity, 0);
  const mean = receipts.reduce((sum, { days, quantity }) => sum + days * quantity, 0) / total;
  const variance =
    receipts.reduce((sum, { days, quantity }) => sum + (days - mean) ** 2 * quantity, 0) / total;
  return { mean, variance };
}

/** The day by which so much of the quantity had come. */
function quantileOf(byDays: readonly LeadTimeReceipt[], probability: number): number {
  const total = byDays.reduce((sum, { quantity }) => sum + quantity, 0);
  let come = 0;
  for (const { days, quantity } of byDays) {
    come += quantity;
    if (come >= probability * total - 1e-9) return days;
  }
  return byDays.at(-1)?.days ?? 0;
}

function within(days: number): number {
  return Math.min(MOST_DAYS, Math.max(0, days));
}
