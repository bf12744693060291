/** Mails are made of a few kinds of blocks; one list of them gives both the text and the HTML. */

/** Languages that mails are written in. */
export type MailLocale = 'en' | 'de';

/** A mail without sender and recipient. */
export type Mail = { readonly subject: string; readonly text: string; readonly html: string };

/** A piece of a mail; its texts are plain, whoever typed them. */
export type Block =
  | { readonly kind: 'paragraph'; readonly text: string }
  | { readonly kind: 'heading'; readonly text: string }
  | { readonly kind: 'link'; readonly text: string; readonly url: string }
  | {
      readonly kind: 'table';
      readonly head: readonly string[];
      readonly rows: readonly (readonly string[])[];
    };

type Content = { readonly locale: MailLocale; readonly subject: string; readonly blocks: readonly Block[] };

/** Writes a mail as text and as HTML. */
export function composeMail({ locale, subject, blocks }: Content): Mail {
  const title = oneLine(subject);
  return {
    subject: title,
    text: `${blocks.map(blockText).join('\n\n')}\n`,
    html: `<!doctype html>
<html lang="${locale}">
<head><meta charset="utf-8"><title>${escapeHtml(title)}</title></head>
<body style="font-family:system-ui,sans-serif;font-size:16px;line-height:1.5;max-width:40em">
${blocks.map(blockHtml).join('\n')}
</body>
</html>
`,
  };
}

/** What people typed can neither begin a header, nor pose as a line of ours, nor turn the writing round. */
function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\p{Cs}\p{Bidi_Control}\s]+/gu, ' ').trim();
}

function escapeHtml(text: string): string {
  return oneLine(text).replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

function blockText(block: Block): string {
  switch (block.kind) {
    case 'paragraph':
      return oneLine(block.text);
    case 'heading':
      return oneLine(block.text).toUpperCase();
    case 'link':
      return `${oneLine(block.text)}: ${oneLine(block.url)}`;
    case 'table':
      return block.rows.map((row) => `- ${rowText(block.head, row)}`).join('\n');
  }
}

/** `Class A; items: 100; error: 31 %`: columns would fall apart in proportional type. */
function rowText(head: readonly string[], row: readonly string[]): string {
  return row
    .map((cell, column) =>
      column === 0 ? oneLine(cell) : `${oneLine(head[column] ?? '')}: ${oneLine(cell)}`,
    )
    .join('; ');
}

const cellStyle = 'text-align:left;vertical-align:top;padding:4px 12px 4px 0';

function blockHtml(block: Block): string {
  switch (block.kind) {
    case 'paragraph':
      return `<p>${escapeHtml(block.text)}</p>`;
    case 'heading':
      return `<h2 style="font-size:18px">${escapeHtml(block.text)}</h2>`;
    case 'link':
      return `<p><a href="${escapeHtml(block.url)}">${escapeHtml(block.text)}</a></p>`;
    case 'table':
      return `<table style="border-collapse:collapse">
<tr>${block.head.map((cell) => `<th scope="col" style="${cellStyle}">${escapeHtml(cell)}</th>`).join('')}</tr>
${block.rows.map(rowHtml).join('\n')}
</table>`;
  }
}

function rowHtml(row: readonly string[]): string {
  return `<tr>${row.map((cell) => `<td style="${cellStyle}">${escapeHtml(cell)}</td>`).join('')}</tr>`;
}
