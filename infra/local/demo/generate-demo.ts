import type {
  DemandInput,
  ProductInput,
  StockInput,
  SupplierInput,
  SupplierTermsInput,
} from '#shared/contracts/api/write-bodies.ts';
import { addDays } from '#shared/forecasting/day-number.ts';
import { seededRandom } from '#shared/forecasting/seeded-random.ts';

import { categories, demoCompany, demoSuppliers, type Category } from './catalogue.ts';
import {
  demandSpread,
  drawDemand,
  expectedDemand,
  type Behaviour,
  type DemandModel,
} from './demand-model.ts';

/** Two years of a wholesaler, in the words of the API. */
export type DemoData = {
  readonly locations: readonly { readonly name: string }[];
  readonly suppliers: readonly SupplierInput[];
  readonly products: readonly ProductInput[];
  readonly terms: readonly SupplierTermsInput[];
  readonly stock: readonly StockInput[];
  /** Days with demand of one product at one location, at most 500 each. */
  readonly demand: readonly DemandInput[];
  readonly discontinuedSkus: readonly string[];
};

const HISTORY_DAYS = 730;
const ROWS_PER_BATCH = 500;
/** Every so manyeth product is sold at the second location too, at this share of the first one's demand. */
const SECOND_LOCATION_EVERY = 8;
const SECOND_LOCATION_SHARE = 0.3;
const REVIEW_PERIOD_DAYS = 7;

/** The demo company's data up to and including `endDay`; the same seed and day give the same data. */
export function generateDemo({ seed, endDay }: { readonly seed: string; readonly endDay: string }): DemoData {
  const firstDay = addDays(endDay, 1 - HISTORY_DAYS);
  const plans = planProducts(seed);
  const demand: DemandInput[] = [];
  const stock: StockInput[] = [];
  plans.forEach((plan, i) => {
    const isInBoth = i % SECOND_LOCATION_EVERY === 0;
    for (const [l, location] of demoCompany.locations.slice(0, isInBoth ? 2 : 1).entries()) {
      const random = seededRandom(`${seed} ${plan.sku} ${location}`);
      const model = { ...plan.model, perDay: plan.model.perDay * (l === 0 ? 1 : SECOND_LOCATION_SHARE) };
      demand.push(...demandOf({ plan, model, location, firstDay, random }));
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
    stock,
    demand,
    discontinuedSkus: plans.filter((plan) => plan.fate === 'discontinued').map((plan) => plan.sku),
  };
}

/** What the stock of a product is to show in the first analysis. */
type Fate = 'due' | 'fine' | 'excess' | 'dead' | 'new' | 'discontinued';

type ProductPlan = {
  readonly sku: string;
  readonly category: Category;
  readonly product: ProductInput;
  readonly priceMinor: number;
  readonly model: DemandModel;
  readonly fate: Fate;
};

function planProducts(seed: string): readonly ProductPlan[] {
  return categories.flatMap((category) => {
    const random = seededRandom(`${seed} ${category.prefix}`);
    return category.items.flatMap((item, i) =>
      category.variants.map((variant, v) => {
        const position = i * category.variants.length + v;
        return planProduct({ category, name: `${item}, ${variant}`, position, variant: v, random });
      }),
    );
  });
}

type Slot = {
  readonly category: Category;
  readonly name: string;
  readonly position: number;
  readonly variant: number;
  readonly random: () => number;
};

function planProduct({ category, name, position, variant, random }: Slot): ProductPlan {
  const sku = `${category.prefix}-${String(101 + position)}`;
  const between = ([low, high]: readonly [number, number]): number => low + (high - low) * random();
  const priceMinor = Math.round(between(category.priceMinor) * (1 + 0.7 * variant));
  const fate = fateOf(position);
  const behaviour = behaviourOf(category, random());
  const isSeldom = behaviour === 'intermittent' || behaviour === 'lumpy';
  const perDay = (between(category.perDay) / (1 + variant)) * (isSeldom ? 0.35 : 1);
  const { from, until } = lifeOf(fate, random);
  const model: DemandModel = {
    behaviour,
    // What sells seldom sells whenever a machine breaks.
    season: isSeldom ? 'none' : category.season,
    perDay,
    growthPerYear: -0.08 + 0.26 * random(),
    // A demand is of one and a half units at least, or there are fewer of them.
    demandShare: Math.min(
      perDay / 1.5,
      behaviour === 'lumpy' ? 0.06 + 0.08 * random() : 0.16 + 0.2 * random(),
    ),
    promotions: random() < 0.25 ? promotionsOf(random) : [],
    from,
    until,
  };
  const product = {
    sku,
    name,
    unit: category.unit,
    category: category.name,
    unitCostMinor: priceMinor,
    currency: 'EUR',
  };
  return { sku, category, product, priceMinor, model, fate };
}

/** Every category has some products of each kind, so every supplier has something due. */
function fateOf(position: number): Fate {
  if (position % 16 === 5) return 'due';
  if (position % 27 === 20) return 'new';
  if (position % 30 === 11) return 'excess';
  if (position % 33 === 13) return 'dead';
  if (position % 36 === 17) return 'discontinued';
  return 'fine';
}

function behaviourOf(category: Category, draw: number): Behaviour {
  // Nobody buys a solenoid valve every day.
  if (category.prefix === 'ERS') return draw < 0.6 ? 'intermittent' : 'lumpy';
  if (draw < 0.5) return 'smooth';
  if (draw < 0.68) return 'erratic';
  return draw < 0.88 ? 'intermittent' : 'lumpy';
}

function lifeOf(fate: Fate, random: () => number): { readonly from: number; readonly until: number } {
  const always = { from: 0, until: Infinity };
  if (fate === 'new') return { ...always, from: HISTORY_DAYS - 12 - Math.floor(random() * 46) };
  if (fate === 'dead') return { ...always, until: HISTORY_DAYS - 140 - Math.floor(random() * 120) };
  if (fate === 'discontinued') return { ...always, until: HISTORY_DAYS - 60 - Math.floor(random() * 240) };
  return always;
}

/** A week and a half each half year, none of them in the last six weeks. */
function promotionsOf(random: () => number): DemandModel['promotions'] {
  return [80, 260, 450, 620].map((day) => ({
    from: day + Math.floor(random() * 50),
    days: 10,
    lift: 1.5 + 0.7 * random(),
  }));
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
    const quantity = drawDemand(model, expectedDemand(model, firstDay, day), random);
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
