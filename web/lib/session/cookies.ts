import { cookies } from 'next/headers';
import * as v from 'valibot';

import { settings } from '#web/lib/settings.ts';

import type { SignInState } from './provider.ts';

const SignInCookie = v.object({
  verifier: v.string(),
  state: v.string(),
  nonce: v.string(),
  returnTo: v.string(),
});
const absoluteSeconds = 12 * 60 * 60;
const signInSeconds = 10 * 60;

/** The opaque id of the browser's session, if it has one. */
export async function sessionCookie(): Promise<string | undefined> {
  return (await cookies()).get(sessionName())?.value;
}

/** Gives the browser the id of its session. */
export async function setSessionCookie(id: string): Promise<void> {
  (await cookies()).set(sessionName(), id, { ...common(), path: '/', maxAge: absoluteSeconds });
}

/** Takes the id away again. */
export async function clearSessionCookie(): Promise<void> {
  (await cookies()).set(sessionName(), '', { ...common(), path: '/', maxAge: 0 });
}

/** Remembers a sign-in that is under way. */
export async function setSignInCookie(state: SignInState): Promise<void> {
  (await cookies()).set('stock_mate_sign_in', JSON.stringify(state), {
    ...common(),
    path: '/auth',
    maxAge: signInSeconds,
  });
}

/** The sign-in that is under way; it can be taken once. */
export async function takeSignInCookie(): Promise<SignInState | undefined> {
  const jar = await cookies();
  const raw = jar.get('stock_mate_sign_in')?.value;
  jar.set('stock_mate_sign_in', '', { ...common(), path: '/auth', maxAge: 0 });
  if (raw === undefined) return undefined;
  try {
    return v.parse(SignInCookie, JSON.parse(raw));
  } catch {
    // Somebody changed the cookie: that is no sign-in of ours.
    return undefined;
  }
}

function isSecure(): boolean {
  return settings().webUrl.startsWith('https:');
}

/** `__Host-` needs https; on loopback the plain name does. */
function sessionName(): string {
  return isSecure() ? '__Host-stock_mate' : 'stock_mate';
}

function common() {
  return { httpOnly: true, secure: isSecure(), sameSite: 'lax' } as const;
}
