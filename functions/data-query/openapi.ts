/** The API as OpenAPI 3.1, generated from the contracts that the functions serve. https://spec.openapis.org/oas/v3.1.1.html */
import { readRoutes } from '#shared/contracts/api/reads.ts';
import type { Route } from '#shared/contracts/api/route.ts';
import { writeRoutes } from '#shared/contracts/api/writes.ts';
import { Uuid } from '#shared/contracts/ids.ts';
import type * as v from 'valibot';

import { answerSchema, type JsonObject, namedSchemas, requestSchema } from './json-schemas.ts';

let made: JsonObject | undefined;

/** The document; made once. */
export function openApiDocument(): JsonObject {
  made ??= {
    openapi: '3.1.0',
    info: {
      title: 'Stock-Mate',
      version: '1.0.0',
      description:
        'Inventory management: stock, forecasts, purchase orders and who decided them. Money is in minor units, ' +
        'quantities in stock units, instants in UTC. Lists take `limit` and `cursor` and answer `{ items, nextCursor }`.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: '/' }],
    security: [{ accessToken: [] }],
    paths: pathsOf([...readRoutes, ...writeRoutes]),
    components: {
      securitySchemes: { accessToken: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' } },
      parameters: headerParameters,
      responses: {
        Problem: {
          description: 'Why the request was refused (RFC 9457).',
          content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
        },
      },
      schemas: namedSchemas(),
    },
  };
  return made;
}

const headerParameters = {
  Tenant: {
    name: 'Stock-Mate-Tenant',
    in: 'header',
    description: "Which of the caller's tenants is meant; needed only by members of several.",
    schema: requestSchema(Uuid),
  },
  IdempotencyKey: {
    name: 'Idempotency-Key',
    in: 'header',
    description: 'Makes a repeated write the same write.',
    schema: { type: 'string', maxLength: 200 },
  },
  IfMatch: {
    name: 'If-Match',
    in: 'header',
    description: 'The stream version that was seen, in quotes; a stream that moved on answers 412.',
    schema: { type: 'string', pattern: '^"\\d+"$' },
  },
} as const;

function pathsOf(routes: readonly Route[]): JsonObject {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const route of routes) (paths[route.path] ??= {})[route.method.toLowerCase()] = operationOf(route);
  return paths;
}

function operationOf(route: Route): JsonObject {
  const isRead = route.method === 'GET';
  const parameters = [
    ...pathParameters(route.path),
    ...queryParameters(route.query),
    ...(route.role === null ? [] : [reference('parameters', 'Tenant')]),
    ...(isRead ? [] : [reference('parameters', 'IdempotencyKey'), reference('parameters', 'IfMatch')]),
  ];
  return {
    operationId: route.operation,
    summary: route.summary,
    tags: [route.path.split('/')[1] ?? ''],
    ...(route.role === null ? { security: [] } : { description: `Needs the role ${route.role}.` }),
    parameters,
    ...(route.request === undefined ? {} : { requestBody: requestBody(route.request, route.batch === true) }),
    responses: { ...(isRead ? readResponses(route) : writeResponses(route)), ...problems(route) },
  };
}

function pathParameters(path: string): readonly JsonObject[] {
  return [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => ({
    name,
    in: 'path',
    required: true,
    schema: name.endsWith('Id') ? requestSchema(Uuid) : { type: 'string' },
  }));
}

function queryParameters(query: v.GenericSchema | undefined): readonly JsonObject[] {
  if (query === undefined) return [];
  const { properties = {}, required = [] } = requestSchema(query) as {
    // What a strict object is converted to.
    readonly properties?: JsonObject;
    readonly required?: readonly string[];
  };
  return Object.entries(properties).map(([name, schema]) => ({
    name,
    in: 'query',
    ...(required.includes(name) ? { required: true } : {}),
    // A query is text; what it is read as cannot be seen from the schema of the text.
    schema: name === 'limit' ? { type: 'integer', minimum: 1, maximum: 1000, default: 50 } : schema,
  }));
}

function requestBody(request: v.GenericSchema, isBatch: boolean): JsonObject {
  const one = requestSchema(request);
  const several = {
    type: 'object',
    properties: { items: { type: 'array', items: one, minItems: 1, maxItems: 500 } },
    required: ['items'],
    additionalProperties: false,
  };
  return { required: true, content: json(isBatch ? { oneOf: [one, several] } : one) };
}

function readResponses({ operation, response }: Route): JsonObject {
  const content = json(response === undefined ? { type: 'object' } : answerSchema(response));
  const answered = { 200: { description: 'What was asked for.', content } };
  return operation === 'getHealth'
    ? { ...answered, 503: { description: 'A part does not answer.', content } }
    : answered;
}

function writeResponses({ response }: Route): JsonObject {
  return {
    202: {
      description: 'Written; the tables show it in a moment.',
      headers: {
        Location: {
          description: 'The event to wait on: `GET` it with `?wait=2s`.',
          schema: { type: 'string' },
        },
      },
      ...(response === undefined ? {} : { content: json(answerSchema(response)) }),
    },
  };
}

function problems({ method, role }: Route): JsonObject {
  if (role === null) return { default: reference('responses', 'Problem') };
  const statuses = [400, 401, 403, 404, ...(method === 'GET' ? [] : [409, 412, 413, 422]), 503];
  const each = statuses.map((status) => [status, reference('responses', 'Problem')] as const);
  return { ...Object.fromEntries(each), default: reference('responses', 'Problem') };
}

function json(schema: JsonObject): JsonObject {
  return { 'application/json': { schema } };
}

function reference(kind: 'parameters' | 'responses', name: string): JsonObject {
  return { $ref: `#/components/${kind}/${name}` };
}
