/** An explanation computed from the figures, for when no model was asked or its words were refused. */
import type { AdviceDraft, FactSheet } from '#shared/contracts/workflows/purchase-order-decision.ts';

/** Sentences of the facts that are known; it says what the rule says and no more. */
export function templateAdvice(factSheet: FactSheet): AdviceDraft {
  const has = (...keys: string[]): boolean => keys.every((key) => Object.hasOwn(factSheet, key));
  const sentences = [
    has('inventoryPosition', 'reorderPoint')
      ? 'The inventory position of {{productName}} is {{inventoryPosition}}, the reorder point {{reorderPoint}}.'
      : null,
    has('riskNow', 'riskAfterWeek')
      ? 'The chance of running out before this order arrives is {{riskNow}} now and {{riskAfterWeek}} if you wait a week.'
      : null,
    has('stockoutDay') ? 'Without the order stock runs out about {{stockoutDay}}.' : null,
    has('orderQuantity', 'orderUpToLevel')
      ? '{{orderQuantity}} bring it back towards the level of {{orderUpToLevel}}.'
      : null,
    'The order is worth {{orderValue}}.',
  ];
  const risk = riskOf(factSheet);
  return {
    explanation: sentences.filter((sentence) => sentence !== null).join(' '),
    suggestedAction: 'approve',
    risk,
  };
}

function riskOf(factSheet: FactSheet): AdviceDraft['risk'] {
  const percent = Number.parseInt(factSheet['riskNow']?.text ?? '0', 10);
  if (percent >= 40) return 'high';
  return percent >= 10 ? 'medium' : 'low';
}
