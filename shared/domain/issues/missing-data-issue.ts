import type { Issue } from '#shared/contracts/events/planning.ts';
import type { MaterialFacts } from '#shared/contracts/material-facts.ts';

/** The issue of facts without which nothing can be recommended; `hasForecastRun`: whether forecasts can be expected. */
export function missingDataIssue(facts: MaterialFacts, hasForecastRun: boolean): Issue | null {
  const missing = [
    ...missingTerms(facts),
    ...(hasForecastRun && facts.reorderPoint === null ? ['not enough history for a forecast'] : []),
  ];
  if (missing.length === 0) return null;
  const isNeeded = facts.available <= 0 && facts.lastDemandDay !== null;
  return {
    kind: 'missingData',
    severity: isNeeded ? 'soon' : 'watch',
    detail: { because: missing.join(', ') },
  };
}

function missingTerms({ supplierId, unitPriceMinor, leadTimeDays }: MaterialFacts): readonly string[] {
  if (supplierId === null) return ['no supplier'];
  return [
    ...(unitPriceMinor === null ? ['no price'] : []),
    ...(leadTimeDays === null ? ['no lead time'] : []),
  ];
}
