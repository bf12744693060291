import type { Issue } from '#shared/contracts/events/planning.ts';
import type { MaterialFacts } from '#shared/contracts/material-facts.ts';

/** Fewer compared days tell chance from a wrong band no more than a few throws tell a loaded die. */
const FEWEST_DAYS = 28;
/** Of days inside a band that should hold eight in ten. */
const LEAST_COVERAGE = 0.7;
const MOST_COVERAGE = 0.9;

/** Whether so much of earlier demand, or so little, was inside the forecast’s band that the band says nothing. */
export function isBandUntrustworthy(coverage80: number, days: number): boolean {
  return days >= FEWEST_DAYS && (coverage80 < LEAST_COVERAGE || coverage80 > MOST_COVERAGE);
}

/** The issue of a forecast whose band does not hold what it says. */
export function bandIssue({ forecastCoverage80, forecastDays }: MaterialFacts): Issue | null {
  const coverage80 = forecastCoverage80 ?? null;
  if (coverage80 === null || !isBandUntrustworthy(coverage80, forecastDays ?? 0)) return null;
  const percent = Math.round(coverage80 * 100);
  return {
    kind: 'bandUntrustworthy',
    severity: 'watch',
    detail: {
      because: `${percent} % of past demand was inside the forecast’s band, which should hold 80 %`,
      coverage80: Math.round(coverage80 * 100) / 100,
      days: forecastDays ?? 0,
    },
  };
}
