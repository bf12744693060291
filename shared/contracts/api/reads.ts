/** Every read of the API. */
import * as v from 'valibot';

import { Uuid } from '#shared/contracts/ids.ts';
import { Day, Instant } from '#shared/contracts/instants.ts';
import { StorableText } from '#shared/contracts/text.ts';

import { EventStatus, pageOf, pageQuery } from './common.ts';
import * as models from './read-models.ts';
import type { Route } from './route.ts';

const search = { search: v.optional(v.pipe(StorableText, v.maxLength(200))) };
const page = v.strictObject(pageQuery);
/** A time, or a day of the tenant's calendar: `from` its beginning, `to` its end. */
const moment = v.union([Day, Instant], 'must be a day such as 2026-11-22 or a time such as 2026-11-22T08:30:00Z');
const location = v.strictObject({ locationId: v.string(), name: v.string(), status: v.string() });
const stock = v.strictObject({
  productId: v.string(),
  sku: v.string(),
  locationId: v.string(),
  locationName: v.string(),
  onHand: v.number(),
  allocated: v.number(),
  available: v.number(),
  onOrder: v.number(),
  inventoryPosition: v.number(),
});
const policy = v.strictObject({
  productId: v.string(),
  sku: v.string(),
  locationId: v.string(),
  policyVersion: v.number(),
  safetyStock: v.number(),
  reorderPoint: v.number(),
  orderUpToLevel: v.number(),
  reviewPeriodDays: v.number(),
  cycleServiceLevel: v.number(),
  runId: v.nullable(v.string()),
});
const terms = v.strictObject({
  supplierId: v.string(),
  supplierName: v.string(),
  productId: v.string(),
  sku: v.string(),
  unitPriceMinor: v.nullable(v.number()),
  currency: v.string(),
  leadTimeDays: v.number(),
  minimumOrderQuantity: v.number(),
  orderMultiple: v.number(),
  rank: v.number(),
});

