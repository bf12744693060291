import { readRoutes } from '#shared/contracts/api/reads.ts';
import type { Route } from '#shared/contracts/api/route.ts';
import { writeRoutes } from '#shared/contracts/api/writes.ts';

const routes: readonly Route[] = [...readRoutes, ...writeRoutes];

/** The route of the contracts that a request is for; undefined: the API has no such door, so neither has the app. */
export function findRoute(method: string, segments: readonly string[]): Route | undefined {
  if (segments.some((segment) => segment === '.' || segment === '..' || segment === '')) return undefined;
  const candidates = routes.filter((route) => route.method === method && matches(route.path, segments));
  // `/approvals/decisions` is also `/approvals/{approvalId}`: the one with fewer parameters is meant.
  return candidates.toSorted((a, b) => parameters(a) - parameters(b))[0];
}

function matches(path: string, segments: readonly string[]): boolean {
  const wanted = path.slice(1).split('/');
  return (
    wanted.length === segments.length &&
    wanted.every((part, at) => part.startsWith('{') || part === segments[at])
  );
}

function parameters(route: Route): number {
  return route.path.split('{').length;
}
