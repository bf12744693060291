/** notifier: writes mails and hands them to SES, one per address. No database. */
import * as v from 'valibot';

import { requiredText } from '#functions/_kit/config.ts';
import { sha256Hex } from '#functions/_kit/hash.ts';
import { defineHandler, toStateOutput } from '#functions/_kit/lambda.ts';
import { type NotifierAnswer, NotifierTask } from '#shared/contracts/workflows/notifier.ts';
import type { Mail } from '#shared/domain/mail/compose.ts';
import { approvalMail } from '#shared/domain/mail/approval-mail.ts';
import { runSummaryMail } from '#shared/domain/mail/run-summary.ts';

import { type SendLetter, openSes } from './ses.ts';

type Services = {
  readonly send: SendLetter;
  /** Address of the web app, without a slash at its end. */
  readonly appUrl: string;
  /** Ids of letters that went out, oldest first. */
  readonly sent: Set<string>;
};

const mostRemembered = 500;
/** Fifty of the longest reasons still fit into a workflow's state. */
const mostOfReason = 200;
const Address = v.pipe(v.string(), v.maxLength(254), v.rfcEmail());

/** Sends the task's mail to each of its addresses; what is wrong with an address is an answer, not an error. */
export async function handle(event: unknown, { send, appUrl, sent }: Services): Promise<NotifierAnswer> {
  const task = v.parse(NotifierTask, event);
  const { about, mail } = write(task, appUrl);
  const addresses = new Set(task.to.map((to) => to.trim()));
  const refused: { to: string; reason: string }[] = [];
  for (const to of addresses) {
    const id = sha256Hex(`${about}/${to}`);
    if (sent.has(id)) continue;
    const answer = v.is(Address, to)
      ? await send({ to, id, kind: task.task, mail })
      : ({ kind: 'refused', reason: 'is not an address that mail can go to' } as const);
    if (answer.kind === 'sent') remember(sent, id);
    else refused.push({ to, reason: answer.reason.slice(0, mostOfReason) });
  }
  return toStateOutput({ sent: addresses.size - refused.length, refused });
}

/** The mail of each task, and what it is about: the same to the same address is the same letter. */
function write(task: NotifierTask, appUrl: string): { readonly about: string; readonly mail: Mail } {
  switch (task.task) {
    case 'run-summary':
      return { about: task.summary.runId, mail: runSummaryMail(task.summary, task.locale, appUrl) };
    case 'approval-requested':
    case 'approval-reminder':
    case 'approval-escalated':
      return {
        about: `${task.approval.approvalId}/${task.task}`,
        mail: approvalMail(task.task, task, appUrl),
      };
  }
}

/** A task that is tried again after half of its letters sends the other half only. */
function remember(sent: Set<string>, id: string): void {
  sent.add(id);
  const [oldest] = sent;
  if (sent.size > mostRemembered && oldest !== undefined) sent.delete(oldest);
}

/** Entry point of the function. */
export const handler = defineHandler({
  services: (): Services => ({
    send: openSes(requiredText('MAIL_FROM')),
    appUrl: requiredText('APP_URL').replace(/\/+$/, ''),
    sent: new Set(),
  }),
  handle,
});
