/** Which route of a table a request means. */
import { Refusal } from './refusal.ts';

type RouteLike = { readonly method: string; readonly path: string };

/** A route that matches, with the values of its `{parameters}`. */
export type RouteMatch<R> = { readonly route: R; readonly parameters: Readonly<Record<string, string>> };

/** The route for the request; 404 where no path matches, 405 where only the method does not. */
export function matchRoute<R extends RouteLike>(
  routes: readonly R[],
  method: string,
  path: string,
): RouteMatch<R> {
  const segments = segmentsOf(path);
  const others = new Set<string>();
  let best: RouteMatch<R> | undefined;
  for (const route of routes) {
    const parameters = matchPath(route.path, segments);
    if (parameters === undefined) continue;
    if (route.method !== method) others.add(route.method);
    // `/approvals/decisions` before `/approvals/{approvalId}`: words are nearer than parameters.
    else if (best === undefined || Object.keys(parameters).length < Object.keys(best.parameters).length)
      best = { route, parameters };
  }
  if (best !== undefined) return best;
  if (others.size === 0)
    throw new Refusal(404, undefined, { detail: `there is no ${path}; GET /openapi.json lists every route` });
  const allow = [...others].join(', ');
  throw new Refusal(405, undefined, {
    detail: `${path} takes ${allow}, not ${method}`,
    headers: { allow },
  });
}

function segmentsOf(path: string): readonly string[] {
  const trimmed = path.length > 1 && path.endsWith('/') ? path.slice(0, -1) : path;
  try {
    return trimmed.split('/').map(decodeURIComponent);
  } catch (cause) {
    const refusal = new Refusal(400, undefined, { detail: 'the path holds a broken percent escape' });
    refusal.cause = cause;
    throw refusal;
  }
}

function matchPath(template: string, segments: readonly string[]): Record<string, string> | undefined {
  const parts = template.split('/');
  if (parts.length !== segments.length) return undefined;
  const parameters: Record<string, string> = {};
  for (const [index, part] of parts.entries()) {
    const segment = segments[index] ?? '';
    if (part.startsWith('{')) parameters[part.slice(1, -1)] = segment;
    else if (part !== segment) return undefined;
    if (part.startsWith('{') && (segment === '' || segment.includes('\u0000'))) return undefined;
  }
  return parameters;
}
