/** From a request to an answer: route, membership and role, query, read. */
import type { Database } from '#functions/_kit/database.ts';
import { codeOf } from '#functions/_kit/database-faults.ts';
import { callerOf, type HttpRequest, type HttpResponse, jsonResponse } from '#functions/_kit/http.ts';
import { resolveMembership, wishedTenant } from '#functions/_kit/membership.ts';
import { Refusal } from '#functions/_kit/refusal.ts';
import { matchRoute, type RouteMatch } from '#functions/_kit/routing.ts';
import { type ReadOperation, readRoutes } from '#shared/contracts/api/reads.ts';
import type { Route } from '#shared/contracts/api/route.ts';
import { Uuid } from '#shared/contracts/ids.ts';
import { problemErrors } from '#shared/contracts/problem.ts';
import { hasRole } from '#shared/contracts/roles.ts';
import * as v from 'valibot';

import { openApiDocument } from './openapi.ts';
import { checkHealth } from './reads/health.ts';
import type { LiveExecutions } from './reads/live-executions.ts';
import { whoAmI } from './reads/who-am-i.ts';
import type { Caller, ReadRequest, TenantlessRead } from './reads/read.ts';
import { tenantReads } from './tenant-reads.ts';

/** What reads need of the world. */
export type ReadServices = { readonly database: Database; readonly liveExecutions: LiveExecutions };

type ReadRoute = Route & { readonly operation: ReadOperation };
type TenantRead = Exclude<ReadOperation, TenantlessRead>;

/** The answer to a request; refusals are thrown. */
export async function answerRead(request: HttpRequest, services: ReadServices): Promise<HttpResponse> {
  const match = matchRoute<ReadRoute>(readRoutes, request.method, request.path);
  const { operation } = match.route;
  switch (operation) {
    case 'getHealth': {
      const health = await checkHealth(services.database);
      return jsonResponse(health.status === 'ok' ? 200 : 503, health);
    }
    case 'getOpenApi':
      return jsonResponse(200, openApiDocument());
    case 'getMe':
      return jsonResponse(200, await whoAmI(services.database, callerOf(request).sub));
    default:
      return answerTenantRead(request, services, { ...match, operation });
  }
}

async function answerTenantRead(
  request: HttpRequest,
  { database, liveExecutions }: ReadServices,
  { operation, route, parameters }: RouteMatch<ReadRoute> & { readonly operation: TenantRead },
): Promise<HttpResponse> {
  const caller = await callerIn(database, request, route);
  const query = queryOf(route, request);
  if (Object.entries(parameters).some(([name, value]) => name.endsWith('Id') && !v.is(Uuid, value)))
    throw notFound();
  const { tenantId, sub } = caller;
  // The operation names the read and, by its route, the query and the parameters: they belong together.
  const read = tenantReads[operation] as (request: unknown) => Promise<unknown>;
  const readRequest: Omit<ReadRequest<'listLocations'>, 'query' | 'parameters'> = {
    inTransaction: (run) => database.transaction({ tenantId, sub }, run, { readOnly: true, retry: true }),
    caller,
    liveExecutions,
  };
  const answer = await read({ ...readRequest, query, parameters }).catch(translate);
  if (answer === null) throw notFound();
  return jsonResponse(200, answer);
}

async function callerIn(database: Database, request: HttpRequest, route: Route): Promise<Caller> {
  const { sub } = callerOf(request);
  const wished = wishedTenant(request);
  const membership = await database.transaction(
    { tenantId: null, sub },
    (sql) => resolveMembership(sql, { sub, wished, needed: route.role }),
    { readOnly: true, retry: true },
  );
  const { tenantId, role } = membership;
  return {
    tenantId,
    sub,
    role,
    seesCosts: hasRole(role, 'operator'),
  };
}

const noQuery = v.strictObject({});

function queryOf(route: Route, request: HttpRequest): unknown {
  const parsed = v.safeParse(route.query ?? noQuery, request.query);
  if (parsed.success) return parsed.output;
  throw new Refusal(400, undefined, { errors: problemErrors(parsed.issues) });
}

/** One text for all: whether a thing is not there or another tenant's cannot be told apart. */
function notFound(): Refusal {
  return new Refusal(404, undefined, { detail: 'there is nothing with this id' });
}

/** Class 22 of Postgres: a value of the query that looks right and means nothing, such as 31 February. */
function translate(error: unknown): never {
  if (!codeOf(error).startsWith('22')) throw error;
  const refusal = new Refusal(400, undefined, {
    detail: 'the query holds a value that does not exist, such as 31 February',
  });
  refusal.cause = error;
  throw refusal;
}
