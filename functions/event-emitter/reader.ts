/** Reads what a simple command decides on; with the first read the caller and the idempotency key are looked at too. */
import type { Sql } from '#functions/_kit/database.ts';
import { chooseMembership, demandRole } from '#functions/_kit/membership.ts';
import { Refusal } from '#functions/_kit/refusal.ts';
import type { Role } from '#shared/contracts/roles.ts';

import {
  replayed,
  type Caller,
  type CommandAnswer,
  type CommandContext,
  type CommandRequest,
} from './command.ts';
import type { Knowledge } from './knowledge.ts';
import { missingReference, type Reference } from './references.ts';
import type { StreamRow } from './unit-of-work.ts';

/** Settings of the tenant that commands fall back to. */
type Tenant = { readonly tenantId: string; readonly currency: string; readonly timeZone: string };

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
  readonly versionOf: (streamId: string) => number;
  /** All streams that were read. */
  readonly seen: () => readonly string[];
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
export function openReader(source: ReaderSource): OpenReader {
  const { request, knowledge } = source;
  const guess = guessTenant(request.caller, knowledge);
  const versions = new Map<string, number>();
  let known: Loaded | undefined;

  const load = async (wanted: Wanted): Promise<Loaded> => {
    const loaded =
      known === undefined
        ? judge(await loadFirst(source, wanted), source, guess)
        : await callLoad(source, wanted, { sub: null, tenantId: known.tenantId, key: null });
    known ??= loaded;
    for (const streamId of wanted.streamIds ?? [])
      versions.set(streamId, loaded.streams?.[streamId]?.version ?? 0);
    return loaded;
  };

  const first = async (): Promise<Loaded> => known ?? (await load({}));

  const resolve = async (references: readonly Reference[]): Promise<readonly string[]> => {
    const unknown = references.filter((reference) => lookUp(knowledge, guess, reference) === undefined);
    if (unknown.length > 0) {
      const loaded = await load({
        keys: unknown.flatMap(({ key }) => key ?? []),
        streamIds: unknown.flatMap(({ id }) => id ?? []),
      });
      for (const { key } of unknown) learnKey(knowledge, loaded, key);
      for (const [streamId, row] of Object.entries(loaded.streams ?? {})) {
        knowledge.learnRow(loaded.tenantId, streamId, row);
      }
    }
    const tenantId = known?.tenantId ?? guess;
    return references.map(
      (reference) => lookUp(knowledge, tenantId, reference) ?? missingReference(reference),
    );
  };

  return {
    reader: {
      request,
      resolve,
      tenant: first,
      streams: async (streamIds) => new Map(Object.entries((await load({ streamIds })).streams ?? {})),
      claims: async (keys) => new Map(Object.entries((await load({ keys })).claims ?? {})),
    },
    context: async () => contextOf(request, await first()),
    versionOf: (streamId) => versions.get(streamId) ?? 0,
    seen: () => [...versions.keys()],
  };
}

/** The tenant that is meant, as far as that is known before the first read; the read checks it. */
function guessTenant(caller: Caller, knowledge: Knowledge): string | undefined {
  if (caller.kind === 'internal') return caller.tenantId;
  return caller.wishedTenant ?? knowledge.placeOf(caller.sub, null)?.tenantId;
}

async function loadFirst(source: ReaderSource, wanted: Wanted): Promise<Loaded> {
  const { caller, idempotencyKey: key } = source.request;
  return caller.kind === 'internal'
    ? callLoad(source, wanted, { sub: null, tenantId: caller.tenantId, key })
    : callLoad(source, wanted, { sub: caller.sub, tenantId: caller.wishedTenant, key });
}

type Asking = { readonly sub: string | null; readonly tenantId: string | null; readonly key: string | null };

async function callLoad(
  { call, lock }: ReaderSource,
  wanted: Wanted,
  { sub, tenantId, key }: Asking,
): Promise<Loaded> {
  const { keys = [], streamIds = [] } = wanted;
  const [row] = await call(
    (sql) => sql<{ loaded: Loaded }[]>`SELECT emit_load(${sub}, ${tenantId}, ${key}, ${[...keys]}::text[],
      ${streamIds.toSorted()}::uuid[], ${lock}) AS loaded`,
  );
  if (row === undefined) throw new Error('emit_load returned no row; it returns one always');
  return row.loaded;
}

/** Whether the caller may, and whether there is anything left to do. */
function judge(loaded: Loaded, { request, knowledge }: ReaderSource, guess: string | undefined): Loaded {
  const { caller } = request;
  if (loaded.memberships !== undefined) refuseTenant(loaded.memberships);
  if (caller.kind === 'person') {
    const { tenantId, role } = loaded;
    if (role === null) throw new Error('emit_load answered a person without a role; a membership has one');
    knowledge.learnPlace(caller.sub, caller.wishedTenant, { tenantId, role });
    demandRole(role, caller.needed);
  }
  if (loaded.replay !== undefined) throw new AnsweredBefore(replayed(loaded.replay, request.requestHash));
  if (guess !== undefined && guess !== loaded.tenantId)
    throw new OtherTenant('the caller means another tenant now');
  return loaded;
}

/** The stream that is remembered for a reference. */
export function lookUp(
  knowledge: Knowledge,
  tenantId: string | undefined,
  { id, key, type }: Reference,
): string | undefined {
  if (tenantId === undefined) return undefined;
  if (id !== undefined) return knowledge.has(tenantId, id, type) ? id : undefined;
  return key === undefined ? undefined : knowledge.streamOf(tenantId, key);
}

function learnKey(knowledge: Knowledge, { tenantId, claims }: Loaded, key: string | undefined): void {
  const claimed = key === undefined ? undefined : claims?.[key];
  if (key !== undefined && claimed !== undefined) knowledge.learnKey(tenantId, key, claimed);
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
  if (caller.kind === 'internal')
    return { ...request, tenantId, actor: caller.actor, sub: null, role: null, isOnlyTenant: false };
  return {
    ...request,
    tenantId,
    actor: { kind: 'user', id: caller.sub },
    sub: caller.sub,
    role,
    isOnlyTenant: caller.wishedTenant === null,
  };
}
