/** Demand and the imports it comes in with. */
import { idOfName } from '#functions/_kit/ids.ts';
import {
  finishImport,
  refuseRows,
  startImport,
  undoImport,
  type ImportState,
} from '#shared/domain/demand/data-import.ts';
import { demandSum, noDemand, recordDemand, type DemandState } from '#shared/domain/demand/record-demand.ts';
import { reject, type Decision, type Rejection } from '#shared/domain/decider.ts';
import { importKey } from '#shared/domain/natural-keys.ts';
import { issueSold } from '#shared/domain/stock/stock-level.ts';
import { demandStreamName } from '#shared/domain/stream-names.ts';

import { apiCommand, type CommandRunner } from './command-table.ts';
import type { Reader } from './reader.ts';
import { locationReference, productReference } from './references.ts';
import { planNothing, planOf, type Plan } from './simple.ts';
import { stockOf, stockStreamId, stockWrite } from './stock.ts';

/** Commands on demand and imports. */
export const demandCommands: Readonly<Record<string, CommandRunner>> = {
  recordDemand: apiCommand('recordDemand', async (reader, input) => {
    const references = [productReference(input), locationReference(input)];
    const [productId = '', locationId = ''] = await reader.resolve(references);
    const { rows: demandRows, importId = null, issueStock } = input;
    const place = { productId, locationId };
    const streamId = idOfName(demandStreamName(productId, locationId));
    const stockId = stockStreamId(productId, locationId);
    const ids = [streamId, ...(importId === null ? [] : [importId]), ...(issueStock ? [stockId] : [])];
    const rows = await reader.streams(ids);
    const refusal = importId === null ? null : refuseImport(rows.get(importId), importId);
    if (refusal !== null) return refusal;
    // Demand streams are written by this command alone, in this shape.
    const state = (rows.get(streamId)?.state ?? noDemand) as DemandState;
    const demand = recordDemand(state, demandRows, { ...place, importId });
    const write = { streamId, streamType: 'demand', events: demand.events, state: demand.state };
    const guards = importId === null ? [] : [importId];
    if (!issueStock) return planOf([write], { guards });
    const issued = issueSold(stockOf(rows, stockId), { quantity: demandSum(demandRows), importId }, place);
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

function refuseImport(
  row: { readonly type: string; readonly state: unknown } | undefined,
  importId: string,
): Rejection | null {
  if (row?.type !== 'import') return noSuchImport(importId);
  // Import streams are written by these commands alone, in this shape.
  return refuseRows(row.state as ImportState);
}

function noSuchImport(importId: string): Rejection {
  return reject(404, 'Not found', { detail: `there is no import "${importId}"` });
}
