import { BatchAccepted, EventStatus, type WriteAccepted } from '#shared/contracts/api/common.ts';
import { Problem } from '#shared/contracts/problem.ts';
import * as v from 'valibot';

/** The API as this folder uses it: writes that may be repeated, and waiting for what was written. */
export type DemoApi = {
  /** One write of several items; throws on the first item that was refused. */
  writeItems(request: ItemsRequest): Promise<readonly WriteAccepted[]>;
  write(request: WriteRequest): Promise<unknown>;
  /** What is at the path; null: nothing. */
  find(path: string): Promise<unknown>;
  /** Returns when the tables show the event. */
  waitFor(eventId: string): Promise<void>;
};

type WriteRequest = {
  readonly method: 'POST' | 'PUT' | 'PATCH';
  readonly path: string;
  readonly body: unknown;
  /** The same key is the same write, however often it is sent. */
  readonly key: string;
};
type Call = {
  readonly method: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
};
type ItemsRequest = Omit<WriteRequest, 'body'> & { readonly items: readonly unknown[] };

export type ApiOptions = { readonly api: string; readonly token: () => Promise<string> };

const attempts = 5;
const appliedWithinMs = 120_000;

/** A client of the API at `api`, in the name of whoever the tokens are. */
export function demoApi({ api, token }: ApiOptions): DemoApi {
  const call = async (path: string, init: Call): Promise<unknown> => {
    for (let attempt = 1; ; attempt += 1) {
      const headers = {
        ...init.headers,
        authorization: `Bearer ${await token()}`,
        'content-type': 'application/json',
      };
      const answer = await fetchOnce(`${api}${path}`, { ...init, headers });
      if (answer.kind === 'answered') return answer.body;
      if (answer.status === 404 && init.method === 'GET') return null;
      if (answer.kind === 'refused' || attempt === attempts) throw refusal(`${init.method} ${path}`, answer);
      await new Promise((resolve) => setTimeout(resolve, attempt * 300));
    }
  };
  const write = ({ method, path, body, key }: WriteRequest): Promise<unknown> =>
    call(path, { method, headers: { 'idempotency-key': key }, body: JSON.stringify(body) });
  return {
    write,
    find: (path) => call(path, { method: 'GET' }),
    writeItems: async ({ items, ...request }) => {
      const { items: results } = v.parse(BatchAccepted, await write({ ...request, body: { items } }));
      return results.map((item, i) => {
        if ('result' in item) return item.result;
        throw refusal(
          `${request.method} ${request.path} item ${i} (${JSON.stringify(items[i]).slice(0, 120)})`,
          {
            status: item.status,
            detail: JSON.stringify(item.problem),
          },
        );
      });
    },
    waitFor: async (eventId) => {
      const deadline = performance.now() + appliedWithinMs;
      while (performance.now() < deadline) {
        const status = v.parse(EventStatus, await call(`/events/${eventId}?wait=2s`, { method: 'GET' }));
        if (status.applied) return;
      }
      throw new Error(
        `event ${eventId} is not in the tables after two minutes: see GET /quarantine and the logs`,
      );
    },
  };
}

type Answer =
  | { readonly kind: 'answered'; readonly body: unknown }
  | { readonly kind: 'refused' | 'failed'; readonly status: number; readonly detail: string };

async function fetchOnce(url: string, init: RequestInit): Promise<Answer> {
  let response: Response;
  let body: unknown;
  try {
    response = await fetch(url, init);
    body = await response.json();
  } catch (error) {
    // Not reached, or cut off: the caller repeats the write under its key, and says so when it stays that way.
    return {
      kind: 'failed',
      status: 0,
      detail: error instanceof Error ? `${error.name}: ${error.message}` : 'no answer',
    };
  }
  if (response.ok) return { kind: 'answered', body };
  const isTransient = response.status === 429 || response.status >= 500;
  const problem = v.safeParse(Problem, body);
  const detail = problem.success
    ? `${problem.output.title}. ${problem.output.detail ?? ''}`
    : JSON.stringify(body);
  return { kind: isTransient ? 'failed' : 'refused', status: response.status, detail };
}

function refusal(
  what: string,
  { status, detail }: { readonly status: number; readonly detail: string },
): Error {
  return new Error(`the demo data could not be written: ${what} was answered ${status}: ${detail}`);
}
