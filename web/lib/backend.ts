import { randomUUID } from 'node:crypto';

import { noAnswer } from './api-problem.ts';
import type { Session } from './session/session.ts';
import { settings } from './settings.ts';

/** One request to the API, server to server; tokens never reach the browser. */
export type BackendRequest = {
  readonly method: string;
  /** Path and query. */
  readonly path: string;
  readonly session: Pick<Session, 'accessToken' | 'tenantId'>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | undefined;
};

const timeoutMs = 8_000;

/** Asks the API; throws an ApiProblem only when there is no answer in time. */
export async function askBackend(request: BackendRequest): Promise<{ answer: Response; requestId: string }> {
  const requestId = randomUUID();
  try {
    return { answer: await sendOnceMore(request, requestId), requestId };
  } catch (error) {
    throw noAnswer(requestId, error);
  }
}

/** A kept connection may be closed at the moment it is used: what can be repeated without harm is sent once more. */
async function sendOnceMore(request: BackendRequest, requestId: string): Promise<Response> {
  const signal = AbortSignal.timeout(timeoutMs);
  try {
    return await send(request, requestId, signal);
  } catch (error) {
    const isRepeatable = request.method === 'GET' || request.headers?.['idempotency-key'] !== undefined;
    if (signal.aborted || !isRepeatable) throw error;
    return await send(request, requestId, signal);
  }
}

async function send(request: BackendRequest, requestId: string, signal: AbortSignal): Promise<Response> {
  const { accessToken, tenantId } = request.session;
  return await fetch(`${settings().apiUrl}${request.path}`, {
    method: request.method,
    headers: {
      accept: 'application/json',
      authorization: `Bearer ${accessToken}`,
      'x-request-id': requestId,
      ...(tenantId === null ? {} : { 'stock-mate-tenant': tenantId }),
      ...request.headers,
    },
    body: request.body ?? null,
    cache: 'no-store',
    redirect: 'error',
    signal,
  });
}
