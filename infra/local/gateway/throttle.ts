/** Requests per second over time, and how many may come at once. */
export type ThrottleLimits = { readonly ratePerSecond: number; readonly burst: number };

/** What an AWS account starts with. https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html */
export const accountLimits: ThrottleLimits = { ratePerSecond: 10_000, burst: 5_000 };

/** A token bucket: answers whether one more request may pass now. */
export function createThrottle(
  { ratePerSecond, burst }: ThrottleLimits,
  nowMs: () => number = () => performance.now(),
): () => boolean {
  let tokens = burst;
  let filledAt = nowMs();
  return () => {
    const now = nowMs();
    tokens = Math.min(burst, tokens + ((now - filledAt) / 1000) * ratePerSecond);
    filledAt = now;
    if (tokens < 1) return false;
    tokens -= 1;
    return true;
  };
}
