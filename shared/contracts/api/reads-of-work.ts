/** Reads of what is done with the stock: orders, approvals, the audit trail, executions, imports, members. */
import * as v from 'valibot';

import { Uuid } from '#shared/contracts/ids.ts';
import { StorableText } from '#shared/contracts/text.ts';

import { Moment, pageOf, pageQuery } from './common.ts';
import * as approvalSettings from './models/approval-settings.ts';
import * as approvals from './models/approvals.ts';
import * as audit from './models/audit.ts';
import * as operations from './models/operations.ts';
import * as people from './models/people.ts';
import * as purchasing from './models/purchasing.ts';
import * as replay from './models/replay.ts';
import type { Route } from './route.ts';

const page = v.strictObject(pageQuery);

/** Reads of orders, approvals, the audit trail, executions, imports and members. */
export const workReads = [
  {
    operation: 'listPurchaseOrders',
    method: 'GET',
    path: '/purchase-orders',
    summary: 'Purchase orders, newest first',
    role: 'viewer',
    query: v.strictObject({
      ...pageQuery,
      status: v.optional(purchasing.PurchaseOrderStatus),
      supplierId: v.optional(Uuid),
      productId: v.optional(Uuid),
    }),
    response: pageOf(purchasing.PurchaseOrder),
  },
  {
    operation: 'getPurchaseOrder',
    method: 'GET',
    path: '/purchase-orders/{purchaseOrderId}',
    summary: 'A purchase order in full',
    role: 'viewer',
    response: purchasing.PurchaseOrderDetail,
  },
  {
    operation: 'getPurchaseOrderTimeline',
    method: 'GET',
    path: '/purchase-orders/{purchaseOrderId}/timeline',
    summary: 'Events and workflow steps of an order, oldest first',
    role: 'viewer',
    response: v.strictObject({ items: v.array(audit.TimelineEntry) }),
  },
  {
    operation: 'listApprovals',
    method: 'GET',
    path: '/approvals',
    summary: 'Approvals; pending ones by urgency',
    role: 'viewer',
    query: v.strictObject({
      ...pageQuery,
      status: v.optional(approvals.ApprovalStatus),
      purchaseOrderId: v.optional(Uuid),
    }),
    response: pageOf(approvals.Approval),
  },
  {
    operation: 'getApproval',
    method: 'GET',
    path: '/approvals/{approvalId}',
    summary: 'An approval with all that a decision needs',
    role: 'viewer',
    response: approvals.ApprovalDetail,
  },
  {
    operation: 'replayDecision',
    method: 'GET',
    path: '/approvals/{approvalId}/replay',
    summary: 'What was known when it was decided, and what the same rules say now',
    role: 'viewer',
    response: replay.DecisionReplay,
  },
  {
    operation: 'getApprovalPolicy',
    method: 'GET',
    path: '/approval-policies',
    summary: 'Who may approve what',
    role: 'operator',
    response: approvalSettings.ApprovalPolicyRow,
  },
  {
    operation: 'listDelegations',
    method: 'GET',
    path: '/delegations',
    summary: 'Who decides for whom, latest first',
    role: 'viewer',
    query: page,
    response: pageOf(approvalSettings.Delegation),
  },
  {
    operation: 'listAudit',
    method: 'GET',
    path: '/audit',
    summary: 'The audit trail, newest first',
    role: 'viewer',
    query: v.strictObject({
      ...pageQuery,
      streamId: v.optional(Uuid),
      purchaseOrderId: v.optional(Uuid),
      correlationId: v.optional(Uuid),
      type: v.optional(StorableText),
      topic: v.optional(StorableText),
      actor: v.optional(StorableText),
      from: v.optional(Moment),
      to: v.optional(Moment),
    }),
    response: pageOf(audit.AuditEntry),
  },
  {
    operation: 'listExecutions',
    method: 'GET',
    path: '/executions',
    summary: 'Workflow executions, newest first',
    role: 'viewer',
    query: v.strictObject({ ...pageQuery, machine: v.optional(StorableText) }),
    response: pageOf(operations.Execution),
  },
  {
    operation: 'getExecution',
    method: 'GET',
    path: '/executions/{name}',
    summary: 'A workflow execution with its steps',
    role: 'viewer',
    response: operations.ExecutionDetail,
  },
  {
    operation: 'listImports',
    method: 'GET',
    path: '/imports',
    summary: 'Imports, newest first',
    role: 'viewer',
    query: page,
    response: pageOf(operations.Import),
  },
  {
    operation: 'getImport',
    method: 'GET',
    path: '/imports/{importId}',
    summary: 'An import',
    role: 'viewer',
    response: operations.Import,
  },
  {
    operation: 'listQuarantine',
    method: 'GET',
    path: '/quarantine',
    summary: 'Events that could not be applied',
    role: 'operator',
    query: page,
    response: pageOf(operations.QuarantinedEvent),
  },
  {
    operation: 'listMembers',
    method: 'GET',
    path: '/members',
    summary: 'Members of the tenant',
    role: 'viewer',
    query: page,
    response: pageOf(people.Member),
  },
] as const satisfies readonly Route[];
