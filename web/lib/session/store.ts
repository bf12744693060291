import { ConditionalCheckFailedException, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import {
  DeleteCommand,
  DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import * as v from 'valibot';

import { settings } from '#web/lib/settings.ts';

/** A session as it is stored; times are milliseconds since 1970, `ttl` is seconds. */
export const SessionRow = v.object({
  pk: v.string(),
  sub: v.string(),
  name: v.string(),
  tenantId: v.nullable(v.string()),
  /** Access, refresh and id token, encrypted for this row. */
  tokens: v.string(),
  accessExpiresAt: v.number(),
  createdAt: v.number(),
  lastSeenAt: v.number(),
  /** Counts refreshes. */
  ver: v.number(),
  ttl: v.number(),
});
/** A session as it is stored. */
export type SessionRow = v.InferOutput<typeof SessionRow>;

/** How long one process may hold the right to refresh before another may take it. */
const lockMs = 10_000;

/** Writes a new session. */
export async function putSession(row: SessionRow): Promise<void> {
  await client().send(new PutCommand({ TableName: table(), Item: row }));
}

/** Reads a session as it is now. */
export async function getSession(pk: string): Promise<SessionRow | undefined> {
  const { Item } = await client().send(
    new GetCommand({ TableName: table(), Key: { pk }, ConsistentRead: true }),
  );
  return Item === undefined ? undefined : v.parse(SessionRow, Item);
}

/** Ends a session. */
export async function deleteSession(pk: string): Promise<void> {
  await client().send(new DeleteCommand({ TableName: table(), Key: { pk } }));
}

/** Notes that the session was used. */
export async function touchSession(
  pk: string,
  seen: { readonly lastSeenAt: number; readonly ttl: number },
): Promise<void> {
  await update(pk, {
    set: 'SET lastSeenAt = :seen, #ttl = :ttl',
    condition: 'attribute_exists(pk)',
    names: { '#ttl': 'ttl' },
    values: { ':seen': seen.lastSeenAt, ':ttl': seen.ttl },
  });
}

/** Chooses the workspace that the session works in. */
export async function setTenant(pk: string, tenantId: string): Promise<void> {
  await update(pk, {
    set: 'SET tenantId = :tenant',
    condition: 'attribute_exists(pk)',
    values: { ':tenant': tenantId },
  });
}

/** Takes the right to refresh version `ver`; false when another process has it or was faster. */
export async function lockForRefresh(pk: string, ver: number, now: number): Promise<boolean> {
  return await update(pk, {
    set: 'SET lockedAt = :now',
    condition: 'ver = :ver AND (attribute_not_exists(lockedAt) OR lockedAt < :stale)',
    values: { ':now': now, ':ver': ver, ':stale': now - lockMs },
  });
}

/** Stores refreshed tokens as version `ver + 1` and gives the lock back. */
export async function storeRefreshed(
  row: SessionRow,
  fresh: { readonly tokens: string; readonly accessExpiresAt: number },
): Promise<void> {
  await update(row.pk, {
    set: 'SET tokens = :tokens, accessExpiresAt = :expires, ver = :next REMOVE lockedAt',
    condition: 'ver = :ver',
    values: {
      ':tokens': fresh.tokens,
      ':expires': fresh.accessExpiresAt,
      ':next': row.ver + 1,
      ':ver': row.ver,
    },
  });
}

/** Gives the right to refresh back without new tokens. */
export async function unlock(row: SessionRow): Promise<void> {
  await update(row.pk, { set: 'REMOVE lockedAt', condition: 'ver = :ver', values: { ':ver': row.ver } });
}

type Change = {
  readonly set: string;
  readonly condition: string;
  readonly names?: Record<string, string>;
  readonly values: Record<string, string | number>;
};

async function update(pk: string, change: Change): Promise<boolean> {
  try {
    await client().send(
      new UpdateCommand({
        TableName: table(),
        Key: { pk },
        UpdateExpression: change.set,
        ConditionExpression: change.condition,
        ExpressionAttributeNames: change.names,
        ExpressionAttributeValues: change.values,
      }),
    );
    return true;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false;
    throw error;
  }
}

function table(): string {
  return settings().sessionsTable;
}

// Bundles hold copies of this module; one client serves them all.
const shared = globalThis as { stockMateDynamoDb?: DynamoDBDocumentClient };

function client(): DynamoDBDocumentClient {
  shared.stockMateDynamoDb ??= DynamoDBDocumentClient.from(
    new DynamoDBClient({
      maxAttempts: 3,
      requestHandler: { connectionTimeout: 2_000, requestTimeout: 4_000 },
    }),
  );
  return shared.stockMateDynamoDb;
}
