/** Every event type and the way it shows; one file per subject beside this one. */
import * as v from 'valibot';

import type { Sql } from '#functions/_kit/database.ts';
import { type EventType, eventTypes } from '#shared/contracts/events/event-types.ts';

import { advice } from './advice.ts';
import { approvalSettings } from './approval-settings.ts';
import { approvals } from './approvals.ts';
import { catalogue } from './catalogue.ts';
import { deliveries } from './deliveries.ts';
import { demandPlan } from './demand-plan.ts';
import { demand } from './demand.ts';
import type { FollowUps } from './follow-ups.ts';
import { planningSettings } from './planning-settings.ts';
import { planning } from './planning.ts';
import type { Projection, Projections, StoredEvent } from './projection.ts';
import { productCodes } from './product-codes.ts';
import { purchasing } from './purchasing.ts';
import { stockCounts } from './stock-counts.ts';
import { stockHeld } from './stock-held.ts';
import { stock } from './stock.ts';
import { suppliers } from './suppliers.ts';
import { workflows } from './workflows.ts';

const projections: Projections = {
  ...catalogue,
  ...suppliers,
  ...productCodes,
  ...stock,
  ...stockHeld,
  ...stockCounts,
  ...demand,
  ...demandPlan,
  ...planning,
  ...planningSettings,
  ...purchasing,
  ...deliveries,
  ...approvals,
  ...approvalSettings,
  ...advice,
  ...workflows,
};

/** An event made ready to be written to the tables, or why it cannot be. */
export type Preparation =
  | { readonly kind: 'ready'; readonly write: (sql: Sql, followUps: FollowUps) => Promise<void> }
  | { readonly kind: 'refused'; readonly reason: string };

/** Parses the event's payload. */
export function prepare(event: StoredEvent): Preparation {
  const { type } = event;
  if (!isEventType(type)) return { kind: 'refused', reason: `the event type ${type} is not known` };
  const parsed = v.safeParse(eventTypes[type].payload, event.payload);
  if (!parsed.success) {
    return { kind: 'refused', reason: `the payload of ${type} does not fit: ${describe(parsed.issues)}` };
  }
  // Type and payload belong together: both were looked up by the same name.
  const project = projections[type] as Projection<EventType>;
  const parsedEvent = { ...event, type, payload: parsed.output } as Parameters<typeof project>[1];
  return { kind: 'ready', write: (sql, followUps) => project(sql, parsedEvent, followUps) };
}

function isEventType(type: string): type is EventType {
  return Object.hasOwn(eventTypes, type) && Object.hasOwn(projections, type);
}

function describe(issues: readonly v.BaseIssue<unknown>[]): string {
  return issues
    .slice(0, 3)
    .map((issue) => `${v.getDotPath(issue) ?? 'payload'}: ${issue.message}`)
    .join('; ');
}
