/** Sum of numbers. */
export function sum(numbers: ArrayLike<number>): number {
  let total = 0;
  for (let i = 0; i < numbers.length; i += 1) total += numbers[i] ?? 0;
  return total;
}

/** Arithmetic mean of numbers; 0 for none. */
export function mean(numbers: ArrayLike<number>): number {
  return numbers.length === 0 ? 0 : sum(numbers) / numbers.length;
}
