import type * as v from 'valibot';

import type { Role } from '#shared/contracts/roles.ts';

/** One route of the API: what it is called, who may call it, what goes in and what comes out. */
export type Route = {
  readonly operation: string;
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Path with `{parameters}`, plural nouns. */
  readonly path: `/${string}`;
  readonly summary: string;
  /** Least role; `null`: no sign-in needed. */
  readonly role: Role | null;
  readonly query?: v.GenericSchema;
  /** Body of one object; where `batch` is true, `{ items: […] }` of up to 500 is taken too. */
  readonly request?: v.GenericSchema;
  readonly batch?: true;
  readonly response?: v.GenericSchema;
};
