/** Writes over the HTTP API: route, body, one command per object, and what each is answered with. */
import * as v from 'valibot';

import { asRefusal, answerHttp } from '#functions/_kit/answer-http.ts';
import { sha256Hex } from '#functions/_kit/hash.ts';
import { callerOf, jsonResponse, type HttpRequest, type HttpResponse } from '#functions/_kit/http.ts';
import { newId } from '#functions/_kit/ids.ts';
import { parseJsonBody } from '#functions/_kit/json-body.ts';
import { wishedTenant } from '#functions/_kit/membership.ts';
import { problemOf, Refusal } from '#functions/_kit/refusal.ts';
import { matchRoute } from '#functions/_kit/routing.ts';
import type { Route } from '#shared/contracts/api/route.ts';
import { writeRoutes } from '#shared/contracts/api/writes.ts';
import { IdempotencyKey, Uuid } from '#shared/contracts/ids.ts';
import { problemErrors } from '#shared/contracts/problem.ts';
import type { Rejection } from '#shared/domain/decider.ts';

import { inOrderPerSubject } from './batches.ts';
import { isRejection, type CommandAnswer, type CommandRequest } from './command.ts';
import { commands } from './commands.ts';
import type { Services } from './services.ts';

const routes: readonly Route[] = writeRoutes;
const maxBodyBytes = 1024 * 1024;
const maxBatchBytes = 4 * 1024 * 1024;
const maxItems = 500;

/** Answers one HTTP request. */
export async function answerWrite(request: HttpRequest, services: Services): Promise<HttpResponse> {
  return answerHttp(request, async () => {
    const { sub } = callerOf(request);
    const { route, parameters } = matchRoute(routes, request.method, request.path);
    const command: CommandRequest = {
      caller: { kind: 'person', sub, wishedTenant: wishedTenant(request), needed: route.role },
      idempotencyKey: idempotencyKeyOf(request),
      requestHash: '',
      correlationId: newId(),
      causationId: null,
      executionId: null,
      ifMatch: ifMatchOf(request),
      now: services.clock.now(),
      parameters: checkedParameters(parameters),
    };
    const body = parseJsonBody(request, route.batch === true ? maxBatchBytes : maxBodyBytes) ?? {};
    const items = route.batch === true ? itemsOf(body) : null;
    return items === null
      ? answerOne({ services, route, command, body })
      : answerItems({ services, route, command, items });
  });
}

type One = {
  readonly services: Services;
  readonly route: Route;
  readonly command: CommandRequest;
  readonly body: unknown;
};

async function answerOne(one: One): Promise<HttpResponse> {
  const answer = await perform(one, '');
  const location = eventIdOf(answer.body);
  return jsonResponse(
    answer.status,
    answer.body,
    location === null ? {} : { location: `/events/${location}` },
  );
}

type Several = Omit<One, 'body'> & { readonly items: readonly unknown[] };

/** Each item is a write of its own; items about the same thing go one after the other. */
async function answerItems({ services, route, command, items }: Several): Promise<HttpResponse> {
  const results = await inOrderPerSubject(items, services.parallelItems, async (body, index) => {
    const { idempotencyKey } = command;
    const own =
      idempotencyKey === null ? command : { ...command, idempotencyKey: `${idempotencyKey}/${index}` };
    try {
      const { body: result } = await perform({ services, route, command: own, body }, `items.${index}.`);
      return { status: 202, result };
    } catch (error) {
      const refusal = asRefusal(error, { operation: route.operation, item: index });
      return { status: refusal.status, problem: problemOf(refusal) };
    }
  });
  const refusedForAll = results.find((result) => 'problem' in result && [401, 403].includes(result.status));
  // Who may not write at all gets told so once, not five hundred times.
  if (refusedForAll !== undefined && results.every(({ status }) => status === refusedForAll.status)) {
    return jsonResponse(refusedForAll.status, refusedForAll.problem, {
      'content-type': 'application/problem+json',
    });
  }
  return jsonResponse(202, { items: results });
}

/** Validates and runs one command; a rejection becomes a refusal. */
async function perform({ services, route, command, body }: One, path: string): Promise<CommandAnswer> {
  const run = commands.get(route.operation);
  if (run === undefined) throw new Error(`the operation ${route.operation} has a route but no command`);
  const input = validated(route, body, path);
  const { idempotencyKey, parameters } = command;
  const requestHash =
    idempotencyKey === null ? '' : sha256Hex({ operation: route.operation, parameters, body });
  const result = await run(services, { ...command, requestHash }, input);
  if (isRejection(result)) throw refusalOf(result);
  return result;
}

function validated(route: Route, body: unknown, path: string): unknown {
  const schema = route.request ?? v.strictObject({});
  const parsed = v.safeParse(schema, body, { abortPipeEarly: true });
  if (parsed.success) return parsed.output;
  const errors = problemErrors(parsed.issues).map((error) => ({ ...error, path: `${path}${error.path}` }));
  throw new Refusal(400, undefined, {
    detail: errors
      .map((error) => `${error.path} ${error.message}`.trim())
      .join('; ')
      .slice(0, 1000),
    errors,
  });
}

function refusalOf({ status, title, detail, extra }: Rejection): Refusal {
  return new Refusal(status, title, {
    ...(detail === undefined ? {} : { detail }),
    ...(extra === undefined ? {} : { extra }),
  });
}

/** The items of a body `{ items: […] }`; null for one object by itself. */
function itemsOf(body: unknown): readonly unknown[] | null {
  if (typeof body !== 'object' || body === null || !('items' in body)) return null;
  const { items, ...others }: { items: unknown } = body;
  const surplus = Object.keys(others)[0];
  if (surplus !== undefined) throw invalid(surplus, 'has no place beside items');
  if (!Array.isArray(items) || items.length === 0)
    throw invalid('items', 'must be a list of at least one object');
  if (items.length > maxItems) throw invalid('items', `must be at most ${maxItems}, not ${items.length}`);
  // isArray makes any[] of unknown.
  return items as unknown[];
}

/** Ids in the path that are no UUIDs name nothing. */
function checkedParameters(parameters: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(parameters).map(([name, value]) => {
      if (!name.endsWith('Id')) return [name, value];
      const parsed = v.safeParse(Uuid, value);
      if (parsed.success) return [name, parsed.output];
      throw new Refusal(404, undefined, {
        detail: `"${value.toWellFormed().slice(0, 100)}" is the id of nothing here`,
      });
    }),
  );
}

function idempotencyKeyOf({ headers }: HttpRequest): string | null {
  const header = headers['idempotency-key'];
  if (header === undefined) return null;
  const parsed = v.safeParse(IdempotencyKey, header);
  if (parsed.success) return parsed.output;
  throw invalid('Idempotency-Key', parsed.issues[0].message);
}

/** `If-Match: "7"`: the version of the stream that the caller saw. */
function ifMatchOf({ headers }: HttpRequest): number | null {
  const header = headers['if-match'];
  if (header === undefined || header === '*') return null;
  const version = /^(?:W\/)?"(\d{1,9})"$/.exec(header)?.[1];
  if (version !== undefined) return Number(version);
  throw invalid('If-Match', 'must be a stream version in quotes, such as "7"');
}

function invalid(path: string, message: string): Refusal {
  return new Refusal(400, undefined, { detail: `${path} ${message}`, errors: [{ path, message }] });
}

function eventIdOf(body: unknown): string | null {
  if (typeof body !== 'object' || body === null || !('eventId' in body)) return null;
  return typeof body.eventId === 'string' ? body.eventId : null;
}
