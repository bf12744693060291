import { createHash, randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';

import { cache } from 'react';
import * as v from 'valibot';

import { settings } from '#web/lib/settings.ts';

import { clearSessionCookie, sessionCookie, setSessionCookie } from './cookies.ts';
import { refresh, signOutUrl, type Grant, type Tokens } from './provider.ts';
import { seal, unseal } from './seal.ts';
import * as store from './store.ts';

/** A signed-in person, with an access token that is good for at least some seconds. */
export type Session = {
  readonly key: string;
  readonly sub: string;
  readonly name: string;
  readonly tenantId: string | null;
  readonly accessToken: string;
};

const idleMs = 30 * 60_000;
const absoluteMs = 12 * 60 * 60_000;
/** A use is noted at most this often. */
const touchEveryMs = 60_000;
const refreshBeforeMs = 30_000;
const StoredTokens = v.object({
  accessToken: v.string(),
  refreshToken: v.nullable(v.string()),
  idToken: v.string(),
});

/** The session of the request, once per render; a page that is looked at counts as use. */
export const pageSession = cache(async () => await currentSession({ countsAsUse: true }));

/** The session of the request. Polling does not count as use, so an unattended page still ends. */
export async function currentSession(options: { readonly countsAsUse: boolean }): Promise<Session | null> {
  const id = await sessionCookie();
  if (id === undefined) return null;
  const row = await liveRow(keyOf(id));
  if (row === null) return null;
  if (options.countsAsUse) await noteUse(row);
  const usable = row.accessExpiresAt - refreshBeforeMs > Date.now() ? row : await refreshOnce(row);
  if (usable === null) return null;
  return {
    key: usable.pk,
    sub: usable.sub,
    name: usable.name,
    tenantId: usable.tenantId,
    accessToken: open(usable).accessToken,
  };
}

/** Begins a session for a sign-in that went well; a session the browser had before ends. */
export async function beginSession(grant: Grant, tenantId: string | null): Promise<void> {
  const before = await sessionCookie();
  if (before !== undefined) await store.deleteSession(keyOf(before));
  const id = randomBytes(32).toString('base64url');
  const now = Date.now();
  const pk = keyOf(id);
  await store.putSession({
    pk,
    sub: grant.sub,
    name: grant.name,
    tenantId,
    tokens: close(pk, grant),
    accessExpiresAt: grant.accessExpiresAt,
    createdAt: now,
    lastSeenAt: now,
    ver: 1,
    ttl: ttlAt(now, now),
  });
  await setSessionCookie(id);
}

/** Ends the session; answers where the browser ends the provider's own. */
export async function endSession(): Promise<string> {
  const id = await sessionCookie();
  await clearSessionCookie();
  const row = id === undefined ? null : await liveRow(keyOf(id));
  if (row === null) return `${settings().webUrl}/`;
  await store.deleteSession(row.pk);
  return await signOutUrl(open(row));
}

async function liveRow(pk: string): Promise<store.SessionRow | null> {
  const row = await store.getSession(pk);
  if (row === undefined) return null;
  const now = Date.now();
  // The table's own expiry is lazy: the clock decides.
  const isOver = now - row.lastSeenAt > idleMs || now - row.createdAt > absoluteMs;
  if (isOver) await store.deleteSession(pk);
  return isOver ? null : row;
}

async function noteUse(row: store.SessionRow): Promise<void> {
  const now = Date.now();
  if (now - row.lastSeenAt < touchEveryMs) return;
  await store.touchSession(row.pk, { lastSeenAt: now, ttl: ttlAt(row.createdAt, now) });
}

// One refresh per session and process; bundles hold copies of this module, so the map is global.
const shared = globalThis as { stockMateRefreshes?: Map<string, Promise<store.SessionRow | null>> };

async function refreshOnce(row: store.SessionRow): Promise<store.SessionRow | null> {
  const running = (shared.stockMateRefreshes ??= new Map<string, Promise<store.SessionRow | null>>());
  const mine = running.get(row.pk) ?? refreshAcrossProcesses(row).finally(() => running.delete(row.pk));
  running.set(row.pk, mine);
  return await mine;
}

/** A refresh token works once: whoever gets the row's lock uses it, the others wait for the next version. */
async function refreshAcrossProcesses(row: store.SessionRow): Promise<store.SessionRow | null> {
  for (let attempt = 0; attempt < 60; attempt += 1) {
    if (await store.lockForRefresh(row.pk, row.ver, Date.now())) return await refreshLocked(row);
    await sleep(50);
    const now = await store.getSession(row.pk);
    if (now === undefined) return null;
    if (now.ver > row.ver) return now;
  }
  throw new Error('the session is being refreshed elsewhere for more than 3 s; try again');
}

async function refreshLocked(row: store.SessionRow): Promise<store.SessionRow | null> {
  let fresh: Awaited<ReturnType<typeof refresh>>;
  try {
    fresh = await refresh(open(row));
  } catch (error) {
    await store.unlock(row);
    throw new Error('the identity provider did not answer when the session was refreshed; try again', {
      cause: error,
    });
  }
  if (fresh === null) {
    await store.deleteSession(row.pk);
    return null;
  }
  const sealed = { tokens: close(row.pk, fresh), accessExpiresAt: fresh.accessExpiresAt };
  await store.storeRefreshed(row, sealed);
  return { ...row, ...sealed, ver: row.ver + 1 };
}

function close(pk: string, { accessToken, refreshToken, idToken }: Tokens): string {
  return seal(JSON.stringify({ accessToken, refreshToken, idToken }), settings().sessionKey, pk);
}

function open(row: store.SessionRow): Tokens {
  return v.parse(StoredTokens, JSON.parse(unseal(row.tokens, settings().sessionKey, row.pk)));
}

/** The table knows a session by the hash of its id only: reading the table signs nobody in. */
function keyOf(id: string): string {
  return `S#${createHash('sha256').update(id).digest('base64url')}`;
}

function ttlAt(createdAt: number, lastSeenAt: number): number {
  return Math.ceil(Math.min(createdAt + absoluteMs, lastSeenAt + idleMs) / 1000);
}
