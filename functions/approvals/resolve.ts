/**
 * Wakes executions whose approval is decided. Rung by the decision's event, by park and by the sweeper: whichever
 * comes when both the decision and the token are there does it, the others find nothing to do.
 */
import * as v from 'valibot';

import { requiredText, wholeNumber } from '#functions/_kit/config.ts';
import { type Database, openDatabase } from '#functions/_kit/database.ts';
import { defineHandler } from '#functions/_kit/lambda.ts';
import { logError, logWarning } from '#functions/_kit/log.ts';
import { Uuid } from '#shared/contracts/ids.ts';

import { type TokenStore, openTokenStore } from './tokens.ts';
import { type WakeUp, openWakeUp } from './wake-up.ts';

const Delivery = v.object({ Records: v.array(v.object({ messageId: v.string(), body: v.string() })) });

/** Names an approval, or orders (the streams of a doorbell) whose approvals may have been decided. */
const Bell = v.union([
  v.object({ tenantId: Uuid, approvalId: Uuid }),
  v.object({ tenantId: Uuid, streams: v.array(v.object({ streamId: Uuid })) }),
]);
type Bell = v.InferOutput<typeof Bell>;

/** What resolving needs. */
export type Services = { readonly database: Database; readonly tokens: TokenStore; readonly wakeUp: WakeUp };

type Settled = { readonly approvalId: string; readonly undoSeconds: number };

/** Handles a batch of bells; those that failed are delivered again. */
export async function handle(event: unknown, services: Services): Promise<unknown> {
  const { Records: records } = v.parse(Delivery, event);
  const failed: { itemIdentifier: string }[] = [];
  for (const record of records) {
    const bell = readBell(record.body);
    if (bell === null) continue;
    try {
      for (const settled of await settledApprovals(services.database, bell)) await resume(services, settled);
    } catch (error) {
      logError('an execution could not be woken; the bell comes again', {
        error,
        messageId: record.messageId,
      });
      failed.push({ itemIdentifier: record.messageId });
    }
  }
  return { batchItemFailures: failed };
}

function readBell(body: string): Bell | null {
  try {
    return v.parse(Bell, JSON.parse(body));
  } catch (error) {
    // It will not get better by coming again; the sweeper rings for what it was about.
    logWarning('a bell that cannot be read is dropped', { error });
    return null;
  }
}

async function settledApprovals(database: Database, bell: Bell): Promise<readonly Settled[]> {
  const approvalId = 'approvalId' in bell ? bell.approvalId : null;
  const orders = 'streams' in bell ? bell.streams.map((stream) => stream.streamId) : [];
  return database.transaction(
    { tenantId: bell.tenantId },
    (sql) => sql<Settled[]>`
      SELECT approval_id AS "approvalId",
        greatest(0, ceil(extract(epoch FROM undo_until - now())))::int AS "undoSeconds"
      FROM approvals
      WHERE tenant_id = current_tenant() AND status <> 'PENDING' AND resumed_at IS NULL
        AND (approval_id = ${approvalId}::uuid OR purchase_order_id = ANY(${orders}::uuid[]))`,
    { readOnly: true, retry: true },
  );
}

async function resume({ tokens, wakeUp }: Services, { approvalId, undoSeconds }: Settled): Promise<void> {
  const parked = await tokens.get(approvalId);
  if (parked === null) return;
  // Sent or refused as used up, the token is done with either way; another failure keeps it.
  await wakeUp(parked.token, { approvalId, undoSeconds: undoSeconds ?? 0 });
  await tokens.forget(approvalId, parked.enteredAt);
}

/** Entry point of the function. */
export const handler = defineHandler({
  services: (): Services => ({
    database: openDatabase(
      requiredText('DATABASE_URL'),
      wholeNumber('DATABASE_CONNECTIONS', { fallback: 1 }),
    ),
    tokens: openTokenStore(requiredText('TASK_TOKENS_TABLE'), requiredText('TOKEN_KEY')),
    wakeUp: openWakeUp(),
  }),
  handle,
});
