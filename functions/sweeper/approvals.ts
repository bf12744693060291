/**
 * Every minute: rings again for decisions whose execution slept on; has people reminded of approvals that nobody decides,
 * then escalated, then expired. What time it is, the database says.
 */
import { SendMessageBatchCommand, SQSClient } from '@aws-sdk/client-sqs';

import { requiredText } from '#functions/_kit/config.ts';
import { type Database, openDatabase } from '#functions/_kit/database.ts';
import { defineHandler } from '#functions/_kit/lambda.ts';
import { logError, logInfo } from '#functions/_kit/log.ts';

import { type Emit, openEmitter } from './event-emitter.ts';

type Approval = { readonly tenantId: string; readonly approvalId: string };

type Services = {
  readonly database: Database;
  /** Tells resolve to look at the approvals, at most ten. */
  readonly ring: (approvals: readonly Approval[]) => Promise<void>;
  readonly emit: Emit;
};

/** What has come due for an approval. */
type Due = Approval & {
  readonly command: 'RemindApproval' | 'EscalateApproval' | 'ExpireApproval';
  readonly sweptAt: string;
};

const most = 500;

/** One sweep; what is left comes in the next. */
export async function handle(_event: unknown, { database, ring, emit }: Services): Promise<unknown> {
  const asleep = await database.statement(
    (sql) => sql<Approval[]>`
      SELECT tenant_id AS "tenantId", approval_id AS "approvalId" FROM approvals
      WHERE status <> 'PENDING' AND resumed_at IS NULL
        AND greatest(decided_at, coalesce(undo_until, decided_at)) < now() - interval '30 seconds'
      ORDER BY decided_at LIMIT ${most}`,
  );
  for (let start = 0; start < asleep.length; start += 10) await ring(asleep.slice(start, start + 10));
  const due = await readDue(database);
  for (const one of due) await settle(one, emit);
  const countOf = (command: Due['command']): number => due.filter((one) => one.command === command).length;
  const swept = {
    rung: asleep.length,
    reminded: countOf('RemindApproval'),
    escalated: countOf('EscalateApproval'),
    expired: countOf('ExpireApproval'),
  };
  if (asleep.length + due.length > 0) logInfo('approvals swept', swept);
  return swept;
}

/** That each is done once is event-emitter's to see to; the key makes one command of this sweep's attempts. */
async function settle({ command, tenantId, approvalId, sweptAt }: Due, emit: Emit): Promise<void> {
  const idempotencyKey = `${approvalId}/${command}/${sweptAt}`;
  try {
    await emit({ command, tenantId, idempotencyKey, executionId: null, input: { approvalId } });
  } catch (error) {
    // One that cannot be settled must not keep the others; it comes again in the next sweep.
    logError('an approval could not be settled', { command, tenantId, approvalId, error });
  }
}

/** One that has expired is neither reminded of nor escalated any more. */
async function readDue(database: Database): Promise<readonly Due[]> {
  return database.statement(
    (sql) => sql<Due[]>`
      SELECT tenant_id AS "tenantId", approval_id AS "approvalId", command, now()::text AS "sweptAt" FROM (
        SELECT tenant_id, approval_id, 'ExpireApproval' AS command, expires_at AS at
          FROM approvals WHERE status = 'PENDING' AND expires_at < now()
        UNION ALL SELECT tenant_id, approval_id, 'RemindApproval', remind_at
          FROM approvals
          WHERE status = 'PENDING' AND reminded_at IS NULL AND remind_at < now() AND expires_at > now()
        UNION ALL SELECT tenant_id, approval_id, 'EscalateApproval', escalate_at
          FROM approvals
          WHERE status = 'PENDING' AND escalated_at IS NULL AND escalate_at < now() AND expires_at > now()
      ) due ORDER BY at LIMIT ${most}`,
  );
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

/** Entry point of the function. */
export const handler = defineHandler({
  services: (): Services => ({
    database: openDatabase(requiredText('DATABASE_URL'), 1),
    ring: openRing(),
    emit: openEmitter(requiredText('EVENT_EMITTER')),
  }),
  handle,
});
