import { safeReturnTo } from '#web/lib/return-to.ts';
import { takeSignInCookie } from '#web/lib/session/cookies.ts';
import { firstWorkspace } from '#web/lib/session/first-workspace.ts';
import { finishSignIn } from '#web/lib/session/provider.ts';
import { beginSession } from '#web/lib/session/session.ts';
import { settings } from '#web/lib/settings.ts';

export const dynamic = 'force-dynamic';

/** Where the identity provider sends the browser back to. */
export async function GET(request: Request): Promise<Response> {
  const remembered = await takeSignInCookie();
  if (remembered === undefined) return goTo('/?problem=sign-in-expired');
  try {
    const grant = await finishSignIn(new URL(request.url).search, remembered);
    await beginSession(grant, await firstWorkspace(grant.accessToken));
  } catch {
    // Whatever was wrong with the answer, the person can only try again; the landing page says so.
    return goTo('/?problem=sign-in-failed');
  }
  return goTo(safeReturnTo(remembered.returnTo));
}

function goTo(path: string): Response {
  return new Response(null, {
    status: 303,
    headers: { location: `${settings().webUrl}${path}`, 'cache-control': 'no-store' },
  });
}
