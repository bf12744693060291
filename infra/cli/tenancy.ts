import * as v from 'valibot';

import { Me } from '#shared/contracts/api/models/people.ts';

import { openApi, type Api } from './api.ts';
import type { CommandInput, OptionSpec } from './command.ts';
import { readEndpoints } from './endpoints.ts';
import { CommandFailed, WrongUse } from './failures.ts';

/** A tenant the caller belongs to, and the API on its behalf. */
export type Tenancy = {
  readonly api: Api;
  readonly tenantId: string;
  readonly tenantName: string;
  readonly timeZone: string;
  readonly currency: string;
};

/** Options of every command that works on a tenant. */
export const tenancyOptions = {
  tenant: { type: 'string', value: 'id or name', summary: 'the tenant, where the user belongs to several' },
  user: { type: 'string', value: 'name', summary: 'the demo user to act as (default: operator)' },
} as const satisfies Record<string, OptionSpec>;

/** Signs in to the running system and chooses the tenant. */
export async function openTenancy(input: Pick<CommandInput, 'text'>): Promise<Tenancy> {
  const { api, issuer } = await readEndpoints();
  const user = input.text('user') ?? 'operator';
  const me = await openApi({ api, issuer, user }).read('/me', v.object({ ...Me.entries }));
  const tenant = chooseTenant(me.memberships, input.text('tenant'));
  const { tenantId, tenantName, timeZone, currency } = tenant;
  return { api: openApi({ api, issuer, user, tenantId }), tenantId, tenantName, timeZone, currency };
}

function chooseTenant(memberships: Me['memberships'], wanted: string | undefined): Me['memberships'][number] {
  const list = memberships.map(({ tenantId, tenantName }) => `${tenantId} (${tenantName})`).join(', ');
  const fitting = memberships.filter(
    ({ tenantId, tenantName }) => wanted === undefined || wanted === tenantId || wanted === tenantName,
  );
  const [tenant] = fitting;
  if (tenant === undefined && wanted === undefined) {
    throw new CommandFailed('the user belongs to no tenant: have an admin add it as a member');
  }
  if (tenant === undefined) throw new WrongUse(`found --tenant ${wanted}, expected one of ${list}`);
  if (fitting.length > 1)
    throw new WrongUse(`the user belongs to several tenants: say --tenant with one of ${list}`);
  return tenant;
}
