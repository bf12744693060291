import { BadRequestException, SESv2Client, SendEmailCommand } from '@aws-sdk/client-sesv2';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { handle } from '#functions/notifier/handler.ts';
import { openSes } from '#functions/notifier/ses.ts';
import { startMail } from '#infra/local/mail/server.ts';
import { clientSettings } from '#infra/local/wire/client-settings.ts';
import type { LoopbackServer } from '#infra/local/wire/http.ts';
import type { NotifierTask } from '#shared/contracts/workflows/notifier.ts';

type Kept = { id: string; from: string; to: string[]; subject: string; text: string; html: string };

let directory: string;
let server: LoopbackServer;
let client: SESv2Client;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'stock-mate-mail-'));
  server = await startMail({ directory, mostKept: 20 });
  client = new SESv2Client(clientSettings(server.url));
  // What the runtime gives to the process of a function.
  process.env['AWS_ENDPOINT_URL_SESV2'] = server.url;
  process.env['AWS_REGION'] = 'us-east-1';
  process.env['AWS_ACCESS_KEY_ID'] = 'local';
  process.env['AWS_SECRET_ACCESS_KEY'] = 'local';
});
afterAll(async () => {
  client.destroy();
  await server.stop();
  await rm(directory, { recursive: true, force: true });
});

type Wish = Partial<{ from: string; to: string[]; subject: string; text: string; id: string; html: string }>;

async function send({
  from = 'Stock-Mate <no-reply@example.com>',
  to = ['ada@example.com'],
  subject = 'Hello',
  text = 'Good morning',
  html = '<p>Good morning</p>',
  id,
}: Wish = {}): Promise<string> {
  const { MessageId = '' } = await client.send(
    new SendEmailCommand({
      ...(from === '' ? {} : { FromEmailAddress: from }),
      Destination: { ToAddresses: to },
      Content: {
        Simple: { Subject: { Data: subject }, Body: { Text: { Data: text }, Html: { Data: html } } },
      },
      ...(id === undefined ? {} : { EmailTags: [{ Name: 'idempotency-id', Value: id }] }),
    }),
  );
  return MessageId;
}

async function newest(limit = 100): Promise<readonly Kept[]> {
  const response = await fetch(`${server.url}/mails.json?limit=${limit}`);
  return ((await response.json()) as { items: Kept[] }).items;
}

async function one(id: string): Promise<Kept> {
  return (await (await fetch(`${server.url}/mails/${id}.json`)).json()) as Kept;
}

describe('SES on one machine', () => {
  it('says what will come while there is nothing', async () => {
    expect(await (await fetch(server.url)).text()).toContain('No mail yet');
    expect(await newest()).toEqual([]);
  });

  it('keeps what the real client sends, and lists the newest first', async () => {
    const first = await send({ subject: 'Zürich ✓', text: 'ä'.repeat(300) });
    const second = await send({ subject: 'Second' });
    expect((await newest(2)).map(({ id }) => id)).toEqual([second, first]);
    expect(await one(first)).toMatchObject({
      from: 'Stock-Mate <no-reply@example.com>',
      to: ['ada@example.com'],
      subject: 'Zürich ✓',
      text: 'ä'.repeat(300),
      html: '<p>Good morning</p>',
    });
  });

  it('writes a file that mail programs open, in which no subject ends its header', async () => {
    const id = await send({ subject: `Grüße\r\nBcc: all@example.com ${'x'.repeat(200)}` });
    const eml = await readFile(join(directory, `${id}.eml`), 'utf8');
    const head = eml.slice(0, eml.indexOf('\r\n\r\n'));
    expect(head).toMatch(
      /^From: Stock-Mate <no-reply@example\.com>\r\nTo: ada@example\.com\r\nSubject: =\?UTF-8\?B\?/,
    );
    expect(head).not.toMatch(/^Bcc:/m);
    const words = [...head.matchAll(/=\?UTF-8\?B\?([^?]+)\?=/g)].map(([word, base64 = '']) => {
      expect(word.length).toBeLessThanOrEqual(75);
      return Buffer.from(base64, 'base64').toString();
    });
    expect(words.join('')).toBe(`Grüße\r\nBcc: all@example.com ${'x'.repeat(200)}`);
    expect(eml).toContain(Buffer.from('Good morning').toString('base64'));
  });

  it('shows a mail to people without letting it do anything', async () => {
    const id = await send({ subject: '<script>1</script>', html: '<p onclick="x()">"Hi"</p>' });
    const list = await (await fetch(server.url)).text();
    expect(list).toContain(`<a href="/${id}">&#60;script&#62;1&#60;/script&#62;</a>`);
    const response = await fetch(`${server.url}/${id}`);
    expect(response.headers.get('content-security-policy')).toBe(
      "default-src 'none'; style-src 'unsafe-inline'",
    );
    const page = await response.text();
    expect(page).not.toMatch(/<script|<p onclick/);
    expect(page).toMatch(
      /<iframe[^>]* sandbox="allow-popups allow-popups-to-escape-sandbox" srcdoc="&#60;base/,
    );
    expect((await fetch(`${server.url}/no-such-mail`)).status).toBe(404);
    expect((await fetch(`${server.url}/mails/..%2f..%2fsecrets.json`)).status).toBe(404);
    expect((await fetch(`${server.url}/mails.json?limit=0`)).status).toBe(400);
  });

  it('refuses what SES refuses, as the client knows it', async () => {
    const fifty = Array.from({ length: 51 }, (_, i) => `a${i}@example.com`);
    const refusals: readonly (readonly [Wish, string])[] = [
      [{ from: '' }, 'FromEmailAddress'],
      [{ to: [] }, 'no recipient'],
      [{ to: fifty }, 'Recipient count exceeds 50.'],
      [{ to: ['nobody'] }, "Missing final '@domain'"],
      [{ to: ['a@example.com\r\nBcc: b@example.com'] }, 'Domain contains control or whitespace'],
      [{ to: ['a@example.com,b@example.com'] }, 'Illegal address'],
      [{ id: 'a/b' }, 'Invalid tag'],
    ];
    for (const [wish, message] of refusals) {
      const refused = await send(wish).catch((error: unknown) => error);
      expect(refused).toBeInstanceOf(BadRequestException);
      expect(String(refused)).toContain(message);
    }
  });

  it('refuses a message of more than forty megabytes', async () => {
    await expect(send({ text: 'x'.repeat(32_000_000) })).rejects.toThrow(
      /^Message length is more than 41943040/,
    );
  });

  it('refuses a page in a browser, and a name that only points here', async () => {
    const url = `${server.url}/v2/email/outbound-emails`;
    const posted = await fetch(url, {
      method: 'POST',
      headers: { origin: 'https://evil.example' },
      body: '{}',
    });
    expect(posted.status).toBe(403);
    const status = await new Promise((settle, fail) => {
      request(`${server.url}/mails.json`, { headers: { host: 'evil.example' } }, (response) => {
        response.resume();
        settle(response.statusCode);
      })
        .once('error', fail)
        .end();
    });
    expect(status).toBe(403);
  });

  it('keeps a letter once, however often it comes in a short time', async () => {
    const ids = await Promise.all([send({ id: 'same' }), send({ id: 'same' }), send({ id: 'other' })]);
    expect(ids[1]).toBe(ids[0]);
    expect(ids[2]).not.toBe(ids[0]);
  });

  it('keeps the newest only, also over a new start', async () => {
    for (let i = 0; i < 25; i += 1) await send({ subject: `Mail ${i}` });
    expect((await newest()).map(({ subject }) => subject)).toEqual(
      Array.from({ length: 20 }, (_, i) => `Mail ${24 - i}`),
    );
    expect(await readdir(directory)).toHaveLength(40);
    const again = await startMail({ directory, mostKept: 20 });
    const { items } = (await (await fetch(`${again.url}/mails.json`)).json()) as { items: Kept[] };
    expect(items[0]?.subject).toBe('Mail 24');
    await again.stop();
  });
});

