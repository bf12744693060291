import type { ItemModel } from './item-model.ts';

/** From so many known days on the own history counts, and from so many on it counts alone. */
const OWN_FROM_DAYS = 56;
const OWN_ALONE_DAYS = 112;
/** A person's share is a guess: its standard deviation, of itself. */
const SHARE_SPREAD = 0.3;

/** How much a product's own history counts beside that of its like item, 0 to 1, by its known days. */
export function ownWeight(knownDays: number): number {
  return Math.min(1, Math.max(0, (knownDays - OWN_FROM_DAYS) / (OWN_ALONE_DAYS - OWN_FROM_DAYS)));
}

/** Another product's model at a share of its demand; what it was found to miss says nothing of this product. */
export function scaledModel(model: ItemModel, share: number): ItemModel {
  const { shape, variance } = model;
  const method = `like-item-${model.method}`;
  const meanPerDay = shape.meanPerDay * share;
  // Of a count, every unit is taken with the probability of the share.
  const thinned = model.isCount && share < 1 ? share * (1 - share) * shape.meanPerDay : 0;
  const perDay = share ** 2 * variance.perDay + thinned;
  return {
    ...model,
    method,
    shape: { ...shape, meanPerDay, trendPerDay: shape.trendPerDay * share },
    standardDeviationPerDay: Math.sqrt((share * model.standardDeviationPerDay) ** 2 + thinned),
    variance: { perDay, ofLevel: share ** 2 * variance.ofLevel + (SHARE_SPREAD * meanPerDay) ** 2 },
    demandLastYear: model.demandLastYear * share,
    accuracy: null,
    contenders: [{ method, wape: null }],
  };
}

/** Both histories together, the own one with its weight. */
export function blendedModel(own: ItemModel, like: ItemModel, weight: number): ItemModel {
  const mix = (one: number, other: number): number => weight * one + (1 - weight) * other;
  const method = `own-and-${like.method}`;
  return {
    ...own,
    method,
    shape: {
      meanPerDay: mix(own.shape.meanPerDay, like.shape.meanPerDay),
      trendPerDay: mix(own.shape.trendPerDay, like.shape.trendPerDay),
      weekdayFactors: own.shape.weekdayFactors.map((factor, i) =>
        mix(factor, like.shape.weekdayFactors[i] ?? 1),
      ),
      yearFactors: own.shape.yearFactors ?? like.shape.yearFactors,
    },
    standardDeviationPerDay: mix(own.standardDeviationPerDay, like.standardDeviationPerDay),
    variance: {
      perDay: mix(own.variance.perDay, like.variance.perDay),
      ofLevel: mix(own.variance.ofLevel, like.variance.ofLevel),
    },
    demandLastYear: mix(own.demandLastYear, like.demandLastYear),
    contenders: [{ method, wape: null }, ...own.contenders].slice(0, 4),
  };
}
