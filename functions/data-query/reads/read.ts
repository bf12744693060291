/** What a read is given and what it answers, by the name of its route. */
import type { Sql } from '#functions/_kit/database.ts';
import type { ReadOperation, readRoutes } from '#shared/contracts/api/reads.ts';
import type { Role } from '#shared/contracts/roles.ts';
import type * as v from 'valibot';

import type { LiveExecutions } from './live-executions.ts';

type RouteOf<Op extends ReadOperation> = Extract<(typeof readRoutes)[number], { readonly operation: Op }>;

type ParametersOf<Path extends string> = Path extends `${string}{${infer Name}}${infer Rest}`
  ? Name | ParametersOf<Rest>
  : never;

/** The validated query of a read. */
export type QueryOf<Op extends ReadOperation> =
  RouteOf<Op> extends { readonly query: infer Query extends v.GenericSchema }
    ? v.InferOutput<Query>
    : Readonly<Record<never, never>>;

/** What a read answers. */
export type AnswerOf<Op extends ReadOperation> =
  RouteOf<Op> extends { readonly response: infer Response extends v.GenericSchema }
    ? v.InferOutput<Response>
    : unknown;

/** Who is asking, in the tenant they chose. */
export type Caller = {
  readonly tenantId: string;
  readonly sub: string;
  readonly role: Role;
  /** Viewers read everything but costs, prices and values. */
  readonly seesCosts: boolean;
};

/** One read: its queries run in read-only transactions of the caller's tenant. */
export type ReadRequest<Op extends ReadOperation> = {
  readonly inTransaction: <T>(run: (sql: Sql) => Promise<T>) => Promise<T>;
  readonly caller: Caller;
  readonly parameters: Readonly<Record<ParametersOf<RouteOf<Op>['path']>, string>>;
  readonly query: QueryOf<Op>;
  readonly liveExecutions: LiveExecutions;
};

/** Answers a read; null: there is no such thing, or it is not this tenant's. */
type Read<Op extends ReadOperation> = (request: ReadRequest<Op>) => Promise<AnswerOf<Op> | null>;

/** Some of the reads, by name. */
export type ReadsOf<Op extends ReadOperation> = { readonly [Name in Op]: Read<Name> };

/** Reads that need no tenant; the handler answers them itself. */
export type TenantlessRead = 'getHealth' | 'getOpenApi' | 'getMe';
