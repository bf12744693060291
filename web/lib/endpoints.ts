/** The API's routes as types: `'GET /approvals/{approvalId}'` names a route and knows what goes in and comes out. */
import type * as v from 'valibot';

import type { readRoutes } from '#shared/contracts/api/reads.ts';
import type { writeRoutes } from '#shared/contracts/api/writes.ts';

type AnyRoute = (typeof readRoutes)[number] | (typeof writeRoutes)[number];
type RouteTable = { [R in AnyRoute as `${R['method']} ${R['path']}`]: R };

/** A route: method, blank, path. */
export type Endpoint = keyof RouteTable;
/** A route that reads. */
export type ReadEndpoint = Extract<Endpoint, `GET ${string}`>;
/** A route that writes. */
export type WriteEndpoint = Exclude<Endpoint, ReadEndpoint>;

type ParameterOf<Path extends string> = Path extends `${string}{${infer Name}}${infer Rest}`
  ? Name | ParameterOf<Rest>
  : never;
type Field<E extends Endpoint, Name extends string> =
  RouteTable[E] extends Record<Name, infer Schema extends v.GenericSchema> ? Schema : never;

/** What a route answers. */
export type ResponseOf<E extends Endpoint> = [Field<E, 'response'>] extends [never]
  ? unknown
  : v.InferOutput<Field<E, 'response'>>;

/** What a route is called with. */
export type CallOf<E extends Endpoint> = ([ParameterOf<E>] extends [never]
  ? { readonly params?: never }
  : { readonly params: Readonly<Record<ParameterOf<E>, string>> }) &
  ([Field<E, 'query'>] extends [never]
    ? { readonly query?: never }
    : { readonly query?: v.InferInput<Field<E, 'query'>> }) &
  ([Field<E, 'request'>] extends [never]
    ? { readonly body?: never }
    : { readonly body: v.InferInput<Field<E, 'request'>> });

/** What a call comes down to on the wire. */
export type WireCall = { readonly method: string; readonly path: string; readonly body: unknown };

/** Fills in the parameters and the query. */
export function wireCall<E extends Endpoint>(endpoint: E, call: CallOf<E>): WireCall {
  const [method = '', template = ''] = endpoint.split(' ');
  // The type above makes sure that each parameter is there; here they are plain text again.
  const params = (call.params ?? {}) as Readonly<Record<string, string>>;
  const path = template.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(params[name] ?? ''));
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(call.query ?? {}))
    if (typeof value === 'string' && value !== '') query.set(name, value);
  return { method, path: query.size === 0 ? path : `${path}?${query.toString()}`, body: call.body };
}
