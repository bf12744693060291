import type { ReadOperation } from '#shared/contracts/api/reads.ts';

import { accessReads } from './reads/access.ts';
import { approvalReads } from './reads/approvals.ts';
import { auditReads } from './reads/audit.ts';
import { catalogueReads } from './reads/catalogue.ts';
import { eventReads } from './reads/events.ts';
import { executionReads } from './reads/executions.ts';
import { operationsReads } from './reads/operations.ts';
import { planningReads } from './reads/planning.ts';
import { purchasingReads } from './reads/purchasing.ts';
import type { ReadsOf, TenantlessRead } from './reads/read.ts';
import { stockIssueReads } from './reads/stock-issues.ts';
import { stockReads } from './reads/stock.ts';

/** Every read that belongs to a tenant, by the name of its route. */
export const tenantReads: ReadsOf<Exclude<ReadOperation, TenantlessRead>> = {
  ...accessReads,
  ...approvalReads,
  ...auditReads,
  ...catalogueReads,
  ...eventReads,
  ...executionReads,
  ...operationsReads,
  ...planningReads,
  ...purchasingReads,
  ...stockIssueReads,
  ...stockReads,
};
