/** A tenant with a little of everything that can be read, written straight into the tables. */
import { randomUUID } from 'node:crypto';

import type postgres from 'postgres';

import { asOwner } from '#infra/database/migrate.ts';
import { factsHashOf } from '#functions/_kit/facts.ts';
import { idOfName } from '#functions/_kit/ids.ts';
import { type EventType, eventTypes } from '#shared/contracts/events/event-types.ts';
import {
  adviceStreamName,
  executionStreamName,
  replenishmentStreamName,
} from '#shared/domain/stream-names.ts';

/** Ids of what was seeded. */
export type SeededTenant = {
  readonly tenantId: string;
  readonly productIds: readonly string[];
  readonly supplierId: string;
  readonly locationId: string;
  readonly runId: string;
  readonly importId: string;
  readonly orderIds: readonly string[];
  readonly approvalIds: readonly string[];
  readonly eventIds: readonly string[];
  readonly executionNames: readonly string[];
  readonly liveExecutionArn: string;
};

type Sql = postgres.TransactionSql;

const quantiles = (mean: number) => ({
  mean,
  standardDeviation: mean / 3,
  p10: mean * 0.6,
  p50: mean,
  p90: mean * 1.4,
  p95: mean * 1.6,
  p99: mean * 1.8,
});

/** Seeds a tenant; `prefix` makes its subs and SKUs its own. */
export async function seedTenant(ownerUrl: string, prefix: string): Promise<SeededTenant> {
  return asOwner(ownerUrl, (sql) => sql.begin((transaction) => seed(transaction, prefix)));
}

async function seed(sql: Sql, prefix: string): Promise<SeededTenant> {
  const tenantId = randomUUID();
  await sql`SELECT set_config('app.tenant', ${tenantId}, true)`;
  await sql`INSERT INTO tenants (tenant_id, name, time_zone, currency)
    VALUES (${tenantId}, ${`Tenant ${prefix}`}, 'Europe/Berlin', 'EUR')`;
  for (const role of ['viewer', 'operator', 'approver', 'admin']) {
    await sql`INSERT INTO memberships (tenant_id, sub, role, display_name)
      VALUES (${tenantId}, ${`${prefix}-${role}`}, ${role}, ${`${prefix} ${role}`})`;
  }
  await sql`INSERT INTO delegations VALUES (${tenantId}, ${randomUUID()}, ${`${prefix}-approver`}, ${`${prefix}-operator`},
    '2026-01-01', '2026-01-08', ${sql.json({ kind: 'user', id: `${prefix}-approver` })}, now(), NULL)`;
  const catalogue = await seedCatalogue(sql, tenantId, prefix);
  const planning = await seedPlanning(sql, tenantId, catalogue);
  const purchasing = await seedPurchasing(sql, tenantId, { ...catalogue, prefix });
  return { tenantId, ...catalogue, ...planning, ...purchasing };
}

type Catalogue = Pick<SeededTenant, 'productIds' | 'supplierId' | 'locationId'>;

async function seedCatalogue(sql: Sql, tenantId: string, prefix: string): Promise<Catalogue> {
  const productIds = Array.from({ length: 7 }, () => randomUUID());
  const [supplierId, locationId] = [randomUUID(), randomUUID()];
  await sql`INSERT INTO suppliers VALUES (${tenantId}, ${supplierId}, ${`${prefix} Acme`}, 'EUR', 14, 'active', now())`;
  await sql`INSERT INTO suppliers VALUES (${tenantId}, ${randomUUID()}, ${`${prefix} Bolt`}, 'EUR', 5, 'held', now())`;
  await sql`INSERT INTO locations VALUES (${tenantId}, ${locationId}, 'Main', 'open', now())`;
  await sql`INSERT INTO locations VALUES (${tenantId}, ${randomUUID()}, 'Annex', 'open', now())`;
  for (const [i, productId] of productIds.entries()) {
    await sql`INSERT INTO products VALUES (${tenantId}, ${productId}, ${`${prefix}-FC-${i}`}, ${`Filter cartridge ${i}`},
      'pcs', 'Filters', ${700 + i}, 'EUR', 'active', now())`;
    await sql`INSERT INTO supplier_terms VALUES (${tenantId}, ${supplierId}, ${productId}, 840, 'EUR', 14.3, 2.1, 100, 20, 1, now())`;
    await sql`INSERT INTO stock_levels VALUES (${tenantId}, ${productId}, ${locationId}, ${168 - i * 20}, 14, now())`;
    await sql`INSERT INTO stock_movements
      SELECT ${tenantId}, now() - n * interval '1 microsecond', gen_random_uuid(), ${productId}, ${locationId}, 'issue', -1, n, n - 1,
        CASE WHEN n = 1 THEN '{"code": "other", "text": "sold"}'::jsonb END
      FROM generate_series(1, 5) n`;
    await sql`INSERT INTO demand_days
      SELECT ${tenantId}, ${productId}, ${locationId}, current_date - n, source, 6
      FROM generate_series(1, 40) n, unnest(ARRAY['import', 'sale']) source WHERE n % 9 <> 0`;
    await seedHeldStock(sql, { tenantId, productId, locationId, place: i, prefix });
  }
  return { productIds, supplierId, locationId };
}

