import type {
  DemandInput,
  ProductInput,
  StockInput,
  StockMovementInput,
  SupplierInput,
  SupplierTermsInput,
} from '#shared/contracts/api/write-bodies.ts';
import { addDays } from '#shared/forecasting/day-number.ts';
import { seededRandom } from '#shared/forecasting/seeded-random.ts';

import { demoCompany, demoSuppliers } from './catalogue.ts';
import { demandSpread, drawDemand, expectedDemand, type DemandModel } from './demand-model.ts';
import { HISTORY_DAYS, planProducts, type ProductPlan } from './plan-products.ts';
import { stockHistory, type StockHistory } from './stock-history.ts';
import { tellStories, type DemandStories } from './stories.ts';

/** Two years of a wholesaler, in the words of the API. */
export type DemoData = DemandStories & {
  readonly locations: readonly { readonly name: string }[];
  readonly suppliers: readonly SupplierInput[];
  readonly products: readonly ProductInput[];
  readonly terms: readonly SupplierTermsInput[];
  /** What was counted and moved before the stock of today. */
  readonly earlierCounts: readonly StockInput[];
  readonly movements: readonly StockMovementInput[];
  readonly stock: readonly StockInput[];
  /** Days with demand of one product at one location, at most 500 each. */
  readonly demand: readonly DemandInput[];
  readonly discontinuedSkus: readonly string[];
};

const ROWS_PER_BATCH = 500;
/** Every so manyeth product is sold at the second location too, at this share of the first one's demand. */
const SECOND_LOCATION_EVERY = 8;
const SECOND_LOCATION_SHARE = 0.3;
const REVIEW_PERIOD_DAYS = 7;

/** The demo company's data up to and including `endDay`; the same seed and day give the same data. */
export function generateDemo({ seed, endDay }: { readonly seed: string; readonly endDay: string }): DemoData {
  const firstDay = addDays(endDay, 1 - HISTORY_DAYS);
  const [location = ''] = demoCompany.locations;
  const { plans, stories } = tellStories(planProducts(seed), { firstDay, location });
  const demand: DemandInput[] = [];
  const stock: StockInput[] = [];
  const histories: StockHistory[] = [];
  plans.forEach((plan, i) => {
    const isInBoth = i % SECOND_LOCATION_EVERY === 0;
    for (const [l, location] of demoCompany.locations.slice(0, isInBoth ? 2 : 1).entries()) {
      const random = seededRandom(`${seed} ${plan.sku} ${location}`);
      const model = l === 0 ? plan.model : elsewhere(plan.model);
      const batches = demandOf({ plan, model, location, firstDay, random });
      demand.push(...batches);
      if (model.soldOut !== null) {
        const [from, until] = [addDays(firstDay, model.soldOut.from), addDays(firstDay, model.soldOut.until)];
        const rows = batches.flatMap((batch) => batch.rows);
        histories.push(stockHistory({ sku: plan.sku, location, from, until, demand: rows }));
      }
      // The second location is stocked up whatever the first lacks.
      const fate = l > 0 && plan.fate === 'due' && i % 3 > 0 ? 'fine' : plan.fate;
      const level = stockLevel({ plan: { ...plan, fate }, model, firstDay, random });
      stock.push({ sku: plan.sku, location, onHand: level, asOf: `${addDays(endDay, 1)}T00:00:00Z` });
    }
  });
  return {
    locations: demoCompany.locations.map((name) => ({ name })),
    suppliers: Object.values(demoSuppliers).map(({ name, leadTimeDays }) => ({
      name,
      leadTimeDays,
      currency: 'EUR',
    })),
    products: plans.map((plan) => plan.product),
    terms: plans.map(termsOf),
    earlierCounts: histories.flatMap(({ counts }) => counts),
    movements: histories.flatMap(({ movements }) => movements),
    stock,
    demand,
    discontinuedSkus: plans.filter((plan) => plan.fate === 'discontinued').map((plan) => plan.sku),
    ...stories,
  };
}

/** The second location sells less, and what happened to the first did not happen there. */
function elsewhere(model: DemandModel): DemandModel {
  return { ...model, perDay: model.perDay * SECOND_LOCATION_SHARE, soldOut: null, bulkOrder: null };
}

type DemandSlot = {
  readonly plan: ProductPlan;
  readonly model: DemandModel;
  readonly location: string;
  readonly firstDay: string;
  readonly random: () => number;
};

function demandOf({ plan, model, location, firstDay, random }: DemandSlot): DemandInput[] {
  const rows: [string, number][] = [];
  for (let day = Math.max(0, model.from); day < HISTORY_DAYS; day += 1) {
    const bulk = model.bulkOrder?.day === day ? model.bulkOrder.quantity : 0;
    const quantity = bulk + drawDemand(model, expectedDemand(model, firstDay, day), random);
    // The first row says since when the product is on offer.
    if (quantity > 0 || day === model.from) rows.push([addDays(firstDay, day), quantity]);
  }
  const batches: DemandInput[] = [];
  for (let start = 0; start < rows.length; start += ROWS_PER_BATCH) {
    batches.push({ sku: plan.sku, location, rows: rows.slice(start, start + ROWS_PER_BATCH) });
  }
  return batches;
}

/** Stock relative to what the coming lead time will need: well below, comfortable, or far too much. */
function stockLevel({ plan, model, firstDay, random }: Omit<DemandSlot, 'location'>): number {
  const { fate } = plan;
  if (fate === 'discontinued') return 0;
  if (fate === 'dead') return 4 + Math.round(model.perDay * (4 + 20 * random()));
  const { leadTimeDays, leadTimeStandardDeviation } = demoSuppliers[plan.category.supplier];
  const days = leadTimeDays + REVIEW_PERIOD_DAYS;
  let coming = 0;
  for (let day = 0; day < days; day += 1) coming += expectedDemand(model, firstDay, HISTORY_DAYS + day);
  const perDay = coming / days;
  const spread = Math.hypot(
    demandSpread(model, perDay) * Math.sqrt(days * 1.3),
    perDay * leadTimeStandardDeviation,
  );
  const enough = coming + 1.65 * spread;
  if (fate === 'due') return Math.floor(coming * (0.1 + 0.5 * random()));
  if (fate === 'excess') return Math.ceil(enough * 2.5 + perDay * 90);
  // A short history makes a cautious plan.
  const caution = fate === 'new' ? 0.8 : 0;
  return Math.ceil(enough * (1.27 + caution + 0.3 * random()) + 2);
}

function termsOf({ sku, category, priceMinor, model }: ProductPlan): SupplierTermsInput {
  const supplier = demoSuppliers[category.supplier];
  // About a week's demand, in whole packs: what a supplier finds worth picking.
  const weekly = Math.max(1, Math.round((model.perDay * 7) / category.orderMultiple));
  return {
    supplier: supplier.name,
    sku,
    unitPriceMinor: priceMinor,
    currency: 'EUR',
    leadTimeDays: supplier.leadTimeDays,
    leadTimeStandardDeviation: supplier.leadTimeStandardDeviation,
    minimumOrderQuantity: weekly * category.orderMultiple,
    orderMultiple: category.orderMultiple,
  };
}
