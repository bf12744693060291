import { isFromOurPages } from '#web/lib/same-origin.ts';
import { endSession } from '#web/lib/session/session.ts';
import { settings } from '#web/lib/settings.ts';

export const dynamic = 'force-dynamic';

/** Ends the session; answers where the browser goes to end the provider's own. */
export async function POST(request: Request): Promise<Response> {
  if (!isFromOurPages(request, settings().webUrl))
    return new Response('This request did not come from a page of this app', { status: 403 });
  return Response.json({ location: await endSession() }, { headers: { 'cache-control': 'no-store' } });
}
