import { redirect } from 'next/navigation';
import { headers } from 'next/headers';
import * as v from 'valibot';

import { ApiProblem, problemOf } from './api-problem.ts';
import { askBackend } from './backend.ts';
import { wireCall, type CallOf, type ReadEndpoint, type ResponseOf } from './endpoints.ts';
import { requestPathHeader } from './return-to.ts';
import { findRoute } from './routes.ts';
import { pageSession } from './session/session.ts';

/** What a read came to: its data, or why there is none. */
export type Loaded<T> =
  | { readonly ok: true; readonly data: T }
  | { readonly ok: false; readonly problem: ApiProblem };

/** Reads from the API as the signed-in person, for pages; whoever is not signed in is sent to sign in and back. */
export async function load<E extends ReadEndpoint>(
  endpoint: E,
  call: CallOf<E>,
): Promise<Loaded<ResponseOf<E>>> {
  const session = await pageSession();
  if (session === null) return await goToSignIn();
  const { method, path } = wireCall(endpoint, call);
  try {
    const { answer, requestId } = await askBackend({ method, path, session });
    if (answer.status === 401) return await goToSignIn();
    if (!answer.ok) return { ok: false, problem: await problemOf(answer, requestId) };
    return { ok: true, data: checked<ResponseOf<E>>(endpoint, await answer.json(), requestId) };
  } catch (error) {
    if (error instanceof ApiProblem) return { ok: false, problem: error };
    throw error;
  }
}

/** Sends the browser to sign in and back to the page it asked for. */
async function goToSignIn(): Promise<never> {
  const path = (await headers()).get(requestPathHeader) ?? '/';
  redirect(`/auth/login?returnTo=${encodeURIComponent(path)}`);
}

/** The body if it is what the contract says; fields that a newer API adds are no harm. */
function checked<T>(endpoint: ReadEndpoint, body: unknown, requestId: string): T {
  const [method = '', path = ''] = endpoint.split(' ');
  const schema = findRoute(method, path.slice(1).split('/'))?.response;
  const result = schema === undefined ? undefined : v.safeParse(schema, body);
  const issue = result?.issues?.find(
    ({ type, expected }) => !(type === 'strict_object' && expected === 'never'),
  );
  if (issue !== undefined) {
    const detail = `${endpoint} answered something else than its contract at ${v.getDotPath(issue) ?? 'the top'}: ${issue.message}`;
    throw new ApiProblem(
      { type: 'urn:stock-mate:contract', title: 'The answer was not understood', status: 502, detail },
      requestId,
    );
  }
  // The schema has just said so.
  return body as T;
}
