import {
  demandCommands,
  locationCommands,
  rowCommands,
  stockInput,
  type ImportCommand,
} from '#shared/domain/imports/import-commands.ts';
import type { Calendar } from '#shared/domain/imports/local-time.ts';
import { weekShiftDays } from '#shared/domain/imports/week-shift.ts';

import type { FileRows } from './read-rows.ts';
import type { ImportRequest } from './run-import.ts';

/** What is to be sent. */
export type Steps = {
  /** Done before the rows: the locations they are at. */
  readonly before: readonly ImportCommand[];
  readonly rows: readonly ImportCommand[];
  /** By how many days the data is moved. */
  readonly shiftDays: number;
};

/** Turns the rows of a file into commands; `startedAt` (milliseconds) is the moment that a shift leads up to. */
export function planSteps(
  request: ImportRequest,
  file: FileRows,
  at: { readonly importId: string; readonly startedAt: number; readonly calendar: Calendar },
): Steps {
  const { kind, issueStock } = request;
  const lastDay = kind === 'sales' ? file.demand.lastDay : lastStockDay(file, at.calendar);
  const isMoved = request.isShifted && lastDay !== undefined;
  const shiftDays = isMoved ? weekShiftDays(lastDay, at.calendar.dayAt(at.startedAt)) : 0;
  const options = { ...at, shiftDays, issueStock };
  if (kind === 'sales') return { before: [], rows: demandCommands(file.demand.groups, options), shiftDays };
  if (kind === 'stock') {
    const locations = [...new Set(file.stock.map(({ row }) => row.location))];
    const items = file.stock.map(({ row, ...place }) => ({
      ...place,
      body: stockInput(row, options),
      rows: 1,
    }));
    return { before: locationCommands(locations), rows: rowCommands('stock', items), shiftDays };
  }
  const items = file.rows.map(({ row, ...place }) => ({ ...place, body: row, rows: 1 }));
  return { before: [], rows: rowCommands(kind, items), shiftDays };
}

function lastStockDay(file: FileRows, calendar: Calendar): string | undefined {
  const days = file.stock.map(({ row }) => calendar.parseDay(row.asOf));
  return days
    .flatMap((day) => ('value' in day ? [day.value] : []))
    .toSorted((one, other) => (one < other ? -1 : 1))
    .at(-1);
}
