import { cache } from 'react';

import type { Me } from '#shared/contracts/api/models/people.ts';

import { load, type Loaded } from './api.ts';
import { pageSession } from './session/session.ts';

/** A person's place in a workspace: role, limit, time zone, currency. */
export type Membership = Me['memberships'][number];

/** Who is asking, once per render. */
export const loadMe = cache(async () => await load('GET /me', {}));

/** The caller's place in the workspace of the session; null: they belong to none. */
export const loadMembership = cache(async (): Promise<Loaded<Membership | null>> => {
  const me = await loadMe();
  if (!me.ok) return me;
  const tenantId = (await pageSession())?.tenantId;
  const { memberships } = me.data;
  return {
    ok: true,
    data: memberships.find((membership) => membership.tenantId === tenantId) ?? memberships[0] ?? null,
  };
});
