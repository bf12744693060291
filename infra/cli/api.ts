/** The API as the command line calls it: signed in, patient with a busy system, and exact about what comes back. */
import { promises as timers } from 'node:timers';

import * as v from 'valibot';

import { Problem } from '#shared/contracts/problem.ts';

import { CommandFailed } from './failures.ts';
import { requestToken, type AccessToken } from './identity.ts';

/** A write; the key makes repeating it the same write. */
type Write = {
  readonly method: 'POST' | 'PUT' | 'DELETE';
  readonly path: string;
  readonly body?: object;
  readonly idempotencyKey: string;
};

/** A signed-in caller of the API. */
export type Api = {
  /** Reads a path and checks what comes back; `undefined` where there is no such thing. */
  find<T>(path: string, schema: v.GenericSchema<unknown, T>): Promise<T | undefined>;
  read<T>(path: string, schema: v.GenericSchema<unknown, T>): Promise<T>;
  /** Every item of a list, page by page. */
  list<T>(path: string, item: v.GenericSchema<unknown, T>): AsyncGenerator<T>;
  write<T>(write: Write, schema: v.GenericSchema<unknown, T>): Promise<T>;
};

type ApiOptions = {
  readonly api: string;
  readonly issuer: string;
  readonly user: string;
  readonly tenantId?: string;
};

type Call = {
  readonly method: string;
  readonly path: string;
  readonly headers?: Record<string, string>;
  readonly body?: string;
};

const attempts = 6;
const passing = new Set([429, 502, 503, 504]);
const pageSize = 1000;

/** Signs in as one of the demo users and gives the API. */
export function openApi(options: ApiOptions): Api {
  const call = caller(options);
  const find: Api['find'] = async (path, schema) => {
    const response = await call({ method: 'GET', path });
    return response.status === 404 ? undefined : await parseAnswer(response, path, schema);
  };
  return {
    find,
    read: async (path, schema) => parseAnswer(await call({ method: 'GET', path }), path, schema),
    list: (path, item) => pages(call, path, item),
    write: async ({ method, path, body, idempotencyKey }, schema) => {
      const key = { 'idempotency-key': idempotencyKey };
      const content =
        body === undefined
          ? { headers: key }
          : { headers: { ...key, 'content-type': 'application/json' }, body: JSON.stringify(body) };
      return parseAnswer(await call({ method, path, ...content }), path, schema);
    },
  };
}

async function* pages<T>(
  call: (call: Call) => Promise<Response>,
  path: string,
  item: v.GenericSchema<unknown, T>,
): AsyncGenerator<T> {
  const page = v.object({ items: v.array(item), nextCursor: v.nullable(v.string()) });
  let cursor: string | null = '';
  while (cursor !== null) {
    const query = `limit=${pageSize}${cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`}`;
    const url = `${path}${path.includes('?') ? '&' : '?'}${query}`;
    const answer: v.InferOutput<typeof page> = await parseAnswer(
      await call({ method: 'GET', path: url }),
      path,
      page,
    );
    yield* answer.items;
    cursor = answer.nextCursor;
  }
}

/** Sends requests with a token that is never about to expire, again where trying again can help. */
function caller(options: ApiOptions): (call: Call) => Promise<Response> {
  let token: Promise<AccessToken> | undefined;
  const freshToken = async (): Promise<string> => {
    const held = await token;
    if (held !== undefined && held.expiresAt - Date.now() > 60_000) return held.accessToken;
    token = requestToken(options.issuer, options.user);
    return (await token).accessToken;
  };
  return async ({ method, path, headers, body }) => {
    for (let attempt = 1; ; attempt += 1) {
      const authorization = `Bearer ${await freshToken()}`;
      const tenant = options.tenantId === undefined ? {} : { 'stock-mate-tenant': options.tenantId };
      const request = {
        method,
        headers: { ...headers, ...tenant, authorization },
        ...(body === undefined ? {} : { body }),
      };
      const response = await fetch(`${options.api}${path}`, request).catch((cause: unknown) => {
        if (attempt < attempts) return undefined;
        throw new CommandFailed(`the API at ${options.api} does not answer: is "npm start" running?`, {
          cause,
        });
      });
      if (response !== undefined && (!passing.has(response.status) || attempt === attempts)) return response;
      // Every write carries a key, so sending it twice is sending it once.
      await timers.setTimeout(100 * 2 ** attempt);
    }
  };
}

async function parseAnswer<T>(
  response: Response,
  path: string,
  schema: v.GenericSchema<unknown, T>,
): Promise<T> {
  const text = await response.text();
  if (!response.ok) throw new CommandFailed(describeRefusal(response.status, path, text));
  const parsed = v.safeParse(schema, parseJson(text));
  if (parsed.success) return parsed.output;
  throw new CommandFailed(`${path} answered what this version does not know: ${v.summarize(parsed.issues)}`);
}

function describeRefusal(status: number, path: string, text: string): string {
  const problem = v.safeParse(Problem, parseJson(text));
  if (!problem.success) return `${path} was refused with ${status}: ${text.slice(0, 200)}`;
  const { title, detail, errors = [] } = problem.output;
  const lines = errors.map((error) => `${error.path === '' ? '' : `${error.path}: `}${error.message}`);
  return [`${path} was refused with ${status}: ${detail ?? title}`, ...lines].join('\n  ');
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Not JSON at all: the schema says so in words.
    return undefined;
  }
}
