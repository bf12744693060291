/** One import from its first line to its report. */
import { basename } from 'node:path';

import type * as v from 'valibot';

import { WrongUse } from '#infra/cli/failures.ts';
import type { Tenancy } from '#infra/cli/tenancy.ts';
import { EventStatus, WriteAccepted } from '#shared/contracts/api/common.ts';
import { Import } from '#shared/contracts/api/read-models.ts';
import type { ImportKind } from '#shared/contracts/events/demand.ts';
import { planColumns, type ColumnOptions } from '#shared/domain/imports/import-columns.ts';
import {
  demandCommands,
  locationCommands,
  rowCommands,
  stockInput,
  type ImportCommand,
} from '#shared/domain/imports/import-commands.ts';
import { summariseCommands, type ImportReport } from '#shared/domain/imports/import-report.ts';
import type { Calendar } from '#shared/domain/imports/local-time.ts';
import { weekShiftDays } from '#shared/domain/imports/week-shift.ts';

import { hashFile, readCsv } from './csv-file.ts';
import { importIdOf } from './import-id.ts';
import { loadContext, waitUntilListed } from './lookups.ts';
import { readRows, type FileRows } from './read-rows.ts';
import { sendCommands, type Sent } from './send-commands.ts';

/** What is asked for. */
export type ImportRequest = {
  readonly kind: ImportKind;
  readonly path: string;
  readonly columns: ColumnOptions;
  readonly isDryRun: boolean;
  readonly isShifted: boolean;
  readonly issueStock: boolean;
  readonly progress: (line: string) => void;
};

/** The file as read, and what is to be done with it. */
type Plan = {
  readonly request: ImportRequest;
  readonly importId: string;
  readonly fileHash: string;
  readonly shiftDays: number;
  readonly file: FileRows;
  readonly ignoredColumns: readonly string[];
  /** One after the other; the commands of a step are independent of each other. */
  readonly steps: readonly (readonly ImportCommand[])[];
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
  const identity = await identify(tenancy, request);
  const lastDay = request.kind === 'sales' ? file.demand.lastDay : lastStockDay(file, context.calendar);
  const shiftDays =
    request.isShifted && lastDay !== undefined
      ? weekShiftDays(lastDay, context.calendar.dayAt(identity.startedAt))
      : 0;
  const steps = stepsOf({
    request,
    file,
    importId: identity.importId,
    shiftDays,
    calendar: context.calendar,
  });
  const plan: Plan = { request, ...identity, shiftDays, file, ignoredColumns: planned.plan.ignored, steps };
  const hasWork = steps.some((commands) => commands.length > 0);
  return reportOf(plan, request.isDryRun || !hasWork ? undefined : await carryOut(tenancy, plan));
}

/**
 * The import that this file is. Reading a file again is the same import, on the same day as far as shifting goes;
 * after an import was undone, the next reading is a new one.
 */
async function identify(
  { api }: Tenancy,
  request: ImportRequest,
): Promise<{ importId: string; fileHash: string; startedAt: number }> {
  const fileHash = await hashFile(request.path);
  for (let round = 0; ; round += 1) {
    const importId = importIdOf({ ...request, fileHash, round });
    const earlier = await api.find(`/imports/${importId}`, Import);
    if (earlier?.status === 'undone') continue;
    if (earlier !== undefined) {
      request.progress(
        `this file was imported on ${earlier.startedAt}: what was written then stays as it was written`,
      );
    }
    return {
      importId,
      fileHash,
      startedAt: earlier === undefined ? Date.now() : Date.parse(earlier.startedAt),
    };
  }
}

function lastStockDay(file: FileRows, calendar: Calendar): string | undefined {
  const days = file.stock
    .map(({ row }) => calendar.parseDay(row.asOf))
    .map((day) => ('value' in day ? day.value : ''));
  return days.length === 0 ? undefined : days.reduce((last, day) => (day > last ? day : last));
}

function stepsOf(from: {
  readonly request: ImportRequest;
  readonly file: FileRows;
  readonly importId: string;
  readonly shiftDays: number;
  readonly calendar: Calendar;
}): ImportCommand[][] {
  const { kind, issueStock } = from.request;
  if (kind === 'sales') return [demandCommands(from.file.demand.groups, { ...from, issueStock })];
  if (kind !== 'stock') {
    return [
      rowCommands(
        kind,
        from.file.rows.map(({ row, ...place }) => ({ ...place, body: row, rows: 1 })),
      ),
    ];
  }
  const locations = [...new Set(from.file.stock.map(({ row }) => row.location))];
  const counts = from.file.stock.map(({ row, ...place }) => ({
    ...place,
    body: stockInput(row, from),
    rows: 1,
  }));
  return [locationCommands(locations), rowCommands('stock', counts)];
}

async function carryOut({ api }: Tenancy, plan: Plan): Promise<Sent> {
  const { request, importId, fileHash } = plan;
  const start = { importId, kind: request.kind, fileName: basename(request.path), fileHash };
  await api.write(
    { method: 'POST', path: '/imports', body: start, idempotencyKey: `import:${importId}:start` },
    WriteAccepted,
  );
  const outcomes: Sent[] = [];
  for (const commands of plan.steps) {
    outcomes.push(await sendCommands(api, commands, { importId, progress: request.progress }));
  }
  // Locations only prepare; what counts is the last step.
  const last = outcomes.at(-1);
  if (last === undefined) throw new Error('an import without a step cannot be carried out');
  const sent = { ...last, problems: outcomes.flatMap(({ problems }) => problems) };
  const rejected = plan.file.refused + sent.refusedRows;
  const completion = { rows: plan.file.read - rejected, rejected };
  const { eventId } = await api.write(
    {
      method: 'POST',
      path: `/imports/${importId}/completion`,
      body: completion,
      idempotencyKey: `import:${importId}:end:${completion.rows}:${rejected}`,
    },
    WriteAccepted,
  );
  if (!(await isVisible(api, plan, eventId))) {
    request.progress('everything is written; the lists are still catching up');
  }
  return sent;
}

async function isVisible(api: Tenancy['api'], plan: Plan, eventId: string | null): Promise<boolean> {
  const written: v.InferOutput<typeof EventStatus> | undefined =
    eventId === null ? undefined : await api.read(`/events/${eventId}?wait=20s`, EventStatus);
  if (written !== undefined && !written.applied) return false;
  return waitUntilListed(
    api,
    plan.request.kind,
    plan.file.rows.map(({ subject }) => subject),
  );
}

function reportOf(plan: Plan, sent: Sent | undefined): ImportReport {
  const { file, request } = plan;
  const refused = file.refused + (sent?.refusedRows ?? 0);
  return {
    kind: request.kind,
    file: request.path,
    importId: plan.importId,
    isDryRun: request.isDryRun,
    shiftDays: plan.shiftDays,
    rows: { read: file.read, accepted: file.read - refused, refused },
    items: sent?.items ?? { added: 0, changed: 0, unchanged: 0, refused: 0 },
    commands: summariseCommands(plan.steps.flat()),
    ignoredColumns: plan.ignoredColumns,
    problems: [...file.problems, ...(sent?.problems ?? [])],
  };
}
