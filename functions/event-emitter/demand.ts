/** Demand and the imports it comes in with. */
import { idOfName } from '#functions/_kit/ids.ts';
import type { DemandRow } from '#shared/contracts/events/demand.ts';
import {
  finishImport,
  refuseRows,
  startImport,
  undoImport,
  type ImportState,
} from '#shared/domain/demand/data-import.ts';
import {
  demandSum,
  noDemand,
  recordDemand,
  type DemandSource,
  type DemandState,
} from '#shared/domain/demand/record-demand.ts';
import { reject, type Decision, type Rejection } from '#shared/domain/decider.ts';
import { importKey } from '#shared/domain/natural-keys.ts';
import { issueSold } from '#shared/domain/stock/stock-level.ts';
import { demandStreamName } from '#shared/domain/stream-names.ts';

import { apiCommand, type CommandRunner } from './command-table.ts';
import type { Reader } from './reader.ts';
import { locationReference, productReference } from './references.ts';
import { planNothing, planOf, type Plan } from './simple.ts';
import { stockOf, stockStreamId, stockWrite } from './stock-place.ts';
import type { StreamWrite } from './stream-write.ts';
import type { StreamRow } from './unit-of-work.ts';

/** Commands on demand and imports. */
export const demandCommands: Readonly<Record<string, CommandRunner>> = {
  recordDemand: apiCommand('recordDemand', async (reader, input) => {
    const [productId = '', locationId = ''] = await reader.resolve([
      productReference(input),
      locationReference(input),
    ]);
    const { rows: demandRows, importId = null, issueStock } = input;
    const source = { productId, locationId, importId };
    const streamId = idOfName(demandStreamName(productId, locationId));
    const stockId = stockStreamId(productId, locationId);
    const guards = importId === null ? [] : [importId];
    const rows = await reader.streams([streamId, ...guards, ...(issueStock ? [stockId] : [])]);
    const refusal = refuseImport(rows, importId);
    if (refusal !== null) return refusal;
    const write = demandWrite(rows, streamId, { demandRows, source });
    if (!issueStock) return planOf([write], { guards });
    const issued = issueSold(
      stockOf(rows, stockId),
      { quantity: demandSum(demandRows), importId },
      { productId, locationId },
    );
    if (issued.kind === 'rejected') return issued;
    return planOf([write, stockWrite(stockId, issued, undefined)], { guards });
  }),

  startImport: apiCommand('startImport', async (reader, input) => {
    const { importId, ...started } = input;
    const key = importKey(started.kind, started.fileHash);
    const known = (await reader.claims([key])).get(key);
    const rows = await reader.streams(known === undefined ? [importId] : [importId, known]);
    if (known !== undefined) return planNothing(known);
    if (rows.has(importId)) {
      return reject(409, 'The import id is taken', {
        detail: 'this id stands for something else: take a new UUID',
      });
    }
    const { events, state } = startImport(started);
    return planOf([{ streamId: importId, streamType: 'import', events, state }], {
      outcome: 'added',
      claims: [{ key, streamId: importId }],
    });
  }),

  finishImport: apiCommand('finishImport', async (reader, input) =>
    onImport(reader, (state) => ({ decision: finishImport(state, input), release: [] })),
  ),

  undoImport: apiCommand('undoImport', async (reader) =>
    // The file may be imported again afterwards.
    onImport(reader, (state) => ({
      decision: undoImport(state),
      release: [importKey(state.kind, state.fileHash)],
    })),
  ),
};

type ImportChange = { readonly decision: Decision<ImportState | null>; readonly release: readonly string[] };

async function onImport(
  reader: Reader,
  change: (state: ImportState) => ImportChange,
): Promise<Plan | Rejection> {
  const { importId = '' } = reader.request.parameters;
  const row = (await reader.streams([importId])).get(importId);
  if (row?.type !== 'import') return noSuchImport(importId);
  // Import streams are written by these commands alone, in this shape.
  const { decision, release } = change(row.state as ImportState);
  if (decision.kind === 'rejected') return decision;
  if (decision.events.length === 0) return planNothing(importId);
  const { events, state } = decision;
  return planOf([{ streamId: importId, streamType: 'import', events, state }], {
    outcome: 'changed',
    release,
  });
}

type Rows = ReadonlyMap<string, StreamRow>;
type NewDemand = { readonly demandRows: readonly DemandRow[]; readonly source: DemandSource };

function demandWrite(rows: Rows, streamId: string, { demandRows, source }: NewDemand): StreamWrite {
  // Demand streams are written by this command alone, in this shape.
  const before = (rows.get(streamId)?.state ?? noDemand) as DemandState;
  const { events, state } = recordDemand(before, demandRows, source);
  return { streamId, streamType: 'demand', events, state };
}

function refuseImport(rows: Rows, importId: string | null): Rejection | null {
  if (importId === null) return null;
  const row = rows.get(importId);
  if (row?.type !== 'import') return noSuchImport(importId);
  // Import streams are written by these commands alone, in this shape.
  return refuseRows(row.state as ImportState);
}

function noSuchImport(importId: string): Rejection {
  return reject(404, 'Not found', { detail: `there is no import "${importId}"` });
}
