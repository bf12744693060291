import { isCounted, type DemandMoments } from './demand-quantile.ts';
import { gammaTail } from './gamma-distribution.ts';
import { countTail } from './negative-binomial.ts';

/**
 * Units short to expect when `stock` is to serve a demand, E[(D − x)⁺], in closed form for the distributions of
 * `demandQuantile`: with G₀ = P(D > x) and g the density of shape k + 1 or the probability of x,
 * gamma (shape k, scale θ): (kθ − x)·G₀ + kθ·θg; negative binomial (β = (1 − p) ÷ p): (rβ − x)·G₀ + (x + r)·βg;
 * Poisson (mean λ): (λ − x)·G₀ + λg.
 * Source: Zipkin, "Foundations of Inventory Management" (2000), appendix C; Burgin, OR Quarterly 26 (1975).
 */
export function expectedShortage(demand: DemandMoments, stock: number): number {
  return shortages(demand, stock).first;
}

/**
 * Expected shortage summed over all stocks between two levels, from `low` (exclusive) to `high`: an integral for a
 * measure, a sum over whole units for a count. Divided by high − low it is the mean over stocks that are equally likely.
 * Source: Zipkin (2000), appendix C, second-order loss functions.
 */
export function summedShortage(demand: DemandMoments, low: number, high: number): number {
  if (high <= low) return 0;
  return Math.max(0, shortages(demand, low).second - shortages(demand, high).second);
}

type Shortages = {
  readonly first: number;
  /** The first summed over all higher stocks. */
  readonly second: number;
};

function shortages(demand: DemandMoments, stock: number): Shortages {
  const { mean, standardDeviation } = demand;
  if (mean <= 0) return certain(0, stock);
  if (standardDeviation <= mean * 1e-6) return certain(mean, stock);
  if (isCounted(demand)) return ofCount(demand, Math.floor(stock));
  if (stock <= 0) return { first: mean - stock, second: ((mean - stock) ** 2 + standardDeviation ** 2) / 2 };
  return ofGamma(demand, stock);
}

function certain(demand: number, stock: number): Shortages {
  const short = Math.max(0, demand - stock);
  return { first: short, second: short ** 2 / 2 };
}

function ofGamma({ mean, standardDeviation }: DemandMoments, stock: number): Shortages {
  const scale = standardDeviation ** 2 / mean;
  const shape = mean / scale;
  const x = stock / scale;
  const { beyond, next } = gammaTail(x, shape);
  // E[D; D > x] and E[D²; D > x] are tails of the shapes k + 1 and k + 2, each one step of the recurrence away.
  const ofMean = shape * (beyond + next);
  const ofSquare = shape * (shape + 1) * (beyond + next) + shape * x * next;
  return {
    first: Math.max(0, ofMean - x * beyond) * scale,
    second: (Math.max(0, ofSquare - 2 * x * ofMean + x * x * beyond) / 2) * scale ** 2,
  };
}

function ofCount({ mean, standardDeviation }: DemandMoments, stock: number): Shortages {
  const variance = standardDeviation ** 2;
  if (stock < 0) return belowZero(mean, variance, stock);
  const { beyond, at } = countTail(mean, variance, stock);
  if (variance <= mean * 1.000_001) {
    return {
      first: Math.max(0, (mean - stock) * beyond + mean * at),
      second: Math.max(0, ((mean - stock) ** 2 + stock) * beyond - mean * (stock - mean) * at) / 2,
    };
  }
  const beta = variance / mean - 1;
  const r = mean / beta;
  const passing = (stock + r) * beta * at;
  const ofSquare = r * (r + 1) * beta ** 2 - 2 * mean * stock + stock * (stock + 1);
  return {
    first: Math.max(0, (mean - stock) * beyond + passing),
    second: Math.max(0, ofSquare * beyond + ((r + 1) * beta - stock) * passing) / 2,
  };
}

/** All demand is short, and what is owed already: the second is ½·E[(D − x)(D − x − 1)]. */
function belowZero(mean: number, variance: number, stock: number): Shortages {
  const short = mean - stock;
  return { first: short, second: (variance + short ** 2 - short) / 2 };
}
