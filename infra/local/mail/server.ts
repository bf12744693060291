import type { IncomingMessage, ServerResponse } from 'node:http';
import { isFromBrowser, readBody, serveOnLoopback, type LoopbackServer } from '#infra/local/wire/http.ts';
import type { StoredMail } from './letter.ts';
import { listPage, mailPage, missingPage } from './pages.ts';
import { createSendEmail, maxMessageBytes, SesError } from './send-email.ts';
import { openMailStore, type MailStore } from './store.ts';

export type MailOptions = { readonly directory: string; readonly port?: number; readonly mostKept?: number };

type SendEmail = ReturnType<typeof createSendEmail>;

/** JSON writes a character in at most six, so what is larger than this is larger than a message may be. */
const mostBodyBytes = 2 * maxMessageBytes;
const mostListed = 1_000;

/** Serves SES v2 on loopback: keeps every mail in the folder, and shows them to people and scripts. */
export async function startMail({ directory, port, mostKept = 1_000 }: MailOptions): Promise<LoopbackServer> {
  const store = await openMailStore({ directory, mostKept });
  const sendEmail = createSendEmail(store);
  return await serveOnLoopback((request, response) => {
    answer({ store, sendEmail }, request, response).catch((error: unknown) => fail(response, error));
  }, port);
}

type Parts = { readonly store: MailStore; readonly sendEmail: SendEmail };

async function answer(
  { store, sendEmail }: Parts,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  // A name that a strange site lets point to this machine would otherwise read the mails.
  if (!/^(127\.0\.0\.1|localhost)(:\d+)?$/.test(request.headers.host ?? ''))
    throw new SesError('AccessDeniedException', 'mails are shown at 127.0.0.1 only', 403);
  const url = new URL(request.url ?? '/', 'http://127.0.0.1');
  if (request.method === 'POST' && url.pathname === '/v2/email/outbound-emails') {
    sendJson(response, await sendEmail(await readRequest(request)));
  } else if (request.method === 'GET') {
    await show(store, url, response);
  } else {
    throw new SesError(
      'UnknownOperationException',
      `${request.method} ${url.pathname} is not served here`,
      404,
    );
  }
}

async function readRequest(request: IncomingMessage): Promise<string> {
  if (isFromBrowser(request))
    throw new SesError('AccessDeniedException', 'mails are not sent by web pages', 403);
  const body = await readBody(request, mostBodyBytes);
  if (body === undefined)
    throw new SesError('BadRequestException', `Message length is more than ${maxMessageBytes} bytes long.`);
  return body.toString('utf8');
}

async function show(store: MailStore, url: URL, response: ServerResponse): Promise<void> {
  const path = url.pathname;
  if (path === '/') return sendPage(response, listPage(await store.newest(100), store.count()));
  if (path === '/mails.json') {
    const items = await store.newest(limitOf(url));
    sendJson(response, { items: items.map(summaryOf) });
    return;
  }
  const asJson = /^\/mails\/([^/]+)\.json$/.exec(path)?.[1];
  const mail = await store.find(asJson ?? path.slice(1));
  if (asJson !== undefined && mail !== undefined) sendJson(response, mail);
  else if (mail !== undefined) sendPage(response, mailPage(mail));
  else if (path.endsWith('.json'))
    throw new SesError('NotFoundException', `${path} is not here; GET /mails.json lists what is`, 404);
  else sendPage(response, missingPage(), 404);
}

function limitOf(url: URL): number {
  const text = url.searchParams.get('limit') ?? '100';
  const limit = Number(text);
  if (Number.isInteger(limit) && limit >= 1 && limit <= mostListed) return limit;
  throw new SesError('BadRequestException', `limit is ${text}; it must be a number from 1 to ${mostListed}`);
}

function summaryOf({ id, sentAt, from, to, subject, tags }: StoredMail): Partial<StoredMail> {
  return { id, sentAt, from, to, subject, tags };
}

const always = { 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' };

function sendJson(response: ServerResponse, value: unknown): void {
  response.writeHead(200, { ...always, 'content-type': 'application/json' }).end(JSON.stringify(value));
}

function sendPage(response: ServerResponse, page: string, status = 200): void {
  response.writeHead(status, {
    ...always,
    'content-type': 'text/html; charset=utf-8',
    // A mail shows no picture, runs no script and loads nothing.
    'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'",
    'referrer-policy': 'no-referrer',
    'x-frame-options': 'DENY',
  });
  response.end(page);
}

function fail(response: ServerResponse, error: unknown): void {
  const { type, status, message } =
    error instanceof SesError
      ? error
      : { type: 'InternalServiceErrorException', status: 500, message: String(error) };
  response.writeHead(status, { ...always, 'content-type': 'application/json', 'x-amzn-errortype': type });
  response.end(JSON.stringify({ message }));
}
