/** Decision replay: what was known when an approval was decided, and what the same rules say now. */
import type { Sql } from '#functions/_kit/database.ts';
import { factsHashOf, lineVectors, readMaterialFacts, readTenantDay } from '#functions/_kit/facts.ts';
import { sha256Hex } from '#functions/_kit/hash.ts';
import type {
  DecisionReplay,
  RecomputedLine,
  ReplayedDecision,
  SeenThen,
} from '#shared/contracts/api/models/replay.ts';
import { withoutMoney } from '#shared/domain/audit/without-money.ts';
import {
  breachesOf,
  changedInputs,
  type FactsOnDay,
  recomputeLine,
  withoutOrder,
} from '#shared/domain/purchasing/replay-decision.ts';

import { namesOf, type OrderProduct } from './approval-item.ts';
import { type EventRow, namesOf as eventNamesOf } from './event-rows.ts';
import type { Caller, ReadsOf } from './read.ts';
import {
  domainEvent,
  type LoggedDecision,
  readAdviceThen,
  readLoggedDecision,
  readOnRequest,
  readRecommendedFacts,
  selectStoredApproval,
  type StoredApproval,
} from './replay-rows.ts';

/** Reads of past decisions. */
export const replayReads: ReadsOf<'replayDecision'> = {
  replayDecision: ({ inTransaction, caller, parameters }) =>
    inTransaction(async (sql) => {
      const stored = await selectStoredApproval(sql, caller, parameters.approvalId);
      return stored === undefined ? null : replay(sql, caller, stored);
    }),
};

async function replay(sql: Sql, caller: Caller, stored: StoredApproval): Promise<DecisionReplay> {
  const [logged, advice] = await Promise.all([
    readLoggedDecision(sql, caller, stored),
    readAdviceThen(sql, caller, stored),
  ]);
  const { order } = logged;
  const { purchaseOrderId, factsHash, valueMinor } = stored;
  const recomputedHash = factsHashOf(stored.revision, stored.facts);
  const breaches = breachesOf({
    factsHash,
    recomputedHash,
    loggedHash: logged.loggedHash,
    valueMinor,
    lines: order.lines,
    factSheetHash: sha256Hex(stored.factSheet),
    advisedHash: advice?.factSheetHash ?? null,
  });
  const [names, computed] = await Promise.all([
    readNames(sql, caller, logged),
    recompute(sql, caller, { stored, logged }),
  ]);
  return {
    id: stored.id,
    purchaseOrderId,
    number: order.number,
    ...names,
    seen: seenThen({ stored, logged, advice }, caller),
    factsHash,
    recomputedHash,
    loggedHash: logged.loggedHash,
    isIntact: breaches.length === 0,
    breaches,
    ...computed,
  };
}

type Told = { readonly stored: StoredApproval; readonly logged: LoggedDecision };

function seenThen(
  { stored, logged, advice }: Told & { readonly advice: SeenThen['advice'] },
  caller: Caller,
): SeenThen {
  const { order, events } = logged;
  const { status, revision, requestedAt, requiredCount, approvalPolicyVersion } = stored;
  const seen: SeenThen = {
    status,
    revision,
    supplierId: order.supplierId,
    locationId: order.locationId,
    requestedAt,
    requiredCount,
    approvalPolicyVersion,
    value: { amountMinor: stored.valueMinor, currency: stored.currency },
    lines: [...order.lines],
    facts: [...stored.facts],
    factSheet: stored.factSheet,
    advice,
    decisions: events.map(decisionOf),
  };
  if (caller.seesCosts) return seen;
  // A note names prices in words, which no rule finds.
  return withoutMoney({ ...seen, decisions: seen.decisions.map((each) => ({ ...each, note: null })) });
}

