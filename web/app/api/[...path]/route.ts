import { ApiProblem } from '#web/lib/api-problem.ts';
import { askBackend, type BackendRequest } from '#web/lib/backend.ts';
import { findRoute } from '#web/lib/routes.ts';
import { isFromOurPages } from '#web/lib/same-origin.ts';
import { currentSession } from '#web/lib/session/session.ts';
import { settings } from '#web/lib/settings.ts';

export const dynamic = 'force-dynamic';

type Context = { readonly params: Promise<{ readonly path: readonly string[] }> };

const passedOn = ['content-type', 'idempotency-key', 'if-match'];
const passedBack = ['content-type', 'location', 'etag', 'retry-after'];
/** The API takes 4 MB. */
const largestBody = 4 * 1024 * 1024;

/** Hands a request of the browser to the API with the session's token, if the contracts know the route. */
async function handOver(request: Request, { params }: Context): Promise<Response> {
  const { path } = await params;
  if (findRoute(request.method, path) === undefined) return problem(404, 'There is no such route');
  const isRead = request.method === 'GET';
  if (!isRead && !isFromOurPages(request, settings().webUrl)) {
    return problem(403, 'This request did not come from a page of this app');
  }
  const session = await currentSession({ countsAsUse: !isRead });
  if (session === null) return problem(401, 'The session has ended');
  const body = isRead ? '' : await request.text();
  if (body.length > largestBody) return problem(413, 'The body is larger than 4 MB');
  const target = `/${path.map(encodeURIComponent).join('/')}${new URL(request.url).search}`;
  return await passOn({
    method: request.method,
    path: target,
    session,
    headers: some(request.headers, passedOn),
    body: body === '' ? undefined : body,
  });
}

async function passOn(request: BackendRequest): Promise<Response> {
  try {
    const { answer, requestId } = await askBackend(request);
    const headers = {
      ...some(answer.headers, passedBack),
      'x-request-id': requestId,
      'cache-control': 'no-store',
    };
    return new Response(answer.status === 204 ? null : await answer.text(), {
      status: answer.status,
      headers,
    });
  } catch (error) {
    if (error instanceof ApiProblem) return problem(error.status, error.problem.title, error.requestId);
    throw error;
  }
}

function some(headers: Headers, names: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    names.flatMap((name) => (headers.has(name) ? [[name, headers.get(name) ?? '']] : [])),
  );
}

function problem(status: number, title: string, requestId?: string): Response {
  return Response.json(
    { type: 'about:blank', title, status },
    {
      status,
      headers: {
        'content-type': 'application/problem+json',
        'cache-control': 'no-store',
        ...(requestId === undefined ? {} : { 'x-request-id': requestId }),
      },
    },
  );
}

export { handOver as DELETE, handOver as GET, handOver as PATCH, handOver as POST, handOver as PUT };
