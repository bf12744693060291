/** Who is asking, who belongs to the tenant, and whether the parts answer. */
import * as v from 'valibot';

import { Role } from '#shared/contracts/roles.ts';

import { id, number, text } from './fields.ts';

/** Who is asking, and where they belong. */
export const Me = v.strictObject({
  sub: text,
  memberships: v.array(
    v.strictObject({
      tenantId: id,
      tenantName: text,
      role: Role,
      displayName: text,
      timeZone: text,
      currency: text,
      approvalLimitMinor: number,
    }),
  ),
});
/** Who is asking, and where they belong. */
export type Me = v.InferOutput<typeof Me>;

/** A member of the tenant. */
export const Member = v.strictObject({
  sub: text,
  role: Role,
  displayName: text,
  approvalLimitMinor: number,
});

/** Whether the parts answer. */
export const Health = v.strictObject({
  status: v.picklist(['ok', 'degraded']),
  database: v.picklist(['ok', 'down']),
});
