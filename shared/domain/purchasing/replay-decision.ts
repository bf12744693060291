/** Replays a decision: the rules on the facts of then and of now, what changed between them, and whether all is intact. */
import type { Breach, NotRecomputed, RecomputedLine } from '#shared/contracts/api/models/replay.ts';
import type { FactChange } from '#shared/contracts/events/approvals.ts';
import type { PurchaseOrderLine } from '#shared/contracts/events/purchasing.ts';
import type { MaterialFacts } from '#shared/contracts/material-facts.ts';
import { analyseFacts } from '#shared/domain/issues/analyse-facts.ts';
import { type LineVector, lineChanges } from '#shared/domain/issues/line-changes.ts';

import { orderValueMinor } from './order-value.ts';

/** Facts of one product, and the day they are judged on; or why there are none. */
export type FactsOnDay =
  | { readonly facts: MaterialFacts; readonly asOf: string }
  | { readonly because: NotRecomputed };

/** What the rules say of the line by these facts, beside what was recommended. */
export function recomputeLine(line: PurchaseOrderLine, known: FactsOnDay): RecomputedLine {
  const { lineNumber } = line;
  if ('because' in known) {
    const { because } = known;
    return { lineNumber, recommendedQuantity: null, steps: [], policyVersion: null, isEqual: null, because };
  }
  const { facts, asOf } = known;
  const { recommendation } = analyseFacts(facts, { asOf });
  const recommendedQuantity = recommendation?.recommendedQuantity ?? 0;
  const steps = [...(recommendation?.steps ?? [])];
  // A person's line holds no recommendation to be equal to.
  const wasRecommended = line.steps.length > 0;
  const isEqual =
    recommendedQuantity === line.recommendedQuantity &&
    steps.length === line.steps.length &&
    steps.every((step, i) => step.rule === line.steps[i]?.rule && step.quantity === line.steps[i]?.quantity);
  return {
    lineNumber,
    recommendedQuantity,
    steps,
    policyVersion: facts.policyVersion,
    isEqual: wasRecommended ? isEqual : null,
    because: null,
  };
}

/** Present facts as if the order had never been made, as far as it still is to be decided or to come. */
export function withoutOrder(
  facts: MaterialFacts,
  order: { readonly purchaseOrderId: string; readonly onRequest: number },
): MaterialFacts {
  const isOwn = ({ purchaseOrderId }: { readonly purchaseOrderId: string }) =>
    purchaseOrderId === order.purchaseOrderId;
  const toCome = facts.openOrders.filter(isOwn).reduce((sum, { quantity }) => sum + quantity, 0);
  return {
    ...facts,
    onRequest: thousandths(facts.onRequest - order.onRequest),
    onOrder: thousandths(facts.onOrder - toCome),
    inventoryPosition: thousandths(facts.inventoryPosition - toCome),
    openOrders: facts.openOrders.filter((open) => !isOwn(open)),
  };
}

/** Facts that the quantity follows from and the material vector leaves out, or may have seen at another moment. */
const inputs = [
  'inventoryPosition',
  'onRequest',
  'reorderPoint',
  'orderUpToLevel',
  'minimumOrderQuantity',
  'orderMultiple',
  'policyVersion',
  'supplierName',
  'productStatus',
] as const satisfies readonly (keyof MaterialFacts)[];

type Moment = {
  readonly vectors: readonly LineVector[];
  readonly factsOf: ReadonlyMap<number, MaterialFacts>;
};

/** Every input that was one thing when it was decided and is another now, line by line, each once. */
export function changedInputs(then: Moment, now: Moment): readonly FactChange[] {
  const ofVectors = lineChanges(then.vectors, now.vectors).map(({ change }) => change);
  const named = new Set(ofVectors.map(({ lineNumber, fact }) => `${lineNumber} ${fact}`));
  const ofInputs = [...then.factsOf].flatMap(([lineNumber, before]): FactChange[] => {
    const after = now.factsOf.get(lineNumber);
    if (after === undefined) return [];
    return inputs
      .filter((fact) => before[fact] !== after[fact] && !named.has(`${lineNumber} ${fact}`))
      .map((fact) => ({ lineNumber, fact, before: before[fact], after: after[fact] }));
  });
  return [...ofVectors, ...ofInputs].sort((a, b) => a.lineNumber - b.lineNumber);
}

/** What is compared to tell whether a stored approval is what was written. */
export type Stored = {
  readonly factsHash: string;
  readonly recomputedHash: string;
  /** Hash in the event that asked for the decision; null where the log has none. */
  readonly loggedHash: string | null;
  readonly valueMinor: number;
  /** Lines by the event log. */
  readonly lines: readonly PurchaseOrderLine[];
  readonly factSheetHash: string;
  /** Hash in the event of the advice; null where there was none. */
  readonly advisedHash: string | null;
};

/** What does not fit together any more; empty: intact. */
export function breachesOf(stored: Stored): Breach[] {
  const { factsHash, recomputedHash, loggedHash, valueMinor, lines, factSheetHash, advisedHash } = stored;
  const found: readonly (readonly [Breach, boolean])[] = [
    ['facts', factsHash !== recomputedHash],
    ['log', loggedHash !== null && loggedHash !== factsHash],
    ['value', valueMinor !== orderValueMinor(lines)],
    ['factSheet', advisedHash !== null && advisedHash !== factSheetHash],
  ];
  return found.filter(([, isBroken]) => isBroken).map(([breach]) => breach);
}

function thousandths(quantity: number): number {
  return Math.round(quantity * 1000) / 1000;
}
