import { randomUUID } from 'node:crypto';
import { basename } from 'node:path';
import { promises as timers } from 'node:timers';

import * as v from 'valibot';

import type { Api } from '#infra/cli/api.ts';
import { CommandFailed } from '#infra/cli/failures.ts';
import { WriteAccepted } from '#shared/contracts/api/common.ts';
import { Import } from '#shared/contracts/api/models/operations.ts';

import type { ImportRequest } from './run-import.ts';

/** The import that a file is; the system knows it again by what it holds. */
export type Begun = {
  readonly importId: string;
  /** Milliseconds since 1970; of an import that was cut off, when it began. */
  readonly startedAt: number;
  /** What is known of the import if the file has been read to its end before. */
  readonly finished: v.InferOutput<typeof Import> | null;
};

const patienceMilliseconds = 20_000;

/** Begins an import, or finds the one that was begun with the same content. */
export async function beginImport(api: Api, request: ImportRequest, fileHash: string): Promise<Begun> {
  const begun = await begin(api, request, fileHash);
  if (begun.finished === null || !request.isReplacing) return begun;
  await api.write(
    { method: 'DELETE', path: `/imports/${begun.importId}`, idempotencyKey: randomUUID() },
    WriteAccepted,
  );
  request.progress(`the import of ${begun.finished.startedAt} is taken back`);
  return begin(api, request, fileHash);
}

async function begin(api: Api, { kind, path }: ImportRequest, fileHash: string): Promise<Begun> {
  const body = { importId: randomUUID(), kind, fileName: basename(path), fileHash };
  const write = { method: 'POST' as const, path: '/imports', body, idempotencyKey: randomUUID() };
  const { streamId: importId, outcome } = await api.write(write, WriteAccepted);
  if (outcome !== 'unchanged') return { importId, startedAt: Date.now(), finished: null };
  const known = await findImport(api, importId);
  return {
    importId,
    startedAt: Date.parse(known.startedAt),
    finished: known.status === 'finished' ? known : null,
  };
}

/** The tables show an import soon after it was begun, not at once. */
async function findImport(api: Api, importId: string): Promise<v.InferOutput<typeof Import>> {
  for (const end = Date.now() + patienceMilliseconds; Date.now() < end; await timers.setTimeout(200)) {
    const known = await api.find(`/imports/${importId}`, Import);
    if (known !== undefined && known.status !== 'undone') return known;
  }
  throw new CommandFailed(
    `the import ${importId} is known but not listed: try again when the system has caught up`,
  );
}
