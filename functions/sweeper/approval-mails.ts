/** Every minute: sends the mails about approvals that are due, to those who may decide. Never touches the approval. */
import { requiredText } from '#functions/_kit/config.ts';
import { type Database, openDatabase, type Sql } from '#functions/_kit/database.ts';
import { defineHandler, type InvocationContext } from '#functions/_kit/lambda.ts';
import { logInfo, logWarning } from '#functions/_kit/log.ts';
import { type DueMail, readLetter } from './approval-letter.ts';
import { openNotifier, type SendMails } from './notifier.ts';

/** What the sweep needs. */
export type Services = { readonly database: Database; readonly send: SendMails };

const mailsPerSweep = 100;
const mostAttempts = 5;
/** As many as the notifier takes at once. */
const addressesPerTask = 50;
const reserveMs = 15_000;

/** One sweep; what is left comes in the next. */
export async function handle(
  _event: unknown,
  services: Services,
  context: Pick<InvocationContext, 'getRemainingTimeInMillis'>,
): Promise<{ readonly sent: number; readonly failed: number }> {
  let [sent, failed] = [0, 0];
  for (const due of await readDue(services.database)) {
    if (context.getRemainingTimeInMillis() < reserveMs) break;
    try {
      sent += await sendOne(services, due);
    } catch (error) {
      failed += 1;
      logWarning('a mail about an approval did not go out', { ...due, error });
      await putOff(services.database, due);
    }
  }
  if (sent + failed > 0) logInfo('mails about approvals sent', { sent, failed });
  return { sent, failed };
}

async function readDue(database: Database): Promise<readonly DueMail[]> {
  return database.statement(
    (sql) => sql<DueMail[]>`SELECT tenant_id AS "tenantId", approval_id AS "approvalId", kind
      FROM approval_mails WHERE done_at IS NULL AND due_at <= now() ORDER BY due_at LIMIT ${mailsPerSweep}`,
  );
}

/** Sends the mail to everybody it is for; one about an approval that waits no more is done with. */
async function sendOne({ database, send }: Services, due: DueMail): Promise<number> {
  const { tenantId, approvalId, kind } = due;
  const letter = await database.transaction({ tenantId }, (sql) => readLetter(sql, due), {
    readOnly: true,
    retry: true,
  });
  let sent = 0;
  const to = letter?.to ?? [];
  for (let start = 0; letter !== null && start < to.length; start += addressesPerTask) {
    const answer = await send({
      task: kind,
      to: to.slice(start, start + addressesPerTask),
      locale: 'en',
      approval: letter.approval,
    });
    sent += answer.sent;
    // Addresses are personal data: how many is all that a log needs.
    if (answer.refused.length > 0)
      logWarning('addresses were refused', { tenantId, approvalId, refused: answer.refused.length });
  }
  await inTenant(
    database,
    due,
    (sql) => sql`UPDATE approval_mails SET attempts = attempts + 1, done_at = now()
      WHERE tenant_id = ${tenantId} AND approval_id = ${approvalId} AND kind = ${kind}`,
  );
  return sent;
}

/** The next attempt comes after 2, 4, 8, 16 minutes; after the last one it is given up. */
async function putOff(database: Database, due: DueMail): Promise<void> {
  const { tenantId, approvalId, kind } = due;
  await inTenant(
    database,
    due,
    (sql) => sql`UPDATE approval_mails SET attempts = attempts + 1,
        due_at = now() + 2 ^ (attempts + 1) * interval '1 minute',
        done_at = CASE WHEN attempts + 1 >= ${mostAttempts} THEN now() END
      WHERE tenant_id = ${tenantId} AND approval_id = ${approvalId} AND kind = ${kind}`,
  );
}

async function inTenant(
  database: Database,
  { tenantId }: DueMail,
  run: (sql: Sql) => Promise<unknown>,
): Promise<void> {
  await database.transaction({ tenantId }, run, { retry: true });
}

/** Entry point of the function. */
export const handler = defineHandler({
  services: (): Services => ({
    database: openDatabase(requiredText('DATABASE_URL'), 1),
    send: openNotifier(requiredText('NOTIFIER')),
  }),
  handle,
});
