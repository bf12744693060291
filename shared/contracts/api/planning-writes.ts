/** Writes on planning. */
import * as v from 'valibot';

import { PlanningSettings } from '#shared/contracts/events/planning-settings.ts';

import { BatchAccepted, WriteAccepted } from './common.ts';
import {
  DemandEventInput,
  DemandExclusionInput,
  DemandOverrideInput,
  ForecastRunInput,
  ForecastScheduleInput,
  LikeItemInput,
  PolicyOverrideInput,
} from './planning-bodies.ts';
import type { Route } from './route.ts';

const write = { response: WriteAccepted } as const;
const batchWrite = { response: v.union([WriteAccepted, BatchAccepted]), batch: true } as const;

/** Writes on planning. */
export const planningWrites = [
  {
    operation: 'planDemandEvent',
    method: 'POST',
    path: '/demand-events',
    summary: 'Plan a demand event, or record a past one: a promotion, a fair, a closing',
    role: 'operator',
    request: DemandEventInput,
    ...batchWrite,
  },
  {
    operation: 'cancelDemandEvent',
    method: 'DELETE',
    path: '/demand-events/{demandEventId}',
    summary: 'Call a demand event off',
    role: 'operator',
    ...write,
  },
  {
    operation: 'overrideDemand',
    method: 'POST',
    path: '/demand-overrides',
    summary: 'Put a figure in place of the forecast, for a time',
    role: 'operator',
    request: DemandOverrideInput,
    ...batchWrite,
  },
  {
    operation: 'endDemandOverride',
    method: 'DELETE',
    path: '/demand-overrides/{overrideId}',
    summary: 'End an override',
    role: 'operator',
    ...write,
  },
  {
    operation: 'treatDemandDay',
    method: 'PUT',
    path: '/demand-exclusions',
    summary: 'Leave a day out of the history, or take it as real',
    role: 'operator',
    request: DemandExclusionInput,
    ...batchWrite,
  },
  {
    operation: 'chooseLikeItem',
    method: 'PUT',
    path: '/products/{productId}/like-item',
    summary: 'Forecast a new product like another, at a share of it',
    role: 'operator',
    request: LikeItemInput,
    ...write,
  },
  {
    operation: 'dropLikeItem',
    method: 'DELETE',
    path: '/products/{productId}/like-item',
    summary: 'Forecast the product by its own history only',
    role: 'operator',
    ...write,
  },
  {
    operation: 'changePlanningSettings',
    method: 'PUT',
    path: '/planning-settings',
    summary: 'Set class policies, cost rates and hysteresis; levels follow at once',
    role: 'admin',
    request: PlanningSettings,
    ...write,
  },
  {
    operation: 'overridePolicy',
    method: 'PUT',
    path: '/policies',
    summary: "Set what differs from its class's policy for a product at a location",
    role: 'approver',
    request: PolicyOverrideInput,
    ...batchWrite,
  },
  {
    operation: 'startForecastRun',
    method: 'POST',
    path: '/forecast-runs',
    summary: 'Start a forecast run now, of everything or of what failed',
    role: 'operator',
    request: ForecastRunInput,
    ...write,
  },
  {
    operation: 'setForecastSchedule',
    method: 'PUT',
    path: '/forecast-schedule',
    summary: 'Pause the nightly run with a reason, or let it go on',
    role: 'approver',
    request: ForecastScheduleInput,
    ...write,
  },
] as const satisfies readonly Route[];
