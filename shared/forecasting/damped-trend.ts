/** A fitted level with its damped trend, per step of the series. */
export type DampedTrend = { readonly level: number; readonly trend: number; readonly alpha: number };

/** Share of the trend that is left after one day. */
export const TREND_DAMPING = 0.98;
const ALPHAS = [0.02, 0.05, 0.1, 0.2, 0.4, 0.8];
/** A trend must lower the squared one-step error by this much, or it is noise. */
const TREND_MUST_GAIN = 0.01;
const TREND_BETA = 0.02;
const WARM_UP = 28;

/**
 * Exponential smoothing with an optional damped trend: level and smoothing constant of the smallest squared one-step
 * error on a coarse grid. `values` are per-day demands without season.
 * Source: Gardner and McKenzie, Management Science 31 (1985); FPP3 section 8.2.
 */
export function dampedTrend(values: Float64Array): DampedTrend {
  const flat = bestOf(values, 0);
  const trended = bestOf(values, TREND_BETA);
  return trended.squaredError < flat.squaredError * (1 - TREND_MUST_GAIN) ? trended : flat;
}

type Candidate = DampedTrend & { readonly squaredError: number };

function bestOf(values: Float64Array, beta: number): Candidate {
  let best: Candidate | null = null;
  for (const alpha of ALPHAS) {
    const candidate = smooth(values, alpha, beta);
    if (best === null || candidate.squaredError < best.squaredError) best = candidate;
  }
  return best ?? { level: 0, trend: 0, alpha: 0, squaredError: 0 };
}

function smooth(values: Float64Array, alpha: number, beta: number): Candidate {
  const warmUp = Math.min(WARM_UP, values.length);
  let level = 0;
  for (let i = 0; i < warmUp; i += 1) level += (values[i] ?? 0) / warmUp;
  let trend = 0;
  let squaredError = 0;
  for (let i = 0; i < values.length; i += 1) {
    const expected = level + TREND_DAMPING * trend;
    const error = (values[i] ?? 0) - expected;
    if (i >= warmUp) squaredError += error * error;
    const next = expected + alpha * error;
    trend = beta * (next - level) + (1 - beta) * TREND_DAMPING * trend;
    level = next;
  }
  return { level, trend: beta === 0 ? 0 : trend, alpha, squaredError };
}
