/** The mail about a finished forecast run: what it came to, what failed, and how right the forecasts were. */
import type { RunSummary } from '#shared/contracts/workflows/notifier.ts';

import { type Block, type Mail, type MailLocale, composeMail } from './compose.ts';
import { runSummaryWords } from './run-summary-words.ts';

type Words = (typeof runSummaryWords)[MailLocale];

/** Writes the mail; `appUrl` is the address of the web app. */
export function runSummaryMail(summary: RunSummary, locale: MailLocale, appUrl: string): Mail {
  const words = runSummaryWords[locale];
  return composeMail({
    locale,
    subject: subjectOf(summary, words),
    blocks: [
      ...introduction(summary, words),
      { kind: 'link', text: words.open, url: `${appUrl}/forecast-runs/${summary.runId}` },
      ...failures(summary, words),
      ...accuracy(summary, words),
    ],
  });
}

/** "Forecast of 22 Nov: 300 products, 2 failed, 14 policies changed". */
function subjectOf(summary: RunSummary, words: Words): string {
  const day = formatDay(summary.asOf, words, { day: 'numeric', month: 'short' });
  return `${words.subject(summary.trigger, day)}: ${outcome(summary, words)}`;
}

function outcome({ planned, failed, changed }: RunSummary, words: Words): string {
  const count = new Intl.NumberFormat(words.tag);
  return [
    words.products(count.format(planned), planned === 1),
    ...(failed === 0 ? [] : [words.failed(count.format(failed))]),
    changed === 0 ? words.noneChanged : words.changed(count.format(changed), changed === 1),
  ].join(', ');
}

function introduction(summary: RunSummary, words: Words): Block[] {
  const { tenantName, trigger, asOf, timeZone } = summary;
  const minutes = Math.round(summary.minutes);
  const day = formatDay(asOf, words, { day: 'numeric', month: 'long', year: 'numeric' });
  const duration =
    minutes < 1
      ? words.underAMinute
      : words.duration(new Intl.NumberFormat(words.tag).format(minutes), minutes === 1);
  return [
    { kind: 'paragraph', text: `${tenantName}, ${day} (${timeZone}): ${outcome(summary, words)}.` },
    { kind: 'paragraph', text: `${words.occasion[trigger]}; ${duration}.` },
  ];
}

function failures({ failed, worst }: RunSummary, words: Words): Block[] {
  if (worst.length === 0) return [];
  const more = failed - worst.length;
  const others = more > 0 ? `${words.more(new Intl.NumberFormat(words.tag).format(more))} ` : '';
  return [
    { kind: 'heading', text: words.failures },
    {
      kind: 'table',
      head: words.failureHead,
      rows: worst.map(({ sku, name, reason }) => [sku, name, reason]),
    },
    { kind: 'paragraph', text: `${others}${words.kept}` },
  ];
}

function accuracy({ accuracy: classes }: RunSummary, words: Words): Block[] {
  if (classes.length === 0) return [];
  const count = new Intl.NumberFormat(words.tag);
  const percent = (share: number | null, signDisplay: 'auto' | 'exceptZero' = 'auto'): string =>
    share === null ? '–' : new Intl.NumberFormat(words.tag, { style: 'percent', signDisplay }).format(share);
  return [
    { kind: 'heading', text: words.accuracy },
    {
      kind: 'table',
      head: words.accuracyHead,
      rows: classes.map(({ abcClass, items, wape, bias, coverage80 }) => [
        abcClass === null ? words.noClass : words.abcClass(abcClass),
        count.format(items),
        percent(wape),
        percent(bias, 'exceptZero'),
        percent(coverage80),
      ]),
    },
    { kind: 'paragraph', text: words.accuracyNote },
  ];
}

/** A day has no time of day, so it is written as the noon of Greenwich would be. */
function formatDay(day: string, { tag }: Words, options: Intl.DateTimeFormatOptions): string {
  return new Intl.DateTimeFormat(tag, { ...options, timeZone: 'UTC' }).format(new Date(`${day}T12:00:00Z`));
}
