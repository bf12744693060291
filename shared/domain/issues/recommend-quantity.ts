import type { QuantityStep } from '#shared/contracts/events/planning.ts';
import type { MaterialFacts } from '#shared/contracts/material-facts.ts';

import { isFractionalUnit } from './is-fractional-unit.ts';

/** A quantity to order, and the visible sum that leads to it. */
export type RecommendedQuantity = {
  readonly recommendedQuantity: number;
  readonly grossNeed: number;
  readonly steps: readonly (QuantityStep & { readonly rule: QuantityRule })[];
};

type QuantityRule =
  | 'orderUpToLevel'
  | 'inventoryPosition'
  | 'grossNeed'
  | 'minimumOrderQuantity'
  | 'orderMultiple';

type QuantityFacts = Pick<
  MaterialFacts,
  'unit' | 'orderUpToLevel' | 'inventoryPosition' | 'minimumOrderQuantity' | 'orderMultiple'
>;

/**
 * The quantity that fills the position up to the order-up-to level: gross need = max(0, level − position), raised to
 * the minimum order, then up to a multiple. Steps that change nothing are left out. 0 without a level or a need.
 */
export function recommendQuantity(facts: QuantityFacts): RecommendedQuantity {
  if (facts.orderUpToLevel === null) return { recommendedQuantity: 0, grossNeed: 0, steps: [] };
  const need = Math.max(0, facts.orderUpToLevel - facts.inventoryPosition);
  const grossNeed = isFractionalUnit(facts.unit) ? thousandths(need) : Math.ceil(thousandths(need));
  const steps: (QuantityStep & { rule: QuantityRule })[] = [
    { rule: 'orderUpToLevel', label: 'Order up to', quantity: facts.orderUpToLevel },
    { rule: 'inventoryPosition', label: 'Inventory position', quantity: facts.inventoryPosition },
    { rule: 'grossNeed', label: 'Needed', quantity: grossNeed },
  ];
  if (grossNeed === 0) return { recommendedQuantity: 0, grossNeed, steps };
  const minimum = facts.minimumOrderQuantity ?? 0;
  const atLeast = Math.max(grossNeed, minimum);
  if (atLeast > grossNeed) {
    steps.push({ rule: 'minimumOrderQuantity', label: `Minimum order ${minimum}`, quantity: atLeast });
  }
  const multiple = facts.orderMultiple ?? 0;
  const recommendedQuantity = roundedUp(atLeast, multiple);
  if (recommendedQuantity > atLeast) {
    steps.push({
      rule: 'orderMultiple',
      label: `In multiples of ${multiple}`,
      quantity: recommendedQuantity,
    });
  }
  return { recommendedQuantity, grossNeed, steps };
}

function roundedUp(quantity: number, multiple: number): number {
  if (multiple <= 0) return quantity;
  // 0.3 is three times 0.1, whatever binary fractions say.
  return thousandths(Math.ceil(quantity / multiple - 1e-9) * multiple);
}

function thousandths(quantity: number): number {
  return Math.round(quantity * 1000) / 1000;
}
