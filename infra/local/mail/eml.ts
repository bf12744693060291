import type { StoredMail } from './letter.ts';

/** Writes a mail as an Internet message, which every mail program opens. https://www.rfc-editor.org/rfc/rfc5322 */
export function toEml(mail: StoredMail): string {
  const boundary = `part-${mail.id}`;
  const parts = [
    ...(mail.text === null ? [] : [part('plain', mail.text)]),
    ...(mail.html === null ? [] : [part('html', mail.html)]),
  ];
  const lines = [
    `From: ${mail.from}`,
    ...(mail.to.length === 0 ? [] : [`To: ${mail.to.join(',\r\n ')}`]),
    ...(mail.cc.length === 0 ? [] : [`Cc: ${mail.cc.join(',\r\n ')}`]),
    `Subject: ${encodeHeader(mail.subject)}`,
    `Date: ${new Date(mail.sentAt).toUTCString().replace('GMT', '+0000')}`,
    `Message-ID: <${mail.id}@stock-mate.localhost>`,
    'MIME-Version: 1.0',
    `Content-Type: multipart/alternative; boundary="${boundary}"`,
    '',
    ...parts.flatMap((text) => [`--${boundary}`, text]),
    `--${boundary}--`,
    '',
  ];
  return lines.join('\r\n');
}

function part(subtype: string, text: string): string {
  const lines = Buffer.from(text, 'utf8')
    .toString('base64')
    .match(/.{1,76}/g);
  return [
    `Content-Type: text/${subtype}; charset=UTF-8`,
    'Content-Transfer-Encoding: base64',
    '',
    ...(lines ?? []),
  ].join('\r\n');
}

/** Encoded words, so that no character of a subject can end the header. https://www.rfc-editor.org/rfc/rfc2047 */
function encodeHeader(text: string): string {
  if (/^[\x20-\x7e]{0,900}$/.test(text) && !text.includes('=?')) return text;
  // At most 75 characters a word: 11 code points have at most 44 bytes, which base64 makes 60.
  const pieces = text.match(/[^]{1,11}/gu) ?? [];
  return pieces.map((piece) => `=?UTF-8?B?${Buffer.from(piece, 'utf8').toString('base64')}?=`).join('\r\n ');
}
