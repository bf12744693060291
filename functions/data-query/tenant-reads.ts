import type { ReadOperation } from '#shared/contracts/api/reads.ts';

import { accessReads } from './reads/access.ts';
import { approvalSettingsReads } from './reads/approval-settings.ts';
import { approvalReads } from './reads/approvals.ts';
import { auditReads } from './reads/audit.ts';
import { catalogueReads } from './reads/catalogue.ts';
import { demandPlanReads } from './reads/demand-plan.ts';
import { eventReads } from './reads/events.ts';
import { executionReads } from './reads/executions.ts';
import { forecastRunReads } from './reads/forecast-runs.ts';
import { itemForecastReads } from './reads/item-forecast.ts';
import { operationsReads } from './reads/operations.ts';
import { planningSettingsReads } from './reads/planning-settings.ts';
import { policyReads } from './reads/policies.ts';
import { policyWhatIfReads } from './reads/policy-what-if.ts';
import { purchasingReads } from './reads/purchasing.ts';
import { replayReads } from './reads/replay.ts';
import type { ReadsOf, TenantlessRead } from './reads/read.ts';
import { stockHeldReads } from './reads/stock-held.ts';
import { stockIssueReads } from './reads/stock-issues.ts';
import { stockReads } from './reads/stock.ts';

/** Every read that belongs to a tenant, by the name of its route. */
export const tenantReads: ReadsOf<Exclude<ReadOperation, TenantlessRead>> = {
  ...accessReads,
  ...approvalReads,
  ...approvalSettingsReads,
  ...auditReads,
  ...catalogueReads,
  ...demandPlanReads,
  ...eventReads,
  ...executionReads,
  ...forecastRunReads,
  ...itemForecastReads,
  ...operationsReads,
  ...planningSettingsReads,
  ...policyReads,
  ...policyWhatIfReads,
  ...purchasingReads,
  ...replayReads,
  ...stockHeldReads,
  ...stockIssueReads,
  ...stockReads,
};
