/** Every minute: rings again for decisions whose execution slept on, and lets approvals expire that nobody decided. */
import { SendMessageBatchCommand, SQSClient } from '@aws-sdk/client-sqs';

import { requiredText } from '#functions/_kit/config.ts';
import { type Database, openDatabase } from '#functions/_kit/database.ts';
import { defineHandler } from '#functions/_kit/lambda.ts';
import { logInfo } from '#functions/_kit/log.ts';

import { openEmitter } from './event-emitter.ts';

type Approval = { readonly tenantId: string; readonly approvalId: string };

type Services = {
  readonly database: Database;
  /** Tells resolve to look at the approvals, at most ten. */
  readonly ring: (approvals: readonly Approval[]) => Promise<void>;
  /** Has event-emitter settle an approval whose time is over. */
  readonly expire: (approval: Approval) => Promise<void>;
};

const most = 500;

/** One sweep; what is left comes in the next. */
export async function handle(_event: unknown, { database, ring, expire }: Services): Promise<unknown> {
  const asleep = await database.statement(
    (sql) => sql<Approval[]>`
      SELECT tenant_id AS "tenantId", approval_id AS "approvalId" FROM approvals
      WHERE status <> 'PENDING' AND resumed_at IS NULL
        AND greatest(decided_at, coalesce(undo_until, decided_at)) < now() - interval '30 seconds'
      ORDER BY decided_at LIMIT ${most}`,
  );
  for (let start = 0; start < asleep.length; start += 10) await ring(asleep.slice(start, start + 10));
  const overdue = await database.statement(
    (sql) => sql<Approval[]>`
      SELECT tenant_id AS "tenantId", approval_id AS "approvalId" FROM approvals
      WHERE status = 'PENDING' AND expires_at < now() ORDER BY expires_at LIMIT ${most}`,
  );
  for (const approval of overdue) await expire(approval);
  if (asleep.length + overdue.length > 0)
    logInfo('approvals swept', { rung: asleep.length, expired: overdue.length });
  return { rung: asleep.length, expired: overdue.length };
}

function openRing(): Services['ring'] {
  const sqs = new SQSClient();
  const queueUrl = requiredText('RESOLVE_QUEUE_URL');
  return async (approvals) => {
    const entries = approvals.map((approval, i) => ({
      Id: String(i),
      MessageBody: JSON.stringify(approval),
    }));
    await sqs.send(new SendMessageBatchCommand({ QueueUrl: queueUrl, Entries: entries }));
  };
}

function openExpire(): Services['expire'] {
  const emit = openEmitter(requiredText('EVENT_EMITTER'));
  return async ({ tenantId, approvalId }) => {
    const idempotencyKey = `${approvalId}/expired`;
    await emit({
      command: 'ExpireApproval',
      tenantId,
      idempotencyKey,
      executionId: null,
      input: { approvalId },
    });
  };
}

/** Entry point of the function. */
export const handler = defineHandler({
  services: (): Services => ({
    database: openDatabase(requiredText('DATABASE_URL'), 1),
    ring: openRing(),
    expire: openExpire(),
  }),
  handle,
});
