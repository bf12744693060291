/** Which functions answer which requests; part of the topology. */
import type { FunctionName } from './topology.ts';

/** A route of the HTTP API, and the function that answers it. */
type RouteSpec = {
  readonly route: string;
  readonly function: FunctionName;
  readonly auth: 'jwt' | 'none';
};

/** HTTP API: reads go to data-query, writes to event-emitter; the contracts refuse what they do not know. */
export const routes: readonly RouteSpec[] = [
  { route: 'GET /health', function: 'data-query', auth: 'none' },
  { route: 'GET /openapi.json', function: 'data-query', auth: 'none' },
  { route: 'GET /{proxy+}', function: 'data-query', auth: 'jwt' },
  ...['POST', 'PUT', 'PATCH', 'DELETE'].map((method): RouteSpec => ({
    route: `${method} /{proxy+}`,
    function: 'event-emitter',
    auth: 'jwt',
  })),
];
