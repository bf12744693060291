import type { ProductInput } from '#shared/contracts/api/write-bodies.ts';
import { seededRandom } from '#shared/forecasting/seeded-random.ts';

import { categories, type Category } from './catalogue.ts';
import type { Behaviour, DemandModel } from './demand-model.ts';

/** Days of the demo's history; days are counted from its first one. */
export const HISTORY_DAYS = 730;

/** What the stock of a product is to show in the first analysis. */
export type Fate = 'due' | 'fine' | 'excess' | 'dead' | 'new' | 'discontinued';

/** A product, and how it sells. */
export type ProductPlan = {
  readonly sku: string;
  readonly category: Category;
  readonly product: ProductInput;
  readonly priceMinor: number;
  readonly model: DemandModel;
  readonly fate: Fate;
};

/** Every product of the catalogue; the same seed gives the same ones. */
export function planProducts(seed: string): readonly ProductPlan[] {
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
    soldOut: null,
    bulkOrder: null,
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
