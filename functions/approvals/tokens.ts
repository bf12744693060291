/** Task tokens at rest: encrypted, one item per approval, the newest state entry wins. Only importer of DynamoDB here. */
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

import { ConditionalCheckFailedException, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DeleteCommand, DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';

/** A token and when its state was entered. */
type ParkedToken = { readonly token: string; readonly enteredAt: string };

/** Where tokens are kept. */
export type TokenStore = {
  /** Keeps the token unless a newer one is there. */
  put(approvalId: string, parked: ParkedToken): Promise<void>;
  get(approvalId: string): Promise<ParkedToken | null>;
  /** Forgets the token of that state entry; a newer one stays. */
  forget(approvalId: string, enteredAt: string): Promise<void>;
};

/** A week more than an approval can wait. */
const keepSeconds = 14 * 24 * 3600;

/** The store in the table, its tokens encrypted (AES-256-GCM) with the key: 32 bytes in base64. */
export function openTokenStore(tableName: string, keyBase64: string): TokenStore {
  const key = Buffer.from(keyBase64, 'base64');
  if (key.length !== 32) throw new Error(`TOKEN_KEY has ${key.length} bytes; it must be 32 bytes in base64`);
  const client = DynamoDBDocumentClient.from(new DynamoDBClient());
  return {
    put: async (approvalId, { token, enteredAt }) => {
      const ttl = Math.floor(Date.now() / 1000) + keepSeconds;
      await ignoringLostRace(
        client.send(
          new PutCommand({
            TableName: tableName,
            Item: { pk: approvalId, token: encrypt(key, token), enteredAt, ttl },
            ConditionExpression: 'attribute_not_exists(pk) OR enteredAt <= :enteredAt',
            ExpressionAttributeValues: { ':enteredAt': enteredAt },
          }),
        ),
      );
    },
    get: async (approvalId) => {
      const { Item: item } = await client.send(
        new GetCommand({ TableName: tableName, Key: { pk: approvalId }, ConsistentRead: true }),
      );
      if (item === undefined) return null;
      return { token: decrypt(key, String(item['token'])), enteredAt: String(item['enteredAt']) };
    },
    forget: async (approvalId, enteredAt) => {
      await ignoringLostRace(
        client.send(
          new DeleteCommand({
            TableName: tableName,
            Key: { pk: approvalId },
            ConditionExpression: 'enteredAt = :enteredAt',
            ExpressionAttributeValues: { ':enteredAt': enteredAt },
          }),
        ),
      );
    },
  };
}

/** Someone newer was there first: that is what the condition is for. */
async function ignoringLostRace(request: Promise<unknown>): Promise<void> {
  try {
    await request;
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
  }
}

function encrypt(key: Buffer, text: string): string {
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', key, nonce);
  const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString('base64');
}

function decrypt(key: Buffer, text: string): string {
  const bytes = Buffer.from(text, 'base64');
  const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, 12));
  decipher.setAuthTag(bytes.subarray(12, 28));
  return Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]).toString('utf8');
}