function decisionOf(row: EventRow): ReplayedDecision {
  const event = domainEvent(row);
  const { payload } = event;
  return {
    eventId: row.eventId,
    type: row.type,
    at: row.occurredAt,
    by: row.actor,
    reason: row.reason,
    factsHash: row.factsHash,
    note: event.type === 'PurchaseOrderApprovalGranted' ? (event.payload.note ?? null) : null,
    linesAfter: event.type === 'PurchaseOrderAmended' ? event.payload.after : null,
    wake: event.type === 'PurchaseOrderPostponed' ? event.payload.wake : null,
    undoUntil: 'undoUntil' in payload ? payload.undoUntil : null,
  };
}

async function recompute(
  sql: Sql,
  caller: Caller,
  { stored, logged: { order } }: Told,
): Promise<Pick<DecisionReplay, 'recomputed' | 'now'>> {
  const { purchaseOrderId } = stored;
  const { lines, locationId } = order;
  const productIds = lines.map(({ productId }) => productId);
  const [then, present, onRequest, { today }, factsAt] = await Promise.all([
    readRecommendedFacts(sql, caller, { purchaseOrderId, locationId, productIds }),
    readMaterialFacts(sql, { productIds, locationId, limit: productIds.length }),
    readOnRequest(sql, caller, purchaseOrderId),
    readTenantDay(sql),
    readNow(sql),
  ]);
  const facts = present.map((each) =>
    withoutOrder(each, { purchaseOrderId, onRequest: onRequest.get(each.productId) ?? 0 }),
  );
  const now = new Map(
    facts.map((each): [string, FactsOnDay] => [each.productId, { facts: each, asOf: today }]),
  );
  const linesBy = (
    known: ReadonlyMap<string, FactsOnDay>,
    because: NonNullable<RecomputedLine['because']>,
  ): RecomputedLine[] => lines.map((line) => recomputeLine(line, known.get(line.productId) ?? { because }));
  const byLine = (known: ReadonlyMap<string, FactsOnDay>) =>
    new Map(
      lines.flatMap(({ lineNumber, productId }) => {
        const found = known.get(productId);
        return found !== undefined && 'facts' in found ? [[lineNumber, found.facts] as const] : [];
      }),
    );
  const changed = [
    ...changedInputs(
      { vectors: stored.facts, factsOf: byLine(then) },
      { vectors: lineVectors(lines, facts), factsOf: byLine(now) },
    ),
  ];
  return {
    recomputed: linesBy(then, 'proposedByPerson'),
    now: {
      factsAt,
      lines: linesBy(now, 'noStockRecord'),
      changed: caller.seesCosts ? changed : withoutMoney(changed),
    },
  };
}

async function readNow(sql: Sql): Promise<string> {
  const [row] = await sql<{ now: string }[]>`SELECT now() AS now`;
  return row?.now ?? '';
}

type NamesShown = Pick<DecisionReplay, 'supplierName' | 'locationName' | 'products' | 'people'>;

/** Names may change later; they stand beside what was seen. */
async function readNames(sql: Sql, caller: Caller, { order, events }: LoggedDecision): Promise<NamesShown> {
  const { supplierId, locationId, lines } = order;
  const ids = lines.map(({ productId }) => productId);
  const [{ members }, things, products] = await Promise.all([
    eventNamesOf(sql, caller, events),
    sql<{ supplierName: string; locationName: string }[]>`
      SELECT coalesce((SELECT name FROM suppliers WHERE tenant_id = ${caller.tenantId} AND supplier_id = ${supplierId}), '') AS "supplierName",
        coalesce((SELECT name FROM locations WHERE tenant_id = ${caller.tenantId} AND location_id = ${locationId}), '') AS "locationName"`,
    sql<(OrderProduct & { productId: string })[]>`
      SELECT product_id AS "productId", sku, name AS "productName", unit FROM products
      WHERE tenant_id = ${caller.tenantId} AND product_id = ANY(${ids}::uuid[])`,
  ]);
  const productOf = new Map(products.map(({ productId, ...names }) => [productId, names]));
  return {
    supplierName: things[0]?.supplierName ?? '',
    locationName: things[0]?.locationName ?? '',
    products: ids.map((productId) => ({ productId, ...namesOf(productOf, productId) })),
    people: Object.fromEntries(members),
  };
}
