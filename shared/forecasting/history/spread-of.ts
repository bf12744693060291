/** Standard normal deviates from −4 to 4, half a deviation apart, with their probabilities. */
const DEVIATES = Array.from({ length: 17 }, (_, i) => (i - 8) / 2);
const PROBABILITIES = [
  0.000_031_67, 0.000_232_6, 0.001_349_9, 0.006_209_7, 0.022_750_1, 0.066_807_2, 0.158_655_3, 0.308_537_5,
  0.5, 0.691_462_5, 0.841_344_7, 0.933_192_8, 0.977_249_9, 0.993_790_3, 0.998_650_1, 0.999_767_4,
  0.999_968_33,
];

/** Variance around a mean of the distribution with these quantiles: Σ (q(Φ(z)) − μ)² φ(z) ÷ Σ φ(z). */
export function spreadOf(quantile: (probability: number) => number, mean: number): number {
  let total = 0;
  let weights = 0;
  DEVIATES.forEach((z, i) => {
    const weight = Math.exp(-(z ** 2) / 2);
    total += weight * (quantile(PROBABILITIES[i] ?? 0.5) - mean) ** 2;
    weights += weight;
  });
  return total / weights;
}
