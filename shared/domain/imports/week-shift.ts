import { addDays, dayNumber } from '#shared/forecasting/day-number.ts';

/**
 * By how many days old data is moved so that its last day falls in the seven days before today, yesterday at the
 * latest. Always whole weeks: a Monday stays a Monday, or the weekly season would be lost.
 */
export function weekShiftDays(lastDay: string, today: string): number {
  const yesterday = addDays(today, -1);
  return Math.floor((dayNumber(yesterday) - dayNumber(lastDay)) / 7) * 7;
}