/** Every read of the API. */
export const readRoutes = [
  { operation: 'getHealth', method: 'GET', path: '/health', summary: 'Whether the parts answer', role: null, response: models.Health },
  { operation: 'getOpenApi', method: 'GET', path: '/openapi.json', summary: 'This API as OpenAPI 3.1', role: null },
  { operation: 'getMe', method: 'GET', path: '/me', summary: 'Who is asking, and where they belong', role: 'viewer', response: models.Me },
  { operation: 'getEvent', method: 'GET', path: '/events/{eventId}', summary: 'An event; with `wait` (such as 2s, at most 20s) it waits until the tables show it', role: 'viewer', query: v.strictObject({ wait: v.optional(v.pipe(v.string(), v.regex(/^\d{1,2}(\.\d)?s$/, 'must be such as 2s'))) }), response: EventStatus },
  { operation: 'listProducts', method: 'GET', path: '/products', summary: 'Products', role: 'viewer', query: v.strictObject({ ...pageQuery, ...search, sku: v.optional(StorableText), supplierId: v.optional(Uuid), issue: v.optional(v.picklist(['open'])) }), response: pageOf(models.Product) },
  { operation: 'getProduct', method: 'GET', path: '/products/{productId}', summary: 'A product in full', role: 'viewer', response: models.ProductDetail },
  { operation: 'listSuppliers', method: 'GET', path: '/suppliers', summary: 'Suppliers', role: 'viewer', query: v.strictObject({ ...pageQuery, ...search }), response: pageOf(models.Supplier) },
  { operation: 'listSupplierTerms', method: 'GET', path: '/supplier-terms', summary: "Suppliers' terms", role: 'viewer', query: v.strictObject({ ...pageQuery, supplierId: v.optional(Uuid), productId: v.optional(Uuid) }), response: pageOf(terms) },
  { operation: 'listLocations', method: 'GET', path: '/locations', summary: 'Locations', role: 'viewer', query: page, response: pageOf(location) },
  { operation: 'listStock', method: 'GET', path: '/stock', summary: 'Stock by product and location', role: 'viewer', query: v.strictObject({ ...pageQuery, productId: v.optional(Uuid), locationId: v.optional(Uuid) }), response: pageOf(stock) },
  { operation: 'listStockMovements', method: 'GET', path: '/stock-movements', summary: 'Movements, newest first', role: 'viewer', query: v.strictObject({ ...pageQuery, productId: v.optional(Uuid) }), response: pageOf(models.StockMovement) },
  { operation: 'listDemand', method: 'GET', path: '/demand', summary: 'Demand of a product by day', role: 'viewer', query: v.strictObject({ ...pageQuery, productId: Uuid }), response: pageOf(v.strictObject({ day: v.string(), locationId: v.string(), quantity: v.number() })) },
  { operation: 'listIssues', method: 'GET', path: '/issues', summary: 'Issues, worst first', role: 'viewer', query: v.strictObject({ ...pageQuery, status: v.optional(v.picklist(['open', 'resolved'])), productId: v.optional(Uuid) }), response: pageOf(models.StockIssue) },
  { operation: 'listPolicies', method: 'GET', path: '/policies', summary: 'Inventory policies', role: 'viewer', query: v.strictObject({ ...pageQuery, productId: v.optional(Uuid) }), response: pageOf(policy) },
  { operation: 'listForecasts', method: 'GET', path: '/forecasts', summary: 'Forecasts of a product, or of a run', role: 'viewer', query: v.strictObject({ ...pageQuery, productId: v.optional(Uuid), runId: v.optional(Uuid) }), response: pageOf(v.strictObject({ runId: v.string(), productId: v.string(), locationId: v.string(), demandPattern: v.string(), method: v.string(), meanPerDay: v.number(), standardDeviationPerDay: v.number(), forecast: v.unknown() })) },
  { operation: 'listForecastRuns', method: 'GET', path: '/forecast-runs', summary: 'Forecast runs, newest first', role: 'viewer', query: page, response: pageOf(models.ForecastRun) },
  { operation: 'getForecastRun', method: 'GET', path: '/forecast-runs/{runId}', summary: 'A forecast run with what failed', role: 'viewer', response: models.ForecastRunDetail },
  { operation: 'listPurchaseOrders', method: 'GET', path: '/purchase-orders', summary: 'Purchase orders, newest first', role: 'viewer', query: v.strictObject({ ...pageQuery, status: v.optional(models.PurchaseOrderStatus), supplierId: v.optional(Uuid), productId: v.optional(Uuid) }), response: pageOf(models.PurchaseOrder) },
  { operation: 'getPurchaseOrder', method: 'GET', path: '/purchase-orders/{purchaseOrderId}', summary: 'A purchase order in full', role: 'viewer', response: models.PurchaseOrderDetail },
  { operation: 'getPurchaseOrderTimeline', method: 'GET', path: '/purchase-orders/{purchaseOrderId}/timeline', summary: 'Events and workflow steps of an order, oldest first', role: 'viewer', response: v.strictObject({ items: v.array(models.TimelineEntry) }) },
  { operation: 'listApprovals', method: 'GET', path: '/approvals', summary: 'Approvals; pending ones by urgency', role: 'viewer', query: v.strictObject({ ...pageQuery, status: v.optional(models.ApprovalStatus), purchaseOrderId: v.optional(Uuid) }), response: pageOf(models.Approval) },
  { operation: 'getApproval', method: 'GET', path: '/approvals/{approvalId}', summary: 'An approval with all that a decision needs', role: 'viewer', response: models.ApprovalDetail },
  { operation: 'listAudit', method: 'GET', path: '/audit', summary: 'The audit trail, newest first', role: 'viewer', query: v.strictObject({ ...pageQuery, streamId: v.optional(Uuid), purchaseOrderId: v.optional(Uuid), correlationId: v.optional(Uuid), type: v.optional(StorableText), topic: v.optional(StorableText), actor: v.optional(StorableText), from: v.optional(moment), to: v.optional(moment) }), response: pageOf(models.AuditEntry) },
  { operation: 'listExecutions', method: 'GET', path: '/executions', summary: 'Workflow executions, newest first', role: 'viewer', query: v.strictObject({ ...pageQuery, machine: v.optional(StorableText) }), response: pageOf(models.Execution) },
  { operation: 'getExecution', method: 'GET', path: '/executions/{name}', summary: 'A workflow execution with its steps', role: 'viewer', response: models.ExecutionDetail },
  { operation: 'listImports', method: 'GET', path: '/imports', summary: 'Imports, newest first', role: 'viewer', query: page, response: pageOf(models.Import) },
  { operation: 'getImport', method: 'GET', path: '/imports/{importId}', summary: 'An import', role: 'viewer', response: models.Import },
  { operation: 'listQuarantine', method: 'GET', path: '/quarantine', summary: 'Events that could not be applied', role: 'operator', query: page, response: pageOf(models.QuarantinedEvent) },
  { operation: 'listMembers', method: 'GET', path: '/members', summary: 'Members of the tenant', role: 'viewer', query: page, response: pageOf(models.Member) },
] as const satisfies readonly Route[];

/** Name of a read. */
export type ReadOperation = (typeof readRoutes)[number]['operation'];
