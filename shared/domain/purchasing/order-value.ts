/** Value of the lines in minor units: quantity × unit price, each line rounded half up. */
export function orderValueMinor(
  lines: readonly { readonly quantity: number; readonly unitPriceMinor: number }[],
): number {
  return lines.reduce((sum, line) => sum + Math.round(line.quantity * line.unitPriceMinor), 0);
}
