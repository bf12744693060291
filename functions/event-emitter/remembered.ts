/**
 * Reads from memory alone, for a first attempt without a round trip. What is decided on it may only become a write that
 * the database checks against the same membership and versions; a refusal, or nothing to do, is never taken from memory.
 */
import { hasRole } from '#shared/contracts/roles.ts';

import type { CommandRequest } from './command.ts';
import type { Knowledge } from './knowledge.ts';
import { contextOf, lookUp, type OpenReader } from './reader.ts';
import type { StreamRow } from './unit-of-work.ts';

/** Memory does not have what the command asks for. */
export class NotRemembered extends Error {
  override readonly name = 'NotRemembered';
}

/** A reader of what is remembered; null where not even the caller's place is. */
export function openRemembered(request: CommandRequest, knowledge: Knowledge): OpenReader | null {
  const { caller } = request;
  if (caller.kind === 'internal') return null;
  const place = knowledge.placeOf(caller.sub, caller.wishedTenant);
  if (place === undefined || (caller.needed !== null && !hasRole(place.role, caller.needed))) return null;
  const { tenantId } = place;
  const versions = new Map<string, number>();
  return {
    reader: {
      request,
      resolve: async (references) =>
        references.map((reference) => lookUp(knowledge, tenantId, reference) ?? notRemembered()),
      streams: async (streamIds) => {
        const rows = new Map<string, StreamRow>();
        for (const streamId of streamIds) {
          const row = knowledge.rowOf(tenantId, streamId) ?? notRemembered();
          versions.set(streamId, row.version);
          rows.set(streamId, row);
        }
        return rows;
      },
      claims: async () => notRemembered(),
      tenant: async () => notRemembered(),
    },
    context: async () => contextOf(request, place),
    versionOf: (streamId) => versions.get(streamId) ?? 0,
    seen: () => [...versions.keys()],
  };
}

// One for all: it is thrown often and its stack read by nobody.
const nothing = new NotRemembered('not in memory');

function notRemembered(): never {
  throw nothing;
}
