import type { IncomingMessage, ServerResponse } from 'node:http';
import { noticePage, signInPage } from './pages.ts';
import { findDemoUser, verifyDemoUser, type DemoUser } from './users.ts';

/** What the sign-in page needs of the provider: the request it interrupted, and a way to let it go on. */
export type Interactions = {
  interactionDetails(request: IncomingMessage, response: ServerResponse): Promise<{ readonly uid: string }>;
  interactionFinished(
    request: IncomingMessage,
    response: ServerResponse,
    result: { readonly login: { readonly accountId: string } },
  ): Promise<void>;
};

type Exchange = { readonly request: IncomingMessage; readonly response: ServerResponse };

const maxBodyBytes = 8 * 1024;

/** Answers `/sign-in/{uid}`: shows the page, and takes a demo user's button or a name and password. */
export async function handleSignIn(
  interactions: Interactions,
  exchange: Exchange,
  webUrl: string,
): Promise<void> {
  const { request, response } = exchange;
  const action = await openSignIn(interactions, exchange);
  if (action === undefined) {
    const text = 'This sign-in has ended or belongs to another browser. Start again from Stock-Mate.';
    sendHtml(response, 400, noticePage({ title: 'Sign-in expired', text, webUrl }));
    return;
  }
  if (request.method === 'GET' || request.method === 'HEAD') {
    sendHtml(response, 200, signInPage({ action }));
    return;
  }
  const form = request.method === 'POST' ? await readForm(request) : undefined;
  if (form === undefined) {
    sendHtml(
      response,
      400,
      noticePage({ title: 'Sign-in failed', text: 'The form could not be read.', webUrl }),
    );
    return;
  }
  const user = userOf(form);
  if (user === undefined) {
    sendHtml(response, 400, signInPage({ action, failedName: form.get('name') ?? '' }));
    return;
  }
  await interactions.interactionFinished(request, response, { login: { accountId: user.sub } });
}

/** The path of the sign-in under way in this browser, by its cookie; undefined when there is none. */
async function openSignIn(interactions: Interactions, exchange: Exchange): Promise<string | undefined> {
  try {
    const { uid } = await interactions.interactionDetails(exchange.request, exchange.response);
    return `/sign-in/${uid}`;
  } catch (error) {
    if (error instanceof Error && error.name === 'SessionNotFound') return undefined;
    throw error;
  }
}

function userOf(form: URLSearchParams): DemoUser | undefined {
  const button = form.get('user');
  if (button !== null) return findDemoUser(button);
  return verifyDemoUser(form.get('name') ?? undefined, form.get('password') ?? undefined);
}

async function readForm(request: IncomingMessage): Promise<URLSearchParams | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    // A request without an encoding set yields buffers.
    const bytes = chunk as Buffer;
    size += bytes.length;
    if (size > maxBodyBytes) return undefined;
    chunks.push(bytes);
  }
  return new URLSearchParams(Buffer.concat(chunks).toString('utf8'));
}

function sendHtml(response: ServerResponse, status: number, html: string): void {
  response.writeHead(status, { 'content-type': 'text/html; charset=utf-8' }).end(html);
}
