import { chmodSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/** What oidc-provider keeps under an id: plain JSON of its own making. */
type Payload = Record<string, unknown>;

/** The storage interface that oidc-provider asks of an adapter, for one of its models. */
type ModelStore = {
  upsert(id: string, payload: object, expiresIn?: number): Promise<void>;
  find(id: string): Promise<Payload | undefined>;
  findByUid(uid: string): Promise<Payload | undefined>;
  findByUserCode(): Promise<undefined>;
  consume(id: string): Promise<void>;
  destroy(id: string): Promise<void>;
  revokeByGrantId(grantId: string): Promise<void>;
};

/** Everything the provider must remember: sessions, grants, codes and refresh tokens by model, and its own secrets. */
export type IdentityStore = {
  model(name: string): ModelStore;
  /** The secret kept under `name`; made and kept the first time it is asked for. */
  secret<T>(name: string, make: () => T): T;
  close(): void;
};

const schema = `
  CREATE TABLE IF NOT EXISTS entries (
    model TEXT NOT NULL,
    id TEXT NOT NULL,
    payload TEXT NOT NULL,
    uid TEXT,
    grant_id TEXT,
    expires_at INTEGER,
    PRIMARY KEY (model, id)
  ) WITHOUT ROWID;
  CREATE INDEX IF NOT EXISTS entries_uid ON entries (uid) WHERE uid IS NOT NULL;
  CREATE INDEX IF NOT EXISTS entries_grant ON entries (grant_id) WHERE grant_id IS NOT NULL;
  CREATE INDEX IF NOT EXISTS entries_expiry ON entries (expires_at) WHERE expires_at IS NOT NULL;
  CREATE TABLE IF NOT EXISTS secrets (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
`;

/** Opens the provider's file in `dataDirectory`; each write is on disk before the call returns. */
export function openIdentityStore(dataDirectory: string): IdentityStore {
  mkdirSync(dataDirectory, { recursive: true, mode: 0o700 });
  const file = join(dataDirectory, 'identity.sqlite');
  const database = new DatabaseSync(file);
  // The file holds the signing key.
  chmodSync(file, 0o600);
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA busy_timeout = 5000;');
  database.exec(schema);
  return {
    model: (name) => modelStore(database, name),
    secret: (name, make) => keepSecret(database, name, make),
    close: () => database.close(),
  };
}

function keepSecret<T>(database: DatabaseSync, name: string, make: () => T): T {
  const found = database.prepare('SELECT value FROM secrets WHERE name = ?').get(name);
  // The value was written below by the same name, hence with the same type.
  if (found !== undefined) return JSON.parse(String(found['value'])) as T;
  const value = make();
  database.prepare('INSERT INTO secrets (name, value) VALUES (?, ?)').run(name, JSON.stringify(value));
  return value;
}

function modelStore(database: DatabaseSync, model: string): ModelStore {
  const upsert = database.prepare(
    `INSERT INTO entries (model, id, payload, uid, grant_id, expires_at) VALUES (?, ?, ?, ?, ?, ?)
     ON CONFLICT (model, id) DO UPDATE SET
       payload = excluded.payload, uid = excluded.uid, grant_id = excluded.grant_id, expires_at = excluded.expires_at`,
  );
  const prune = database.prepare('DELETE FROM entries WHERE expires_at < ?');
  const live = 'model = ? AND (expires_at IS NULL OR expires_at >= ?)';
  const byId = database.prepare(`SELECT payload FROM entries WHERE ${live} AND id = ?`);
  const byUid = database.prepare(`SELECT payload FROM entries WHERE ${live} AND uid = ?`);
  const consume = database.prepare(
    `UPDATE entries SET payload = json_set(payload, '$.consumed', ?) WHERE model = ? AND id = ?`,
  );
  const destroy = database.prepare('DELETE FROM entries WHERE model = ? AND id = ?');
  const revoke = database.prepare('DELETE FROM entries WHERE model = ? AND grant_id = ?');
  return {
    async upsert(id, payload, expiresIn) {
      const { uid, grantId } = payload as { uid?: unknown; grantId?: unknown };
      const expiresAt = expiresIn === undefined ? null : epochSeconds() + expiresIn;
      prune.run(epochSeconds());
      upsert.run(model, id, JSON.stringify(payload), textOrNull(uid), textOrNull(grantId), expiresAt);
    },
    find: async (id) => parsePayload(byId.get(model, epochSeconds(), id)),
    findByUid: async (uid) => parsePayload(byUid.get(model, epochSeconds(), uid)),
    // User codes belong to the device flow, which is switched off.
    findByUserCode: async () => undefined,
    consume: async (id) => void consume.run(epochSeconds(), model, id),
    destroy: async (id) => void destroy.run(model, id),
    revokeByGrantId: async (grantId) => void revoke.run(model, grantId),
  };
}

function parsePayload(row: Record<string, unknown> | undefined): Payload | undefined {
  // Written by `upsert` as the JSON of an object.
  return row === undefined ? undefined : (JSON.parse(String(row['payload'])) as Payload);
}

function textOrNull(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

function epochSeconds(): number {
  return Math.floor(Date.now() / 1000);
}
