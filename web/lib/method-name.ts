/** Name of a forecasting method in words: `exponential-smoothing-weekday` → `exponential smoothing weekday`; TSB stays capital. */
export function methodName(method: string): string {
  return method
    .split('-')
    .map((word) => (word.length <= 4 && !/[aeiou]/.test(word) ? word.toUpperCase() : word))
    .join(' ');
}
