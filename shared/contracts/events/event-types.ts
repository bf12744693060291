/** Every event type: the topic it is published on, the type of stream it stands in, and its payload. */
import type * as v from 'valibot';

import * as advice from './advice.ts';
import * as approvalSettings from './approval-settings.ts';
import * as approvals from './approvals.ts';
import * as catalogue from './catalogue.ts';
import * as demandPlan from './demand-plan.ts';
import * as demand from './demand.ts';
import * as planningSettings from './planning-settings.ts';
import * as planning from './planning.ts';
import * as purchasing from './purchasing.ts';
import * as stock from './stock.ts';
import * as suppliers from './suppliers.ts';
import * as workflows from './workflows.ts';

type EventTypeSpec = {
  readonly topic: string;
  readonly streamType: string;
  readonly payload: v.GenericSchema;
};

function subject<const T extends Record<string, v.GenericSchema>>(
  topic: string,
  streamType: string,
  payloads: T,
) {
  const entries = Object.entries(payloads).map(([type, payload]) => [type, { topic, streamType, payload }]);
  // Object.fromEntries forgets the keys; they are those of `payloads`.
  return Object.fromEntries(entries) as {
    [K in keyof T]: { topic: string; streamType: string; payload: T[K] };
  };
}

/** Event type → topic, stream type, payload schema. */
export const eventTypes = {
  ...subject('catalogue', 'product', {
    NewProductScheduled: catalogue.NewProductScheduled,
    ProductDetailsChanged: catalogue.ProductDetailsChanged,
    ProductDiscontinued: catalogue.ProductDiscontinued,
    ProductActivated: catalogue.ProductActivated,
    UnitConversionDefined: catalogue.UnitConversionDefined,
    BarcodeAssigned: catalogue.BarcodeAssigned,
    BarcodeRemoved: catalogue.BarcodeRemoved,
  }),
  ...subject('catalogue', 'location', { LocationOpened: catalogue.LocationOpened }),
  ...subject('suppliers', 'supplier', {
    SupplierRegistered: suppliers.SupplierRegistered,
    SupplierDetailsChanged: suppliers.SupplierDetailsChanged,
    SupplierHeld: suppliers.SupplierHeld,
    SupplierReleased: suppliers.SupplierReleased,
  }),
  ...subject('suppliers', 'supplierTerms', { SupplierTermsChanged: suppliers.SupplierTermsChanged }),
  ...subject('stock', 'stockLevel', {
    StockReceived: stock.StockReceived,
    StockIssued: stock.StockIssued,
    StockAdjusted: stock.StockAdjusted,
    StockMoved: stock.StockMoved,
    StockImported: stock.StockImported,
    StockAllocated: stock.StockAllocated,
    StockAllocationReleased: stock.StockAllocationReleased,
    StockQuarantined: stock.StockQuarantined,
    StockReleasedFromQuarantine: stock.StockReleasedFromQuarantine,
    StockCounted: stock.StockCounted,
    StockCountStarted: stock.StockCountStarted,
    StockCountApproved: stock.StockCountApproved,
    StockCountRejected: stock.StockCountRejected,
  }),
  ...subject('demand', 'demand', {
    DemandImported: demand.DemandImported,
    SaleRecorded: demand.SaleRecorded,
  }),
  ...subject('demand', 'demandEvent', {
    DemandEventPlanned: demandPlan.DemandEventPlanned,
    DemandEventCancelled: demandPlan.DemandEventCancelled,
  }),
  ...subject('demand', 'demandPlan', {
    DemandForecastOverridden: demandPlan.DemandForecastOverridden,
    DemandOverrideExpired: demandPlan.DemandOverrideExpired,
    DemandOutlierExcluded: demandPlan.DemandOutlierExcluded,
    DemandOutlierRestored: demandPlan.DemandOutlierRestored,
  }),
  ...subject('demand', 'likeItem', { LikeItemChosen: demandPlan.LikeItemChosen }),
  ...subject('demand', 'import', {
    DataImportStarted: demand.DataImportStarted,
    DataImported: demand.DataImported,
    DataImportUndone: demand.DataImportUndone,
  }),
  ...subject('planning', 'forecastRun', {
    ForecastRunScheduled: planning.ForecastRunScheduled,
    ForecastRunCompleted: planning.ForecastRunCompleted,
  }),
  ...subject('planning', 'inventoryPolicy', { PolicyAccepted: planning.PolicyAccepted }),
  ...subject('planning', 'policyOverride', { PolicyOverridden: planningSettings.PolicyOverridden }),
  ...subject('planning', 'itemClass', { SkuClassified: planningSettings.SkuClassified }),
  ...subject('planning', 'planningSettings', {
    PlanningSettingsChanged: planningSettings.PlanningSettingsChanged,
    ForecastSchedulePaused: planningSettings.ForecastSchedulePaused,
    ForecastScheduleResumed: planningSettings.ForecastScheduleResumed,
  }),
  ...subject('planning', 'replenishment', {
    StockIssueDetected: planning.StockIssueDetected,
    StockIssueWorsened: planning.StockIssueDetected,
    StockIssueEased: planning.StockIssueDetected,
    StockIssueResolved: planning.StockIssueResolved,
    ReplenishmentRecommended: planning.ReplenishmentRecommended,
    RecommendationDrafted: planning.RecommendationDrafted,
    RecommendationWithdrawn: planning.RecommendationWithdrawn,
    RecommendationSettled: planning.RecommendationSettled,
  }),
  ...subject('purchasing', 'purchaseOrder', {
    PurchaseOrderProposed: purchasing.PurchaseOrderProposed,
    PurchaseOrderApprovalRequested: purchasing.PurchaseOrderApprovalRequested,
    PurchaseOrderIssued: purchasing.PurchaseOrderIssued,
    PurchaseOrderAcknowledged: purchasing.PurchaseOrderAcknowledged,
    PurchaseOrderRescheduled: purchasing.PurchaseOrderRescheduled,
    PurchaseOrderHeld: purchasing.PurchaseOrderHeld,
    PurchaseOrderReleased: purchasing.PurchaseOrderReleased,
    PurchaseOrderCommented: purchasing.PurchaseOrderCommented,
    GoodsRejected: purchasing.GoodsRejected,
    GoodsReceiptReversed: purchasing.GoodsReceiptReversed,
    DeliveryDiscrepancyRecorded: purchasing.DeliveryDiscrepancyRecorded,
    GoodsReceived: purchasing.GoodsReceived,
    PurchaseOrderPartiallyReceived: purchasing.PurchaseOrderPartiallyReceived,
    PurchaseOrderReceived: purchasing.PurchaseOrderReceived,
    PurchaseOrderClosed: purchasing.PurchaseOrderClosed,
    PurchaseOrderCancelled: purchasing.PurchaseOrderCancelled,
  }),
  ...subject('approvals', 'purchaseOrder', {
    PurchaseOrderApprovalGranted: approvals.PurchaseOrderApprovalGranted,
    PurchaseOrderApproved: approvals.PurchaseOrderApproved,
    PurchaseOrderRejected: approvals.PurchaseOrderRejected,
    PurchaseOrderAmended: approvals.PurchaseOrderAmended,
    PurchaseOrderPostponed: approvals.PurchaseOrderPostponed,
    PurchaseOrderPostponementEnded: approvals.PurchaseOrderPostponementEnded,
    DecisionUndone: approvals.DecisionUndone,
    ApprovalReminderSent: approvals.ApprovalReminderSent,
    ApprovalEscalated: approvals.ApprovalEscalated,
    ApprovalExtended: approvals.ApprovalExtended,
    ApprovalExpired: approvals.ApprovalExpired,
    StaleDecisionRefused: approvals.StaleDecisionRefused,
  }),
  ...subject('approvals', 'approvalPolicy', {
    ApprovalPolicyChanged: approvalSettings.ApprovalPolicyChanged,
  }),
  ...subject('approvals', 'delegations', {
    ApprovalDelegated: approvalSettings.ApprovalDelegated,
    ApprovalDelegationEnded: approvalSettings.ApprovalDelegationEnded,
  }),
  ...subject('advice', 'advice', {
    AdviceRequested: advice.AdviceRequested,
    AdviceReceived: advice.AdviceReceived,
  }),
  ...subject('planning', 'execution', {
    WorkflowControlRequested: workflows.WorkflowControlRequested,
    WorkflowCompleted: workflows.WorkflowCompleted,
  }),
} satisfies Record<string, EventTypeSpec>;

/** Name of an event type. */
export type EventType = keyof typeof eventTypes;

/** Payload of an event type. */
export type PayloadOf<T extends EventType> = v.InferOutput<(typeof eventTypes)[T]['payload']>;

/** An event that a decision makes: its type and payload; the rest of the envelope is added when it is written. */
export type DomainEvent<T extends EventType = EventType> = {
  [K in T]: { readonly type: K; readonly payload: PayloadOf<K> };
}[T];
