import { safeReturnTo } from '#web/lib/return-to.ts';
import { setSignInCookie } from '#web/lib/session/cookies.ts';
import { beginSignIn } from '#web/lib/session/provider.ts';
import { settings } from '#web/lib/settings.ts';

export const dynamic = 'force-dynamic';

/** Sends the browser to the identity provider. */
export async function GET(request: Request): Promise<Response> {
  const returnTo = safeReturnTo(new URL(request.url).searchParams.get('returnTo'));
  const { webUrl } = settings();
  // Under another name of this address the cookie would not come back: start over under the right one.
  if (
    request.headers.get('host') !== new URL(webUrl).host &&
    request.headers.get('x-forwarded-host') === null
  )
    return goTo(`${webUrl}/auth/login?returnTo=${encodeURIComponent(returnTo)}`);
  try {
    const { url, remember } = await beginSignIn(returnTo);
    await setSignInCookie(remember);
    return goTo(url);
  } catch {
    // The landing page says it in words; the provider is not to be reached.
    return goTo(`${webUrl}/?problem=provider-unreachable`);
  }
}

function goTo(location: string): Response {
  return new Response(null, { status: 303, headers: { location, 'cache-control': 'no-store' } });
}