type Held = {
  readonly tenantId: string;
  readonly productId: string;
  readonly locationId: string;
  /** Which of the products it is. */
  readonly place: number;
  readonly prefix: string;
};

/** A reservation, a count that waits, a unit and a barcode. */
async function seedHeldStock(
  sql: Sql,
  { tenantId, productId, locationId, place, prefix }: Held,
): Promise<void> {
  const actor = sql.json({ kind: 'user', id: `${prefix}-operator` });
  const at = new Date(Date.now() - place * 1000);
  await sql`INSERT INTO stock_reservations VALUES (${tenantId}, ${randomUUID()}, ${productId}, ${locationId}, 14,
    ${`SO-${place}`}, current_date + 3, 'held', ${actor}, ${at}, NULL)`;
  await sql`INSERT INTO stock_counts VALUES (${tenantId}, ${randomUUID()}, ${productId}, ${locationId}, 168, 100, 47600,
    'EUR', 'waiting', ${actor}, ${at}, NULL, NULL, NULL, NULL)`;
  await sql`INSERT INTO product_units VALUES (${tenantId}, ${productId}, 'box', 12)`;
  await sql`INSERT INTO product_barcodes VALUES (${tenantId}, ${`400638133393${place}`}, ${productId})`;
}

async function seedPlanning(
  sql: Sql,
  tenantId: string,
  { productIds, locationId }: Catalogue,
): Promise<Pick<SeededTenant, 'runId' | 'importId'>> {
  const [runId, importId] = [randomUUID(), randomUUID()];
  for (const [i, id] of [runId, randomUUID(), randomUUID()].entries()) {
    await sql`INSERT INTO forecast_runs (tenant_id, run_id, as_of, trigger, status, planned, failed, changed, requested_at, completed_at)
      VALUES (${tenantId}, ${id}, current_date, 'nightly', 'completed', 6, 1, 3, now() - ${i}::int * interval '1 day', now())`;
    await sql`INSERT INTO imports VALUES (${tenantId}, ${i === 0 ? importId : randomUUID()}, 'sales', ${`sales-${i}.csv`}, 'finished', 40, 2, now(), now())`;
  }
  const forecast = {
    kind: 'forecast',
    demandPattern: 'smooth',
    method: 'exponential smoothing',
    meanPerDay: 12.4,
    trendPerDay: 0,
    weekdayFactors: [1.2, 1.1, 1, 1, 1, 0.9, 0.8],
    yearFactors: null,
    standardDeviationPerDay: 5,
    leadTimeDemand: { ...quantiles(181), atServiceLevel: 286 },
    protectionDemand: { ...quantiles(268), atServiceLevel: 396 },
    accuracy: { wape: 0.2, bias: -0.01, mase: 0.8, coverage80: 0.79, days: 70 },
    historyDays: 700,
  };
  for (const [i, productId] of productIds.entries()) {
    if (i === 6) {
      await sql`INSERT INTO forecast_failures VALUES (${tenantId}, ${runId}, ${productId}, ${locationId}, 'too few days')`;
      continue;
    }
    await sql`INSERT INTO forecasts VALUES (${tenantId}, ${runId}, ${productId}, ${locationId}, 'smooth', 'exponential smoothing', 12.4, 5, ${sql.json(forecast)})`;
    await sql`INSERT INTO latest_forecasts VALUES (${tenantId}, ${productId}, ${locationId}, ${runId}, current_date)`;
    await sql`INSERT INTO inventory_policies VALUES (${tenantId}, ${productId}, ${locationId}, 1, ${runId}, 105, 286, 396, 7, 0.95, 12.4, 5,
      ${sql.json(quantiles(181))}, ${sql.json(quantiles(268))}, now())`;
    await sql`INSERT INTO issues VALUES (${tenantId}, ${randomUUID()}, ${productId}, ${locationId}, 'projectedStockout',
      ${['urgent', 'soon', 'watch'][i % 3] ?? 'watch'}, ${i === 5 ? 'resolved' : 'open'}, ${sql.json({ because: 'position under the reorder point', unitPriceMinor: 840 })}, now(), now(), NULL)`;
  }
  await seedDemandPlan(sql, tenantId, { productIds, locationId });
  return { runId, importId };
}

