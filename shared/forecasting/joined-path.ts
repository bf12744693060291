import { at } from './at.ts';
import {
  dailyMeans,
  MEAN_WINDOW_DAYS,
  plannedDays,
  type DemandPath,
  type DemandShape,
} from './daily-means.ts';
import { demandCalendar, type DemandPlan } from './demand-calendar.ts';

type PathInput = {
  readonly asOf: string;
  readonly adjustments?: DemandPlan | undefined;
  readonly others?: readonly Float64Array[] | undefined;
};

/**
 * The mean of a product's own daily means and those of other models, all of equal weight; null where no other can be
 * read. What a person said of a day, by an override or the lift of a demand event, stays, and a closed day stays closed.
 */
export function joinedPath(
  own: DemandShape,
  { asOf, adjustments = {}, others = [] }: PathInput,
): DemandPath | null {
  const readable = others.filter(
    (one) => one.length === MEAN_WINDOW_DAYS && one.every((value) => Number.isFinite(value) && value >= 0),
  );
  if (readable.length === 0) return null;
  const ownMeans = dailyMeans(own, asOf, MEAN_WINDOW_DAYS);
  const means = Array.from(ownMeans, (mean, i) =>
    mean > 0 ? readable.reduce((total, one) => total + at(one, i), mean) / (readable.length + 1) : 0,
  );
  const { demandEvents = [], overrides } = adjustments;
  const said = demandEvents.filter(({ isMeasured }) => isMeasured !== true);
  plannedDays(
    demandCalendar({ demandEvents: said, overrides }, asOf),
    { asOf, days: MEAN_WINDOW_DAYS },
    (i) => {
      means[i] = at(ownMeans, i);
    },
  );
  return { from: asOf, means };
}
