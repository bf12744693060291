/** Reads what a simple command decides on; with the first read the caller and the idempotency key are looked at too. */
import type { Sql } from '#functions/_kit/database.ts';
import { chooseMembership, demandRole } from '#functions/_kit/membership.ts';
import { Refusal } from '#functions/_kit/refusal.ts';
import type { Role } from '#shared/contracts/roles.ts';

import { replayed, type CommandAnswer, type CommandContext, type CommandRequest } from './command.ts';
import type { Knowledge } from './knowledge.ts';
import { missingReference, type Reference } from './references.ts';
import type { StreamRow } from './unit-of-work.ts';

/** Settings of the tenant that commands fall back to. */
export type Tenant = { readonly tenantId: string; readonly currency: string; readonly timeZone: string };

/** What a simple command may look at. */
export type Reader = {
  readonly request: CommandRequest;
  /** The streams' ids, by natural key or checked to be there; 404 where there is none. */
  resolve(references: readonly Reference[]): Promise<readonly string[]>;
  streams(streamIds: readonly string[]): Promise<ReadonlyMap<string, StreamRow>>;
  claims(keys: readonly string[]): Promise<ReadonlyMap<string, string>>;
  tenant(): Promise<Tenant>;
};

/** A reader, with what it has come to know. */
export type OpenReader = {
  readonly reader: Reader;
  context(): Promise<CommandContext>;
  /** Version of a stream that was read; 0 for one that is not there. */
  versionOf(streamId: string): number;
};

/** The command was answered before: this is the answer. */
export class AnsweredBefore extends Error {
  override readonly name = 'AnsweredBefore';
  readonly answer: CommandAnswer;

  constructor(answer: CommandAnswer) {
    super('the command was answered before');
    this.answer = answer;
  }
}

/** The caller means another tenant than the last time, so what was remembered is of no use. */
export class OtherTenant extends Error {
  override readonly name = 'OtherTenant';
}

type Wanted = { readonly keys?: readonly string[]; readonly streamIds?: readonly string[] };

type Loaded = Tenant & {
  readonly role: Role | null;
  readonly replay?: { readonly requestHash: string; readonly response: unknown };
  readonly claims?: Readonly<Record<string, string>>;
  readonly streams?: Readonly<Record<string, StreamRow>>;
  /** Instead of all else: how many memberships there are to choose from. */
  readonly memberships?: number;
};

/** How a reader reads: `call` runs one statement, and `lock` keeps what was read as it is. */
export type ReaderSource = {
  readonly request: CommandRequest;
  readonly knowledge: Knowledge;
  readonly call: <T>(run: (sql: Sql) => Promise<T>) => Promise<T>;
  readonly lock: boolean;
};

/** Opens a reader for one attempt at a command. */
export function openReader({ request, knowledge, call, lock }: ReaderSource): OpenReader {
  const { caller } = request;
  const guess =
    caller.kind === 'internal' ? caller.tenantId : (caller.wishedTenant ?? knowledge.tenantOf(caller.sub));
  const versions = new Map<string, number>();
  let known: Loaded | undefined;

  const load = async (wanted: Wanted): Promise<Loaded> => {
    const isFirst = known === undefined;
    const sub = isFirst && caller.kind === 'person' ? caller.sub : null;
    const tenantId =
      isFirst && caller.kind === 'person' ? caller.wishedTenant : (known?.tenantId ?? guess ?? null);
    const key = isFirst ? request.idempotencyKey : null;
    const { keys = [], streamIds = [] } = wanted;
    const [row] = await call(
      (sql) => sql<{ loaded: Loaded }[]>`SELECT emit_load(${sub}, ${tenantId}, ${key}, ${[...keys]}::text[],
        ${[...streamIds]}::uuid[], ${lock}) AS loaded`,
    );
    if (row === undefined) throw new Error('emit_load returned no row; it returns one always');
    const { loaded } = row;
    if (isFirst) judge(loaded);
    known ??= loaded;
    for (const streamId of streamIds) versions.set(streamId, loaded.streams?.[streamId]?.version ?? 0);
    return loaded;
  };

  const judge = (loaded: Loaded): void => {
    if (loaded.memberships !== undefined) refuseTenant(loaded.memberships);
    if (caller.kind === 'person') {
      knowledge.learnTenant(caller.sub, loaded.tenantId);
      if (loaded.role !== null) demandRole(loaded.role, caller.needed);
    }
    if (loaded.replay !== undefined) throw new AnsweredBefore(replayed(loaded.replay, request.requestHash));
    if (guess !== undefined && guess !== loaded.tenantId)
      throw new OtherTenant('the caller means another tenant now');
  };

  const first = async (): Promise<Loaded> => known ?? (await load({}));
  const streams = async (streamIds: readonly string[]): Promise<ReadonlyMap<string, StreamRow>> =>
    new Map(Object.entries((await load({ streamIds })).streams ?? {}));

  const reader: Reader = {
    request,
    streams,
    claims: async (keys) => new Map(Object.entries((await load({ keys })).claims ?? {})),
    tenant: first,
    resolve: async (references) => {
      const unknown = references.filter((reference) => lookUp(knowledge, guess, reference) === undefined);
      if (guess === undefined || unknown.length > 0) {
        const missing = guess === undefined ? references : unknown;
        const loaded = await load({
          keys: missing.flatMap(({ key }) => key ?? []),
          streamIds: missing.flatMap(({ id }) => id ?? []),
        });
        for (const reference of missing) learn(knowledge, loaded, reference);
      }
      const tenantId = known?.tenantId ?? guess;
      return references.map(
        (reference) => lookUp(knowledge, tenantId, reference) ?? missingReference(reference),
      );
    },
  };
  return {
    reader,
    context: async () => contextOf(request, await first()),
    versionOf: (streamId) => versions.get(streamId) ?? 0,
  };
}

function lookUp(
  knowledge: Knowledge,
  tenantId: string | undefined,
  { id, key, type }: Reference,
): string | undefined {
  if (tenantId === undefined) return undefined;
  if (id !== undefined) return knowledge.has(tenantId, id, type) ? id : undefined;
  return key === undefined ? undefined : knowledge.streamOf(tenantId, key);
}

function learn(
  knowledge: Knowledge,
  { tenantId, claims, streams }: Loaded & Tenant,
  { id, key }: Reference,
): void {
  const claimed = key === undefined ? undefined : claims?.[key];
  if (key !== undefined && claimed !== undefined) knowledge.learnKey(tenantId, key, claimed);
  const stream = id === undefined ? undefined : streams?.[id];
  if (id !== undefined && stream !== undefined) knowledge.learnStream(tenantId, id, stream.type);
}

/** No membership, or several to choose from. */
function refuseTenant(memberships: number): never {
  if (memberships === 0) chooseMembership([], null);
  throw new Refusal(400, undefined, {
    detail: 'you belong to several tenants: say which one in the header Stock-Mate-Tenant',
    errors: [
      { path: 'Stock-Mate-Tenant', message: 'must name one of your tenants; GET /members lists them' },
    ],
  });
}

/** The context of a command whose caller was found to be allowed. */
export function contextOf(
  { caller, ...request }: CommandRequest,
  { tenantId, role }: { readonly tenantId: string; readonly role: Role | null },
): CommandContext {
  if (caller.kind === 'internal') return { ...request, tenantId, actor: caller.actor, sub: null, role: null };
  return { ...request, tenantId, actor: { kind: 'user', id: caller.sub }, sub: caller.sub, role };
}
