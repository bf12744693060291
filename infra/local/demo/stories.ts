/** What the demo's people know of demand, each in the products it happened to. */
import type {
  DemandEventInput,
  DemandExclusionInput,
  DemandOverrideInput,
  LikeItemInput,
} from '#shared/contracts/api/planning-bodies.ts';
import { addDays } from '#shared/forecasting/day-number.ts';

import type { Category } from './catalogue.ts';
import { HISTORY_DAYS, type Fate, type ProductPlan } from './plan-products.ts';

/** What people tell the forecast, in the words of the API. */
export type DemandStories = {
  readonly demandEvents: readonly (DemandEventInput & { readonly lift: number })[];
  readonly overrides: readonly DemandOverrideInput[];
  readonly exclusions: readonly DemandExclusionInput[];
  readonly likeItems: readonly { readonly sku: string; readonly body: LikeItemInput }[];
};

type Sale = {
  readonly name: string;
  readonly category: string;
  readonly from: number;
  readonly days: number;
  readonly lift: number;
};

const sales: readonly Sale[] = [
  { name: 'Syrup weeks', category: 'Syrups & sauces', from: HISTORY_DAYS - 75, days: 14, lift: 1.6 },
  { name: 'Plant drink weeks', category: 'Plant drinks', from: HISTORY_DAYS + 9, days: 14, lift: 1.4 },
];
const LIKE_SHARE = 0.6;
const NEW_FOR_DAYS = 21;
const BULK_DAY = HISTORY_DAYS - 40;
const SOLD_OUT = { from: HISTORY_DAYS - 60, until: HISTORY_DAYS - 39 };
const OVERRIDE_DAYS = 45;

/** The products with what happened to them, and what people say of it. */
export function tellStories(
  plans: readonly ProductPlan[],
  { firstDay, location }: { readonly firstDay: string; readonly location: string },
): { readonly plans: readonly ProductPlan[]; readonly stories: DemandStories } {
  const established = pick(plans, 'KAF', 'fine');
  const fresh = pick(plans, 'KAF', 'new');
  const bulky = pick(plans, 'BEC', 'fine');
  const missed = pick(plans, 'REI', 'fine');
  const changed = new Map<string, Partial<ProductPlan['model']>>([
    [
      fresh.sku,
      {
        ...established.model,
        perDay: established.model.perDay * LIKE_SHARE,
        from: HISTORY_DAYS - NEW_FOR_DAYS,
      },
    ],
    [bulky.sku, { bulkOrder: { day: BULK_DAY, quantity: Math.round(bulky.model.perDay * 25) } }],
    [missed.sku, { soldOut: SOLD_OUT }],
  ]);
  const dayOf = (day: number): string => addDays(firstDay, day);
  return {
    plans: plans.map((plan) => {
      const model = { ...plan.model, ...changed.get(plan.sku) };
      return { ...plan, model: { ...model, promotions: [...salesOf(plan.category), ...model.promotions] } };
    }),
    stories: {
      demandEvents: sales.map(({ name, category, from, days, lift }) => ({
        name,
        from: dayOf(from),
        to: dayOf(from + days - 1),
        lift,
        scope: { kind: 'category', category },
      })),
      overrides: [
        {
          sku: established.sku,
          location,
          from: dayOf(HISTORY_DAYS),
          until: dayOf(HISTORY_DAYS + OVERRIDE_DAYS),
          factor: 1.25,
          reason: {
            code: 'demand-event-known',
            text: 'Hotel Alsterblick serves this one until its own roast is ready',
          },
        },
      ],
      exclusions: [{ sku: bulky.sku, location, day: dayOf(BULK_DAY), treatment: 'exclude' }],
      likeItems: [{ sku: fresh.sku, body: { sku: established.sku, share: LIKE_SHARE } }],
    },
  };
}

function salesOf({ name }: Category): readonly Sale[] {
  return sales.filter(({ category }) => category === name);
}

/** The first product of the category that sells evenly and shows what is wanted of it in the first analysis. */
function pick(plans: readonly ProductPlan[], prefix: string, fate: Fate): ProductPlan {
  const found = plans.find(
    (plan) =>
      plan.category.prefix === prefix &&
      plan.fate === fate &&
      (fate === 'new' || plan.model.behaviour === 'smooth'),
  );
  if (found === undefined) throw new Error(`the demo has no ${fate} product in ${prefix}: take another seed`);
  return found;
}
