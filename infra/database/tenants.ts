/** Tenants are added by whoever operates the installation, not over the API: nobody is a member before one exists. */
import { randomUUID } from 'node:crypto';

import type postgres from 'postgres';

import { asOwner } from './migrate.ts';

/** What a person may do, from reading to managing members. */
type MemberRole = 'viewer' | 'operator' | 'approver' | 'admin';

/** A tenant to add; the members' `sub` is the subject of their tokens. */
export type NewTenant = {
  readonly name: string;
  readonly timeZone?: string;
  readonly currency?: string;
  readonly members?: readonly {
    readonly sub: string;
    readonly role: MemberRole;
    readonly displayName?: string;
    /** Where mails to the person go; without one there are none. */
    readonly email?: string;
  }[];
};

const demoUsers = [
  { sub: 'viewer', role: 'viewer', email: 'viewer@stock-mate.example', displayName: 'Vera Viewer' },
  { sub: 'operator', role: 'operator', email: 'operator@stock-mate.example', displayName: 'Otto Operator' },
  { sub: 'approver', role: 'approver', email: 'approver@stock-mate.example', displayName: 'Ada Approver' },
  { sub: 'admin', role: 'admin', email: 'admin@stock-mate.example', displayName: 'Ansel Admin' },
] as const;

/** Adds a tenant with its members and returns its id. */
export async function addTenant(url: string, tenant: NewTenant): Promise<{ tenantId: string }> {
  return asOwner(url, (sql) => sql.begin((transaction) => insertTenant(transaction, tenant)));
}

/** Adds the first tenant with the four demo users, unless there is a tenant already. */
export async function ensureDemoTenant(url: string): Promise<{ tenantId: string }> {
  return asOwner(url, (sql) =>
    sql.begin(async (transaction) => {
      await transaction`SELECT pg_advisory_xact_lock(hashtext('stock-mate first tenant'))`;
      const [first] = await transaction<{ tenant_id: string }[]>`
        SELECT tenant_id FROM tenants ORDER BY created_at LIMIT 1`;
      if (first !== undefined) return { tenantId: first.tenant_id };
      return insertTenant(transaction, { name: 'Stock-Mate Demo', members: demoUsers });
    }),
  );
}

async function insertTenant(
  transaction: postgres.TransactionSql,
  { name, timeZone = 'Europe/Berlin', currency = 'EUR', members = [] }: NewTenant,
): Promise<{ tenantId: string }> {
  const tenantId = randomUUID();
  // The owner is under row-level security too where it is not a superuser.
  await transaction`SELECT set_config('app.tenant', ${tenantId}, true)`;
  await transaction`INSERT INTO tenants (tenant_id, name, time_zone, currency)
    VALUES (${tenantId}, ${name}, ${timeZone}, ${currency})`;
  for (const member of members) {
    await transaction`INSERT INTO memberships (tenant_id, sub, role, display_name, email)
      VALUES (${tenantId}, ${member.sub}, ${member.role}, ${member.displayName ?? member.sub},
        ${member.email ?? null})`;
  }
  return { tenantId };
}
