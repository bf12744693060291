/** A time as AWS JSON carries it: seconds since the epoch. */
export function epochSeconds(milliseconds: number): number {
  return milliseconds / 1000;
}