/** Three demand events, one of each scope, and an override of each state. */
async function seedDemandPlan(
  sql: Sql,
  tenantId: string,
  { productIds, locationId }: Pick<Catalogue, 'productIds' | 'locationId'>,
): Promise<void> {
  const actor = sql.json({ kind: 'user', id: 'someone' });
  const reason = sql.json({ code: 'demand-event-known', text: 'a fair' });
  const scopes: postgres.JSONValue[] = [
    { kind: 'all' },
    { kind: 'category', category: 'Filters' },
    { kind: 'products', productIds: [...productIds] },
  ];
  for (const [i, scope] of scopes.entries()) {
    await sql`INSERT INTO demand_events VALUES (${tenantId}, ${randomUUID()}, ${`Fair ${i}`}, current_date + ${i}::int,
      current_date + ${i + 2}::int, 1.5, ${sql.json(scope)}, 'planned', ${actor}, now(), NULL)`;
    const [productId = ''] = productIds;
    await sql`INSERT INTO demand_overrides VALUES (${tenantId}, ${randomUUID()}, ${productId}, ${locationId},
      current_date - 20, ${i === 1 ? '2020-01-31' : null}, 14, NULL, ${i === 2 ? 'ended' : 'active'}, ${reason}, ${actor},
      now() - ${i}::int * interval '1 microsecond', NULL)`;
  }
}

type Purchasing = Pick<
  SeededTenant,
  'orderIds' | 'approvalIds' | 'eventIds' | 'executionNames' | 'liveExecutionArn'
>;

/** Five orders of two lines each: four wait for a decision, the last is rejected; the first execution still runs. */
async function seedPurchasing(
  sql: Sql,
  tenantId: string,
  catalogue: Catalogue & { readonly prefix: string },
): Promise<Purchasing> {
  const orders: SeededOrder[] = [];
  for (let i = 0; i < 5; i += 1) orders.push(seededOrder(catalogue, i));
  const eventIds: string[] = [];
  for (const order of orders) {
    await seedOrder(sql, tenantId, order);
    await seedApproval(sql, tenantId, order);
    await seedExecution(sql, tenantId, order);
    for (const event of eventsOf(order)) eventIds.push(await append(sql, tenantId, order, event));
    await sql`INSERT INTO streams (tenant_id, stream_id, type, version, state, applied_version)
      SELECT ${tenantId}, stream_id, stream_type, max(stream_version), '{}', max(stream_version) FROM events
      WHERE tenant_id = ${tenantId} GROUP BY 2, 3 ON CONFLICT DO NOTHING`;
    await sql`INSERT INTO quarantine
      VALUES (${tenantId}, ${randomUUID()}, ${randomUUID()}, 1, 'StockMoved', 'unknown product', 1, now())`;
  }
  return {
    orderIds: orders.map(({ orderId }) => orderId),
    approvalIds: orders.map(({ approvalId }) => approvalId),
    eventIds,
    executionNames: orders.map(({ name }) => name),
    liveExecutionArn: orders.map(({ arn }) => arn)[0] ?? '',
  };
}

type SeededOrder = ReturnType<typeof seededOrder>;

