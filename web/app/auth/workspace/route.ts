import * as v from 'valibot';

import { Uuid } from '#shared/contracts/ids.ts';
import { isFromOurPages } from '#web/lib/same-origin.ts';
import { currentSession } from '#web/lib/session/session.ts';
import { setTenant } from '#web/lib/session/store.ts';
import { settings } from '#web/lib/settings.ts';

export const dynamic = 'force-dynamic';

const Choice = v.strictObject({ tenantId: Uuid });

/** Chooses the workspace to work in; whether the person belongs to it is the API's to say, at every request. */
export async function POST(request: Request): Promise<Response> {
  if (!isFromOurPages(request, settings().webUrl))
    return new Response('This request did not come from a page of this app', { status: 403 });
  const session = await currentSession({ countsAsUse: true });
  if (session === null) return new Response('The session has ended', { status: 401 });
  const choice = v.safeParse(Choice, await request.json());
  if (!choice.success) return new Response('found no tenantId that is a UUID', { status: 400 });
  await setTenant(session.key, choice.output.tenantId);
  return Response.json({ tenantId: choice.output.tenantId });
}
