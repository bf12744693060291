/** A way to draw gamma-distributed numbers of a mean and a standard deviation. */
export type GammaDraw = () => number;

/**
 * Draws from the gamma distribution with the given mean and standard deviation; without spread, the mean.
 * Source: Marsaglia and Tsang, "A simple method for generating gamma variables", ACM TOMS 26 (2000).
 */
export function gammaDraw(
  { mean, standardDeviation }: { readonly mean: number; readonly standardDeviation: number },
  random: () => number,
): GammaDraw {
  if (mean <= 0 || standardDeviation <= mean * 1e-6) return () => Math.max(0, mean);
  const scale = standardDeviation ** 2 / mean;
  const shape = mean / scale;
  // Below shape 1 draw at shape + 1 and pull back by a power of a uniform number.
  const d = (shape < 1 ? shape + 1 : shape) - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  return () => {
    const pull = shape < 1 ? (1 - random()) ** (1 / shape) : 1;
    for (;;) {
      const normal = normalDraw(random);
      const cubed = (1 + c * normal) ** 3;
      if (cubed <= 0) continue;
      const uniform = 1 - random();
      if (Math.log(uniform) < normal ** 2 / 2 + d * (1 - cubed + Math.log(cubed)))
        return d * cubed * pull * scale;
    }
  };
}

/** Draws a standard normal number. Source: Box and Muller, Annals of Mathematical Statistics 29 (1958). */
export function normalDraw(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}
