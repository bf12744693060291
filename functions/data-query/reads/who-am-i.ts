import type { Database } from '#functions/_kit/database.ts';
import { type Membership, membershipsOf } from '#functions/_kit/membership.ts';
import type { Me } from '#shared/contracts/api/models/people.ts';
import type { ApprovalPolicy } from '#shared/contracts/events/approval-settings.ts';
import { limitOf } from '#shared/domain/approvals/approval-policy.ts';

import { readPolicyTable } from './approval-settings.ts';

type Tenant = { readonly tenantName: string; readonly timeZone: string; readonly currency: string };
type TenantWithPolicy = Tenant & { readonly policy: ApprovalPolicy };

const readOnly = { readOnly: true, retry: true } as const;

/** The caller and every tenant they belong to; someone without a membership gets an empty list. */
export async function whoAmI(database: Database, sub: string): Promise<Me> {
  const memberships = await database.transaction(
    { tenantId: null, sub },
    (sql) => membershipsOf(sql, sub),
    readOnly,
  );
  // A transaction sees one tenant: each is asked for its own name.
  const tenants = await Promise.all(memberships.map(({ tenantId }) => readTenant(database, tenantId)));
  return { sub, memberships: memberships.flatMap((membership, i) => describe(membership, tenants[i])) };
}

async function readTenant(database: Database, tenantId: string): Promise<TenantWithPolicy | undefined> {
  return database.transaction(
    { tenantId },
    async (sql) => {
      const [tenant] = await sql<Tenant[]>`SELECT name AS "tenantName", time_zone AS "timeZone", currency
        FROM tenants WHERE tenant_id = ${tenantId}`;
      const { policy } = await readPolicyTable(sql, tenantId);
      return tenant === undefined ? undefined : { ...tenant, policy };
    },
    readOnly,
  );
}

function describe(membership: Membership, tenant: TenantWithPolicy | undefined): Me['memberships'] {
  if (tenant === undefined) return [];
  const { role, approvalLimitMinor: ownLimitMinor } = membership;
  const { policy, ...about } = tenant;
  return [{ ...membership, ...about, approvalLimitMinor: limitOf(policy, { role, ownLimitMinor }) }];
}
