import { noAnswer, problemOf } from './api-problem.ts';
import { wireCall, type CallOf, type Endpoint, type ResponseOf } from './endpoints.ts';

/** Calls the API from the browser, through this app's own `/api`; throws an ApiProblem when it is refused. */
export async function callApi<E extends Endpoint>(
  endpoint: E,
  call: CallOf<E>,
  idempotencyKey?: string,
): Promise<ResponseOf<E>> {
  const { method, path, body } = wireCall(endpoint, call);
  const answer = await send(`/api${path}`, {
    method,
    headers: {
      'content-type': 'application/json',
      ...(idempotencyKey === undefined ? {} : { 'idempotency-key': idempotencyKey }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  if (!answer.ok) throw await problemOf(answer, '');
  // The API serves its contracts; the server checks them for pages.
  return (await answer.json()) as ResponseOf<E>;
}

/** Waits until the tables show an event: at most some ten seconds, then the next poll shows it. */
export async function waitUntilApplied(eventId: string | null): Promise<boolean> {
  if (eventId === null) return true;
  for (let attempt = 0; attempt < 5; attempt += 1) {
    const { applied } = await callApi('GET /events/{eventId}', {
      params: { eventId },
      query: { wait: '2s' },
    });
    if (applied) return true;
  }
  return false;
}

async function send(url: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(url, { ...init, cache: 'no-store', signal: AbortSignal.timeout(15_000) });
  } catch (error) {
    throw noAnswer('', error);
  }
}
