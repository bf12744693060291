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
  const { accessToken, tenantId } = request.session;
  try {
    const answer = await fetch(`${settings().apiUrl}${request.path}`, {
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
      signal: AbortSignal.timeout(timeoutMs),
    });
    return { answer, requestId };
  } catch (error) {
    throw noAnswer(requestId, error);
  }
}