describe('notifier', () => {
  const task = (runId: string, to: readonly string[]): NotifierTask => ({
    task: 'run-summary',
    to: [...to],
    locale: 'en',
    summary: {
      runId,
      asOf: '2026-11-22',
      trigger: 'nightly',
      planned: 300,
      failed: 2,
      changed: 14,
      minutes: 3,
      accuracy: [],
      worst: [{ sku: 'P-1', name: '<b>Lamp</b>\r\nBcc: all@example.com', reason: 'no lead time' }],
      tenantName: 'Demo',
      timeZone: 'Europe/London',
    },
  });
  const runId = (n: number): string => `0199a0a0-0000-7000-8000-00000000000${n}`;
  const services = () => ({
    send: openSes('Stock-Mate <no-reply@example.com>'),
    appUrl: 'http://127.0.0.1:3000',
    sent: new Set<string>(),
  });

  it('sends each address a mail of its own, and says which addresses none can go to', async () => {
    const to = [
      'ada@example.com',
      ' bob@example.com ',
      'ada@example.com',
      'nobody',
      'a@b.example\r\nBcc: c@d.example',
    ];
    expect(await handle(task(runId(1), to), services())).toEqual({
      sent: 2,
      refused: [
        { to: 'nobody', reason: 'is not an address that mail can go to' },
        { to: 'a@b.example\r\nBcc: c@d.example', reason: 'is not an address that mail can go to' },
      ],
    });
    const mails = await newest(2);
    expect(mails.map((mail) => mail.to)).toEqual([['bob@example.com'], ['ada@example.com']]);
    const mail = await one(mails[0]?.id ?? '');
    expect(mail.subject).toBe('Forecast of 22 Nov: 300 products, 2 failed, 14 policies changed');
    expect(mail.text).toContain(`http://127.0.0.1:3000/forecast-runs/${runId(1)}`);
    expect(mail.text).not.toMatch(/^Bcc:/m);
    expect(mail.html).toContain('&#60;b&#62;Lamp&#60;/b&#62; Bcc: all@example.com');
  });

  it('does not mail twice when its task comes again, to this process or to another', async () => {
    const first = services();
    const again = task(runId(2), ['ada@example.com']);
    expect(await handle(again, first)).toEqual({ sent: 1, refused: [] });
    const [kept] = await newest(1);
    for (const process of [first, services()]) {
      expect(await handle(again, process)).toEqual({ sent: 1, refused: [] });
    }
    expect((await newest(1))[0]?.id).toBe(kept?.id);
  });

  it('reports an address that SES refuses, and goes on with the others', async () => {
    const send = openSes('no sender at all');
    const { sent, refused } = await handle(task(runId(3), ['ada@example.com']), { ...services(), send });
    expect({ sent, refused }).toEqual({
      sent: 0,
      refused: [{ to: 'ada@example.com', reason: "Missing final '@domain'" }],
    });
  });

  it('fails by name where SES is not there, for the workflow to try again', async () => {
    process.env['AWS_ENDPOINT_URL_SESV2'] = 'http://127.0.0.1:9';
    const failing = handle(task(runId(4), ['ada@example.com']), services());
    await expect(failing).rejects.toMatchObject({ name: 'MailUnavailable' });
    process.env['AWS_ENDPOINT_URL_SESV2'] = server.url;
  });

  it('refuses a task that it does not know', async () => {
    await expect(handle({ task: 'invoice' }, services())).rejects.toThrow('run-summary');
  });
});