function seededOrder(
  { productIds, supplierId, locationId, prefix }: Catalogue & { readonly prefix: string },
  i: number,
) {
  const name = `purchase-order-decision-${prefix}-${i}`;
  const lines = productIds.slice(i, i + 2).map((productId, n) => ({
    lineNumber: n + 1,
    productId,
    quantity: 200,
    unitPriceMinor: 840,
    recommendedQuantity: 200,
    steps: [{ rule: 'grossNeed', label: 'gross need', quantity: 182 }],
  }));
  return {
    orderId: randomUUID(),
    approvalId: randomUUID(),
    number: `PO-${1042 + i}`,
    name,
    arn: `arn:aws:states:eu-central-1:000000000000:execution:purchase-order-decision:${name}`,
    item: { productId: productIds[i] ?? '', locationId },
    supplierId,
    locationId,
    lines,
    isDecided: i === 4,
    isLive: i === 0,
    prefix,
  };
}

async function seedOrder(sql: Sql, tenantId: string, order: SeededOrder): Promise<void> {
  const { orderId, approvalId, number, supplierId, locationId, lines, isLive, prefix } = order;
  const status = order.isDecided ? 'Rejected' : 'PendingApproval';
  await sql`INSERT INTO purchase_orders (tenant_id, purchase_order_id, number, supplier_id, location_id, status, revision,
      currency, value_minor, approval_id, execution_id, proposed_at, changed_at)
    VALUES (${tenantId}, ${orderId}, ${number}, ${supplierId}, ${locationId}, ${status}, 1, 'EUR', 336000,
      ${approvalId}, ${order.arn}, now(), now())`;
  for (const line of lines) {
    await sql`INSERT INTO purchase_order_lines (tenant_id, purchase_order_id, line_number, product_id, quantity,
        unit_price_minor, recommended_quantity, steps)
      VALUES (${tenantId}, ${orderId}, ${line.lineNumber}, ${line.productId}, 200, 840, 200, ${sql.json(line.steps)})`;
  }
  const state = {
    status,
    number,
    supplierId,
    locationId,
    currency: 'EUR',
    revision: 1,
    lines,
    approvalId,
    wake: null,
    received: {},
  };
  await sql`INSERT INTO streams (tenant_id, stream_id, type, version, state, applied_version)
    VALUES (${tenantId}, ${orderId}, 'purchaseOrder', 2, ${sql.json(state)}, ${isLive ? 1 : 2})`;
  const receivedBy = { kind: 'user', id: `${prefix}-operator` };
  await sql`INSERT INTO receipts VALUES (${tenantId}, ${randomUUID()}, ${orderId}, now(), ${sql.json(receivedBy)},
    ${sql.json([{ lineNumber: 1, quantity: 10 }])})`;
}

async function seedApproval(sql: Sql, tenantId: string, order: SeededOrder): Promise<void> {
  const { orderId, approvalId, isDecided } = order;
  // As if nothing had been known of the products when the decision was asked for.
  const vectors = order.lines.map(({ lineNumber }) => ({ lineNumber, vector: null }));
  const decision = isDecided
    ? { decision: 'reject', decided_by: `${order.prefix}-approver`, decided_at: new Date() }
    : { decision: null, decided_by: null, decided_at: null };
  const row = {
    tenant_id: tenantId,
    approval_id: approvalId,
    purchase_order_id: orderId,
    revision: 1,
    execution_id: order.arn,
    status: isDecided ? 'DECIDED' : 'PENDING',
    value_minor: 336000,
    currency: 'EUR',
    facts_hash: factsHashOf(1, vectors),
    facts: sql.json(vectors),
    fact_sheet: sql.json({}),
    ...decision,
    expires_at: new Date(Date.now() + 7 * 86_400_000),
  };
  await sql`INSERT INTO approvals ${sql(row)}`;
  const words = {
    explanation: 'Order now: €3,360.00.',
    suggestedAction: 'approve',
    risk: 'medium',
    figures: [{ key: 'orderValue', text: '€3,360.00' }],
    computedBecause: null,
  };
  await sql`INSERT INTO advice VALUES (${tenantId}, ${orderId}, 1, 'template', NULL, 'v1', 'abc', '{}',
    ${sql.json(words)}, 1, 0, now())`;
}

