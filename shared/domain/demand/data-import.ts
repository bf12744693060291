/** An import of a file, from its beginning to its end, and perhaps back. */
import type { DataImportStarted } from '#shared/contracts/events/demand.ts';
import type { DomainEvent } from '#shared/contracts/events/event-types.ts';
import { accept, reject, type Acceptance, type Decision, type Rejection } from '#shared/domain/decider.ts';

/** An import as its events made it. */
export type ImportState = DataImportStarted & {
  readonly status: 'running' | 'finished' | 'undone';
  readonly rows: number;
  readonly rejected: number;
};

/** A new import. */
export function startImport(started: DataImportStarted): Acceptance<ImportState | null> {
  return accept<ImportState | null>(null, [{ type: 'DataImportStarted', payload: started }], evolveImport);
}

/** Ends an import; saying the same end twice is one end. */
export function finishImport(
  state: ImportState,
  counts: { readonly rows: number; readonly rejected: number },
): Decision<ImportState | null> {
  const { kind, fileName } = state;
  if (state.status === 'finished' && state.rows === counts.rows && state.rejected === counts.rejected) {
    return accept<ImportState | null>(state, [], evolveImport);
  }
  if (state.status !== 'running') return refuseStatus(state, 'cannot be finished');
  const event: DomainEvent = { type: 'DataImported', payload: { kind, fileName, ...counts } };
  return accept<ImportState | null>(state, [event], evolveImport);
}

/** Takes an import of sales back; the others changed things one by one and cannot be taken back as one. */
export function undoImport(state: ImportState): Decision<ImportState | null> {
  if (state.status === 'undone') return accept<ImportState | null>(state, [], evolveImport);
  if (state.kind !== 'sales') {
    return reject(409, 'Only sales can be taken back', {
      detail: `this import holds ${state.kind}: import a corrected file instead`,
    });
  }
  return accept<ImportState | null>(
    state,
    [{ type: 'DataImportUndone', payload: { kind: state.kind } }],
    evolveImport,
  );
}

/** Why rows cannot go into the import; null when they can. */
export function refuseRows(state: ImportState): Rejection | null {
  if (state.status !== 'running') return refuseStatus(state, 'takes no rows');
  if (state.kind === 'sales') return null;
  return reject(409, 'The import is of another kind', { detail: `it holds ${state.kind}, not sales` });
}

/** What an event makes of an import. */
function evolveImport(state: ImportState | null, event: DomainEvent): ImportState | null {
  if (event.type === 'DataImportStarted')
    return { ...event.payload, status: 'running', rows: 0, rejected: 0 };
  if (state === null) return null;
  switch (event.type) {
    case 'DataImported':
      return { ...state, status: 'finished', rows: event.payload.rows, rejected: event.payload.rejected };
    case 'DataImportUndone':
      return { ...state, status: 'undone' };
    default:
      return state;
  }
}

function refuseStatus({ status }: ImportState, what: string): Rejection {
  return reject(409, `The import is ${status}`, {
    detail: `an import that is ${status} ${what}`,
    extra: { importStatus: status },
  });
}
