/** Reads of planning: forecasts and their runs, policies, what people know of demand. */
import * as v from 'valibot';

import { AbcClass, PlanningSettings, XyzClass } from '#shared/contracts/events/planning-settings.ts';
import { Uuid } from '#shared/contracts/ids.ts';

import { pageOf, pageQuery, Search } from './common.ts';
import * as planning from './models/planning.ts';
import * as rows from './read-rows.ts';
import type { Route } from './route.ts';

const page = v.strictObject(pageQuery);

/** Reads of planning. */
export const planningReads = [
  {
    operation: 'listPolicies',
    method: 'GET',
    path: '/policies',
    summary: 'Inventory policies, by SKU',
    role: 'viewer',
    query: v.strictObject({
      ...pageQuery,
      productId: v.optional(Uuid),
      search: v.optional(Search),
      abcClass: v.optional(AbcClass),
      xyzClass: v.optional(XyzClass),
      overridden: v.optional(v.picklist(['true'])),
    }),
    response: pageOf(planning.PolicyRow),
  },
  {
    operation: 'getPolicyWhatIf',
    method: 'GET',
    path: '/policies/what-if',
    summary: 'What other class policies would come to: stock value, risk, orders, before and after',
    role: 'operator',
    query: v.strictObject({
      /** PlanningSettings as JSON. */
      settings: v.pipe(
        v.string(),
        v.maxLength(4000),
        v.rawTransform(({ dataset, addIssue, NEVER }) => {
          try {
            return JSON.parse(dataset.value) as unknown;
          } catch {
            addIssue({ message: 'must be JSON' });
            return NEVER;
          }
        }),
        PlanningSettings,
      ),
    }),
    response: planning.PolicyWhatIf,
  },
  {
    operation: 'getPlanningSettings',
    method: 'GET',
    path: '/planning-settings',
    summary: 'How the tenant plans',
    role: 'viewer',
    response: planning.PlanningSettingsRow,
  },
  {
    operation: 'listDemandEvents',
    method: 'GET',
    path: '/demand-events',
    summary: 'Demand events, latest first',
    role: 'viewer',
    query: v.strictObject({ ...pageQuery, productId: v.optional(Uuid) }),
    response: pageOf(planning.DemandEvent),
  },
  {
    operation: 'listDemandOverrides',
    method: 'GET',
    path: '/demand-overrides',
    summary: 'Overrides of forecasts, newest first',
    role: 'viewer',
    query: v.strictObject({
      ...pageQuery,
      productId: v.optional(Uuid),
      status: v.optional(v.picklist(['active', 'expired', 'ended'])),
    }),
    response: pageOf(planning.DemandOverride),
  },
  {
    operation: 'listForecasts',
    method: 'GET',
    path: '/forecasts',
    summary: 'Forecasts of a product, or of a run',
    role: 'viewer',
    query: v.strictObject({ ...pageQuery, productId: v.optional(Uuid), runId: v.optional(Uuid) }),
    response: pageOf(rows.ForecastRow),
  },
  {
    operation: 'getItemForecast',
    method: 'GET',
    path: '/products/{productId}/forecast',
    summary: 'Demand of a product at a location: history, forecast, accuracy, what was left out',
    role: 'viewer',
    query: v.strictObject({ locationId: v.optional(Uuid) }),
    response: planning.ItemForecast,
  },
  {
    operation: 'listForecastRuns',
    method: 'GET',
    path: '/forecast-runs',
    summary: 'Forecast runs, newest first',
    role: 'viewer',
    query: page,
    response: pageOf(planning.ForecastRun),
  },
  {
    operation: 'getForecastRun',
    method: 'GET',
    path: '/forecast-runs/{runId}',
    summary: 'A forecast run with what failed',
    role: 'viewer',
    response: planning.ForecastRunDetail,
  },
  {
    operation: 'getForecastSchedule',
    method: 'GET',
    path: '/forecast-schedule',
    summary: 'Whether nightly runs are paused, and the next ones',
    role: 'viewer',
    response: planning.ForecastSchedule,
  },
] as const satisfies readonly Route[];
