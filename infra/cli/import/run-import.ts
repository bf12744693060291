/** One import from its first line to its report. */
import { WrongUse } from '#infra/cli/failures.ts';
import type { Api } from '#infra/cli/api.ts';
import type { Tenancy } from '#infra/cli/tenancy.ts';
import { EventStatus, WriteAccepted } from '#shared/contracts/api/common.ts';
import type { ImportKind } from '#shared/contracts/events/demand.ts';
import { planColumns, type ColumnOptions } from '#shared/domain/imports/import-columns.ts';
import type { ImportCommand } from '#shared/domain/imports/import-commands.ts';
import { summariseCommands, type ImportReport } from '#shared/domain/imports/import-report.ts';

import { beginImport, type Begun } from './begin-import.ts';
import { hashFile, readCsv } from './csv-file.ts';
import { identityOf } from './file-identity.ts';
import { loadContext, waitUntilListed } from './lookups.ts';
import { planSteps, type Steps } from './plan-steps.ts';
import { readRows, type FileRows } from './read-rows.ts';
import { sendCommands, type Sent } from './send-commands.ts';

/** What is asked for. */
export type ImportRequest = {
  readonly kind: ImportKind;
  readonly path: string;
  readonly columns: ColumnOptions;
  readonly isDryRun: boolean;
  readonly isShifted: boolean;
  /** Sales: whether the quantities leave the stock as well. */
  readonly issueStock: boolean;
  /** Sales: whether an earlier import of the file is taken back first. */
  readonly isReplacing: boolean;
  readonly progress: (line: string) => void;
};

/** Reads the whole file, then writes it: a file that cannot be read to its end writes nothing. */
export async function runImport(
  request: ImportRequest,
  openTenancy: () => Promise<Tenancy>,
): Promise<ImportReport> {
  const records = readCsv(request.path);
  const first = await records.next();
  const heading = first.done === true ? [] : first.value.cells;
  const planned = planColumns(request.kind, heading, request.columns);
  if ('problems' in planned) throw new WrongUse(`${request.path}: ${planned.problems.join('\n  ')}`);
  const tenancy = await openTenancy();
  const context = await loadContext(tenancy, request.kind);
  const file = await readRows(records, { ...request, plan: planned.plan, context, width: heading.length });
  const isWritten = !request.isDryRun && file.read > file.refused;
  const identity = identityOf(request, await hashFile(request.path), file);
  const begun = isWritten ? await beginImport(tenancy.api, request, identity) : undefined;
  const { importId, startedAt, finished } = begun ?? {
    importId: noImport,
    startedAt: Date.now(),
    finished: null,
  };
  const steps = planSteps(request, file, { importId, startedAt, calendar: context.calendar });
  const work = { request, file, steps, importId, finished, ignoredColumns: planned.plan.ignored };
  return reportOf(work, isWritten && finished === null ? await carryOut(tenancy.api, work) : undefined);
}

/** Stands for the id of an import in a dry run. */
const noImport = '00000000-0000-0000-0000-000000000000';

type Work = Pick<Begun, 'importId' | 'finished'> & {
  readonly request: ImportRequest;
  readonly file: FileRows;
  readonly steps: Steps;
  readonly ignoredColumns: readonly string[];
};

async function carryOut(api: Api, { request, file, steps, importId }: Work): Promise<Sent> {
  const options = { importId, progress: request.progress };
  const before = await sendCommands(api, steps.before, options);
  const sent = await sendCommands(api, steps.rows, options);
  const rejected = file.refused + sent.refusedRows;
  const { eventId } = await api.write(
    {
      method: 'POST',
      path: `/imports/${importId}/completion`,
      body: { rows: file.read - rejected, rejected },
      idempotencyKey: `import:${importId}:end`,
    },
    WriteAccepted,
  );
  const isApplied = eventId === null || (await api.read(`/events/${eventId}?wait=20s`, EventStatus)).applied;
  const names = file.rows.map(({ subject }) => subject);
  if (!isApplied || !(await waitUntilListed(api, request.kind, names))) {
    request.progress('everything is written; the lists are still catching up');
  }
  return { ...sent, problems: [...before.problems, ...sent.problems] };
}

function reportOf(
  { request, file, steps, importId, finished, ignoredColumns }: Work,
  sent: Sent | undefined,
): ImportReport {
  const refused = file.refused + (sent?.refusedRows ?? 0);
  const commands: readonly ImportCommand[] = [...steps.before, ...steps.rows];
  const items = steps.rows.reduce((sum, command) => sum + command.items.length, 0);
  const nothing = { added: 0, changed: 0, unchanged: finished === null ? 0 : items, refused: 0 };
  return {
    kind: request.kind,
    file: request.path,
    importId: importId === noImport ? null : importId,
    isDryRun: request.isDryRun,
    repeats: finished === null ? null : { startedAt: finished.startedAt, rowsRefused: finished.rowsRefused },
    shiftDays: steps.shiftDays,
    rows: { read: file.read, accepted: file.read - refused, refused },
    items: sent?.items ?? nothing,
    commands: summariseCommands(commands),
    ignoredColumns,
    problems: [...file.problems, ...(sent?.problems ?? [])],
  };
}
