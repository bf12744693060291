/** A tenant with a little of everything that can be read, written straight into the tables. */
import { randomUUID } from 'node:crypto';

import type postgres from 'postgres';

import { asOwner } from '#infra/database/migrate.ts';
import { factsHashOf, type LineVector } from '#functions/_kit/facts.ts';
import { idOfName } from '#functions/_kit/ids.ts';
import { adviceStreamName, executionStreamName, replenishmentStreamName } from '#shared/domain/stream-names.ts';

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
  }
  return { productIds, supplierId, locationId };
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
    await sql`INSERT INTO inventory_policies VALUES (${tenantId}, ${productId}, ${locationId}, 1, ${runId}, 105, 286, 396, 7, 0.95, 12.4, 5,
      ${sql.json(quantiles(181))}, ${sql.json(quantiles(268))}, now())`;
    await sql`INSERT INTO issues VALUES (${tenantId}, ${randomUUID()}, ${productId}, ${locationId}, 'projectedStockout',
      ${['urgent', 'soon', 'watch'][i % 3] ?? 'watch'}, ${i === 5 ? 'resolved' : 'open'}, ${sql.json({ because: 'position under the reorder point', unitPriceMinor: 840 })}, now(), now(), NULL)`;
  }
  return { runId, importId };
}

async function seedPurchasing(
  sql: Sql,
  tenantId: string,
  { productIds, supplierId, locationId, prefix }: Catalogue & { readonly prefix: string },
): Promise<Pick<SeededTenant, 'orderIds' | 'approvalIds' | 'eventIds' | 'executionNames' | 'liveExecutionArn'>> {
  const [orderIds, approvalIds, eventIds, executionNames]: [string[], string[], string[], string[]] = [[], [], [], []];
  const arnOf = (name: string): string => `arn:aws:states:eu-central-1:000000000000:execution:purchase-order-decision:${name}`;
  for (let i = 0; i < 5; i += 1) {
    const [orderId, approvalId] = [randomUUID(), randomUUID()];
    const name = `purchase-order-decision-${prefix}-${i}`;
    const lines = [i, i + 1].map((product, n) => ({
      lineNumber: n + 1,
      productId: productIds[product] ?? '',
      quantity: 200,
      unitPriceMinor: 840,
      recommendedQuantity: 200,
      steps: [{ rule: 'grossNeed', label: 'gross need', quantity: 182 }],
    }));
    const isDecided = i === 4;
    const order = { status: isDecided ? 'Rejected' : 'PendingApproval', number: `PO-${1042 + i}`, supplierId, locationId,
      currency: 'EUR', revision: 1, lines, approvalId, wake: null, received: {} };
    const vectors: readonly LineVector[] = lines.map(({ lineNumber }) => ({ lineNumber, vector: null }));
    await sql`INSERT INTO purchase_orders (tenant_id, purchase_order_id, number, supplier_id, location_id, status, revision,
        currency, value_minor, approval_id, execution_id, proposed_at, changed_at)
      VALUES (${tenantId}, ${orderId}, ${order.number}, ${supplierId}, ${locationId}, ${order.status}, 1, 'EUR', 336000, ${approvalId}, ${arnOf(name)}, now(), now())`;
    for (const line of lines) {
      await sql`INSERT INTO purchase_order_lines (tenant_id, purchase_order_id, line_number, product_id, quantity, unit_price_minor, recommended_quantity, steps)
        VALUES (${tenantId}, ${orderId}, ${line.lineNumber}, ${line.productId}, 200, 840, 200, ${sql.json(line.steps)})`;
    }
    await sql`INSERT INTO streams (tenant_id, stream_id, type, version, state, applied_version)
      VALUES (${tenantId}, ${orderId}, 'purchaseOrder', 2, ${sql.json(order)}, ${i === 0 ? 1 : 2})`;
    await sql`INSERT INTO approvals (tenant_id, approval_id, purchase_order_id, revision, execution_id, status, value_minor, currency,
        facts_hash, facts, fact_sheet, expires_at, decision, decided_by, decided_at, reason)
      VALUES (${tenantId}, ${approvalId}, ${orderId}, 1, ${arnOf(name)}, ${isDecided ? 'DECIDED' : 'PENDING'}, 336000, 'EUR',
        ${factsHashOf(1, vectors)}, ${sql.json(JSON.parse(JSON.stringify(vectors)) as postgres.JSONValue)}, '{}', now() + interval '7 days', ${isDecided ? 'reject' : null},
        ${isDecided ? `${prefix}-approver` : null}, ${isDecided ? new Date() : null}, ${isDecided ? sql.json({ code: 'price-too-high' }) : null})`;
    await sql`INSERT INTO advice VALUES (${tenantId}, ${orderId}, 1, 'template', NULL, 'v1', 'abc', '{}',
      ${sql.json({ explanation: 'Order now: €3,360.00.', suggestedAction: 'approve', risk: 'medium', figures: [{ key: 'orderValue', text: '€3,360.00' }], rejectedBecause: null })}, 1, 0, now())`;
    await sql`INSERT INTO receipts VALUES (${tenantId}, ${randomUUID()}, ${orderId}, now(), ${sql.json({ kind: 'user', id: `${prefix}-operator` })}, ${sql.json([{ lineNumber: 1, quantity: 10 }])})`;
    await sql`INSERT INTO executions VALUES (${tenantId}, ${arnOf(name)}, 'purchase-order-decision', ${name}, ${`order:${orderId}`}, now(), NULL)`;
    // The first execution is still under way.
    if (i > 0) {
      const steps = [
        { id: 1, previousId: 0, type: 'ExecutionStarted', at: new Date().toISOString(), state: null, error: null, cause: null },
        { id: 2, previousId: 1, type: 'TaskStateEntered', at: new Date().toISOString(), state: 'AwaitDecision', error: null, cause: null },
      ];
      await sql`INSERT INTO workflow_history VALUES (${tenantId}, ${arnOf(name)}, 'purchase-order-decision', ${name}, 'SUCCEEDED', now(), now(), ${sql.json(steps)}, 'abc')`;
    }
    const correlationId = randomUUID();
    const append = async (event: { streamId: string; streamType: string; version: number; type: string; topic: string; payload: unknown; sub?: string }) => {
      const eventId = randomUUID();
      await sql`INSERT INTO events (tenant_id, event_id, stream_id, stream_type, stream_version, type, topic, occurred_at, recorded_at, actor, correlation_id, execution_id, payload)
        VALUES (${tenantId}, ${eventId}, ${event.streamId}, ${event.streamType}, ${event.version}, ${event.type}, ${event.topic}, now(), clock_timestamp(),
          ${sql.json(event.sub === undefined ? { kind: 'workflow', id: name } : { kind: 'user', id: event.sub })}, ${correlationId}, ${arnOf(name)}, ${sql.json(event.payload as postgres.JSONValue)})`;
      eventIds.push(eventId);
    };
    const [first] = lines;
    const item = { productId: first?.productId ?? '', locationId };
    const replenishment = { streamId: idOfName(replenishmentStreamName(item.productId, locationId)), streamType: 'replenishment', topic: 'planning' };
    const issue = { issueId: randomUUID(), ...item, issue: { kind: 'projectedStockout', severity: 'urgent', detail: {} } };
    await append({ ...replenishment, version: 1, type: 'StockIssueDetected', payload: issue });
    await append({ ...replenishment, version: 2, type: 'RecommendationDrafted', payload: { ...item, purchaseOrderId: orderId } });
    await append({ streamId: orderId, streamType: 'purchaseOrder', version: 1, type: 'PurchaseOrderProposed', topic: 'purchasing', payload: { number: order.number, supplierId, locationId, currency: 'EUR', lines } });
    await append({ streamId: orderId, streamType: 'purchaseOrder', version: 2, topic: 'approvals', ...(isDecided
      ? { type: 'PurchaseOrderRejected', payload: { approvalId, revision: 1, undoUntil: null }, sub: `${prefix}-approver` }
      : { type: 'PurchaseOrderApprovalRequested', payload: { approvalId, revision: 1, valueMinor: 336000, requiredCount: 1, expiresAt: '2026-12-01T00:00:00Z' } }) });
    await append({ streamId: idOfName(adviceStreamName(orderId, 1)), streamType: 'advice', version: 1, type: 'AdviceRequested', topic: 'advice', payload: { purchaseOrderId: orderId, revision: 1, promptVersion: 'v1', factSheetHash: 'abc', mode: 'template' } });
    await append({ streamId: idOfName(executionStreamName(arnOf(name))), streamType: 'execution', version: 1, type: 'WorkflowCompleted', topic: 'planning', payload: { executionId: arnOf(name), machine: 'purchase-order-decision', status: 'SUCCEEDED', historySha256: 'abc' } });
    await sql`INSERT INTO streams (tenant_id, stream_id, type, version, state, applied_version)
      SELECT ${tenantId}, stream_id, stream_type, max(stream_version), '{}', max(stream_version) FROM events
      WHERE tenant_id = ${tenantId} GROUP BY 2, 3 ON CONFLICT DO NOTHING`;
    await sql`INSERT INTO quarantine VALUES (${tenantId}, ${randomUUID()}, ${randomUUID()}, 1, 'StockMoved', 'unknown product', 1, now())`;
    orderIds.push(orderId);
    approvalIds.push(approvalId);
    executionNames.push(name);
  }
  return { orderIds, approvalIds, eventIds, executionNames, liveExecutionArn: arnOf(executionNames[0] ?? '') };
}
