/** The one place where what handlers throw becomes an HTTP answer. */
import { codeOf, DatabaseUnavailable } from './database-faults.ts';
import { jsonResponse, type HttpRequest, type HttpResponse } from './http.ts';
import { newId } from './ids.ts';
import { logError, logWarning } from './log.ts';
import { problemOf, Refusal } from './refusal.ts';

/** Runs a request's work; a refusal becomes its problem, a lost database 503, anything else a logged 500. */
export async function answerHttp(
  request: HttpRequest,
  work: () => Promise<HttpResponse>,
): Promise<HttpResponse> {
  try {
    return await work();
  } catch (error) {
    return problemResponse(
      asRefusal(error, { requestId: request.requestId, method: request.method, path: request.path }),
    );
  }
}

/** A problem+json answer. */
function problemResponse(refusal: Refusal): HttpResponse {
  return jsonResponse(refusal.status, problemOf(refusal), {
    'content-type': 'application/problem+json',
    ...refusal.details.headers,
  });
}

/** What the caller is told of an error; what is not theirs to know is logged under an id that they get. */
export function asRefusal(error: unknown, about: Readonly<Record<string, unknown>>): Refusal {
  if (error instanceof Refusal) return error;
  if (error instanceof DatabaseUnavailable) {
    logWarning('a request met no database', { ...about, error });
    return new Refusal(503, undefined, {
      detail:
        'the database cannot be reached at the moment; send the request again with the same Idempotency-Key',
      headers: { 'retry-after': '2' },
    });
  }
  // Class 22: data that Postgres cannot take; the contracts refuse all of it that is known, so this is worth a look.
  if (codeOf(error).startsWith('22') && error instanceof Error) {
    logWarning('a request held data that the database refused', { ...about, error });
    return new Refusal(400, undefined, {
      detail: `the request holds a value that cannot be stored: ${error.message}`,
    });
  }
  const errorId = newId();
  logError('a request failed', { ...about, errorId, error });
  return new Refusal(500, undefined, { detail: `the fault is logged under ${errorId}`, extra: { errorId } });
}
