/** For which tenant a caller acts, and as what. */
import { Uuid } from '#shared/contracts/ids.ts';
import { hasRole, type Role } from '#shared/contracts/roles.ts';
import * as v from 'valibot';

import type { Sql } from './database.ts';
import type { HttpRequest } from './http.ts';
import { Refusal } from './refusal.ts';

/** A caller's place in a tenant. */
export type Membership = {
  readonly tenantId: string;
  readonly role: Role;
  readonly displayName: string;
  /** `null`: the role's default counts. */
  readonly approvalLimitMinor: number | null;
};

/** The header that chooses among a caller's tenants; `null` where it is absent. */
export function wishedTenant(request: HttpRequest): string | null {
  const header = request.headers['stock-mate-tenant'];
  if (header === undefined || header === '') return null;
  const parsed = v.safeParse(Uuid, header);
  if (parsed.success) return parsed.output;
  throw new Refusal(400, undefined, {
    detail: 'the header Stock-Mate-Tenant must be a UUID',
    errors: [{ path: 'Stock-Mate-Tenant', message: 'must be a UUID' }],
  });
}

/** Everything the caller is a member of; `sql` belongs to a transaction of the caller's `sub`. */
export async function membershipsOf(sql: Sql, sub: string): Promise<readonly Membership[]> {
  return sql<Membership[]>`SELECT tenant_id AS "tenantId", role, display_name AS "displayName",
    approval_limit_minor AS "approvalLimitMinor" FROM memberships WHERE sub = ${sub} ORDER BY created_at, tenant_id`;
}

/** The membership that counts: the wished tenant's, or the only one; 404 where there is none. */
export function chooseMembership(memberships: readonly Membership[], wished: string | null): Membership {
  const matching = wished === null ? memberships : memberships.filter(({ tenantId }) => tenantId === wished);
  const [only, second] = matching;
  if (only === undefined) {
    throw new Refusal(404, undefined, {
      detail: 'you are not a member of this tenant; ask one of its admins to add you',
    });
  }
  if (second === undefined) return only;
  throw new Refusal(400, undefined, {
    detail: 'you belong to several tenants: say which one in the header Stock-Mate-Tenant',
    errors: [
      {
        path: 'Stock-Mate-Tenant',
        message: `must be one of ${matching.map(({ tenantId }) => tenantId).join(', ')}`,
      },
    ],
  });
}

/** Refuses with 403, naming the needed role, unless the role is enough. */
export function demandRole(role: Role, needed: Role | null): void {
  if (needed === null || hasRole(role, needed)) return;
  throw new Refusal(403, undefined, {
    detail: `this needs the role ${needed}; yours is ${role}`,
    extra: { neededRole: needed, role },
  });
}

/** The caller's membership, and that its role is enough; `sql` belongs to a transaction of the caller's `sub`. */
export async function resolveMembership(
  sql: Sql,
  caller: { readonly sub: string; readonly wished: string | null; readonly needed: Role | null },
): Promise<Membership> {
  const membership = chooseMembership(await membershipsOf(sql, caller.sub), caller.wished);
  demandRole(membership.role, caller.needed);
  return membership;
}