async function seedExecution(
  sql: Sql,
  tenantId: string,
  { orderId, arn, name, isLive }: SeededOrder,
): Promise<void> {
  const machine = 'purchase-order-decision';
  await sql`INSERT INTO executions VALUES (${tenantId}, ${arn}, ${machine}, ${name}, ${`order:${orderId}`}, now(), ${isLive ? null : new Date().toISOString()})`;
  if (isLive) return;
  const at = new Date().toISOString();
  const steps = [
    { id: 1, previousId: 0, type: 'ExecutionStarted', at, state: null, error: null, cause: null },
    { id: 2, previousId: 1, type: 'TaskStateEntered', at, state: 'AwaitDecision', error: null, cause: null },
  ];
  await sql`INSERT INTO workflow_history
    VALUES (${tenantId}, ${arn}, ${machine}, ${name}, 'SUCCEEDED', now(), now(), ${sql.json(steps)}, 'abc')`;
}

type SeededEvent = {
  readonly stream: readonly [id: string, type: string, version: number];
  readonly type: EventType;
  readonly payload: postgres.JSONValue;
  readonly sub?: string;
};

function eventsOf(order: SeededOrder): readonly SeededEvent[] {
  const { orderId, approvalId, item, lines, arn } = order;
  const replenishment = idOfName(replenishmentStreamName(item.productId, item.locationId));
  const issue = { kind: 'projectedStockout', severity: 'urgent', detail: {} };
  const proposed = {
    number: order.number,
    supplierId: order.supplierId,
    locationId: order.locationId,
    currency: 'EUR',
    lines,
  };
  const requested = {
    approvalId,
    revision: 1,
    valueMinor: 336000,
    requiredCount: 1,
    expiresAt: '2026-12-01T00:00:00Z',
  };
  const asked = {
    purchaseOrderId: orderId,
    revision: 1,
    promptVersion: 'v1',
    factSheetHash: 'abc',
    mode: 'template',
  };
  const completed = {
    executionId: arn,
    machine: 'purchase-order-decision',
    status: 'SUCCEEDED',
    historySha256: 'abc',
  };
  return [
    {
      stream: [replenishment, 'replenishment', 1],
      type: 'StockIssueDetected',
      payload: { issueId: randomUUID(), ...item, issue },
    },
    {
      stream: [replenishment, 'replenishment', 2],
      type: 'RecommendationDrafted',
      payload: { ...item, purchaseOrderId: orderId },
    },
    { stream: [orderId, 'purchaseOrder', 1], type: 'PurchaseOrderProposed', payload: proposed },
    order.isDecided
      ? {
          stream: [orderId, 'purchaseOrder', 2],
          type: 'PurchaseOrderRejected',
          payload: { approvalId, revision: 1, undoUntil: null },
          sub: `${order.prefix}-approver`,
        }
      : { stream: [orderId, 'purchaseOrder', 2], type: 'PurchaseOrderApprovalRequested', payload: requested },
    {
      stream: [idOfName(adviceStreamName(orderId, 1)), 'advice', 1],
      type: 'AdviceRequested',
      payload: asked,
    },
    {
      stream: [idOfName(executionStreamName(arn)), 'execution', 1],
      type: 'WorkflowCompleted',
      payload: completed,
    },
  ];
}

async function append(sql: Sql, tenantId: string, order: SeededOrder, event: SeededEvent): Promise<string> {
  const [streamId, streamType, version] = event.stream;
  const eventId = randomUUID();
  const actor =
    event.sub === undefined ? { kind: 'workflow', id: order.name } : { kind: 'user', id: event.sub };
  await sql`INSERT INTO events (tenant_id, event_id, stream_id, stream_type, stream_version, type, topic, occurred_at,
      recorded_at, actor, correlation_id, execution_id, payload)
    VALUES (${tenantId}, ${eventId}, ${streamId}, ${streamType}, ${version}, ${event.type},
      ${eventTypes[event.type].topic}, now(), clock_timestamp(), ${sql.json(actor)}, ${randomUUID()}, ${order.arn},
      ${sql.json(event.payload)})`;
  return eventId;
}
