import type { StoredMail } from './letter.ts';

/** The plain HTML pages on which people read mails that never left this machine; they need no script. */

const style = `
:root { color-scheme: light dark; --ink: #1c2733; --paper: #f6f7f9; --card: #fff; --line: #ccd3db; --accent: #0b5cad; --quiet: #4b5866; }
@media (prefers-color-scheme: dark) { :root { --ink: #e8ecf1; --paper: #12171d; --card: #1b222b; --line: #3a4653; --accent: #6cb2ff; --quiet: #b3bfcc; } }
* { box-sizing: border-box; }
body { margin: 0; padding: 2rem 1rem; background: var(--paper); color: var(--ink); font: 1rem/1.5 system-ui, sans-serif; }
main { max-width: 60rem; margin: 0 auto; }
h1 { font-size: 1.5rem; line-height: 1.2; overflow-wrap: anywhere; }
h2 { font-size: 1.1rem; }
p, dt, th { color: var(--quiet); }
a { color: var(--accent); }
a:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
table { width: 100%; border-collapse: collapse; background: var(--card); }
th, td { padding: 0.5rem 0.75rem; border-bottom: 1px solid var(--line); text-align: left; vertical-align: top; overflow-wrap: anywhere; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 0.25rem 1rem; }
dd { margin: 0; overflow-wrap: anywhere; }
iframe { width: 100%; height: 40rem; border: 1px solid var(--line); background: #fff; }
pre { padding: 1rem; border: 1px solid var(--line); background: var(--card); white-space: pre-wrap; overflow-wrap: anywhere; }
`;

/** All mails, newest first; `count` is how many are kept. */
export function listPage(mails: readonly StoredMail[], count: number): string {
  if (mails.length === 0) {
    return page(
      'Mails',
      `<p>No mail yet. What Stock-Mate sends to people comes here, such as the summary of each forecast run; nothing leaves this machine.</p>`,
    );
  }
  const rows = mails.map(
    ({ id, sentAt, from, to, subject }) => `<tr><td>${timeOf(sentAt)}</td><td>${escapeHtml(from)}</td>
<td>${escapeHtml(to.join(', '))}</td><td><a href="/${id}">${escapeHtml(subject) || '(no subject)'}</a></td></tr>`,
  );
  const shown = count > mails.length ? ` These are the newest ${mails.length} of ${count}.` : '';
  return page(
    'Mails',
    `<p>What Stock-Mate has sent to people; nothing has left this machine.${shown}</p>
<table>
<thead><tr><th scope="col">Time</th><th scope="col">From</th><th scope="col">To</th><th scope="col">Subject</th></tr></thead>
<tbody>
${rows.join('\n')}
</tbody>
</table>`,
  );
}

/** One mail: its HTML in a frame that may do nothing but open links, and its text. */
export function mailPage({ sentAt, from, to, cc, bcc, subject, text, html }: StoredMail): string {
  const lists = [
    ['To', to],
    ['Cc', cc],
    ['Bcc', bcc],
  ] as const;
  const recipients = lists
    .filter(([, addresses]) => addresses.length > 0)
    .map(([name, addresses]) => `<dt>${name}</dt><dd>${escapeHtml(addresses.join(', '))}</dd>`);
  // A link opens beside this page: within the frame nothing may be loaded.
  const frame =
    html === null
      ? ''
      : `<h2>As HTML</h2>
<iframe title="The mail" sandbox="allow-popups allow-popups-to-escape-sandbox" srcdoc="${escapeHtml(`<base target="_blank">${html}`)}"></iframe>`;
  return page(
    subject === '' ? '(no subject)' : subject,
    `<p><a href="/">All mails</a></p>
<dl><dt>From</dt><dd>${escapeHtml(from)}</dd>${recipients.join('')}<dt>Time</dt><dd>${timeOf(sentAt)}</dd></dl>
${frame}
${text === null ? '' : `<h2>As text</h2>\n<pre>${escapeHtml(text)}</pre>`}`,
  );
}

/** In the place of a mail that is not there. */
export function missingPage(): string {
  return page(
    'No such mail',
    '<p>It is not here, or so old that it was thrown away: the newest 1,000 are kept. <a href="/">All mails</a></p>',
  );
}

function page(title: string, body: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)} · Stock-Mate</title>
<style>${style}</style>
</head>
<body>
<main>
<h1>${escapeHtml(title)}</h1>
${body}
</main>
</body>
</html>
`;
}

/** In the zone of this machine, whose only reader sits at it. */
function timeOf(sentAt: string): string {
  const text = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'medium' }).format(
    new Date(sentAt),
  );
  return `<time datetime="${sentAt}">${text}</time>`;
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
