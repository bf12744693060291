/** The mails about an order that waits: asked for, reminded of, escalated. */
import type { ApprovalMailKind, WaitingApproval } from '#shared/contracts/workflows/notifier.ts';

import { approvalMailWords } from './approval-mail-words.ts';
import { type Mail, type MailLocale, composeMail } from './compose.ts';

type Words = (typeof approvalMailWords)[MailLocale];

/** Writes the mail; `appUrl` is the address of the web app. The link leads to the page that asks to sign in. */
export function approvalMail(
  kind: ApprovalMailKind,
  { approval, locale }: { readonly approval: WaitingApproval; readonly locale: MailLocale },
  appUrl: string,
): Mail {
  const words = approvalMailWords[locale];
  const { number, supplierName, approvalId } = approval;
  const value = money(approval, words);
  return composeMail({
    locale,
    subject: words.subject[kind](number, `${supplierName}, ${value}`),
    blocks: [
      { kind: 'paragraph', text: words.first[kind] },
      {
        kind: 'table',
        head: [words.order, words.supplier, words.value, words.why],
        rows: [[number, supplierName, value, why(approval, words)]],
      },
      { kind: 'paragraph', text: times(approval, words) },
      { kind: 'link', text: words.open, url: `${appUrl}/approvals/${approvalId}` },
      { kind: 'paragraph', text: words.note },
      { kind: 'paragraph', text: approval.tenantName },
    ],
  });
}

function money({ value }: WaitingApproval, { tag }: Words): string {
  const format = new Intl.NumberFormat(tag, { style: 'currency', currency: value.currency });
  return format.format(value.amountMinor / 10 ** (format.resolvedOptions().maximumFractionDigits ?? 2));
}

function why({ lead, lineCount }: WaitingApproval, words: Words): string {
  const count = new Intl.NumberFormat(words.tag, { maximumFractionDigits: 3 });
  if (lead === null) return '–';
  const { sku, productName, inventoryPosition, reorderPoint } = lead;
  const position = words.position(
    `${productName} (${sku})`,
    count.format(inventoryPosition),
    reorderPoint === null ? null : count.format(reorderPoint),
  );
  const more = lineCount - 1;
  return more < 1 ? position : `${position}, ${words.more(count.format(more), more === 1)}`;
}

function times(approval: WaitingApproval, words: Words): string {
  const { decideBy, expiresAt, requiredCount, grantedCount, timeZone } = approval;
  const count = new Intl.NumberFormat(words.tag);
  // A day has no time of day, so it is written as the noon of Greenwich would be.
  const dayText = new Intl.DateTimeFormat(words.tag, { dateStyle: 'full', timeZone: 'UTC' });
  const timeText = new Intl.DateTimeFormat(words.tag, { dateStyle: 'full', timeStyle: 'short', timeZone });
  return [
    ...(decideBy === null ? [] : [`${words.decideBy}: ${dayText.format(new Date(`${decideBy}T12:00:00Z`))}`]),
    `${words.openUntil}: ${timeText.format(new Date(expiresAt))} (${timeZone})`,
    ...(requiredCount < 2
      ? []
      : [`${words.grants}: ${words.given(count.format(grantedCount), count.format(requiredCount))}`]),
  ].join('; ');
}
