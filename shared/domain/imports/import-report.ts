/** What became of a file, counted and said. */
import type { ImportKind } from '#shared/contracts/events/demand.ts';

import type { ImportCommand } from './import-commands.ts';

/** A line of the file that was refused, or a cell of it. */
export type RefusedLine = {
  readonly line: number | null;
  readonly column: string | null;
  readonly reason: string;
};

/** What is sent to one route. */
export type CommandSummary = {
  readonly command: string;
  readonly count: number;
  readonly items: number;
  readonly mostEvents: number;
  readonly events: readonly string[];
};

/** The end of an import, for people and for programs. */
export type ImportReport = {
  readonly kind: ImportKind;
  readonly file: string;
  /** Absent where nothing was sent. */
  readonly importId: string | null;
  readonly isDryRun: boolean;
  /** Set where the same had been imported before: then nothing was written again. */
  readonly repeats: { readonly startedAt: string; readonly rowsRefused: number } | null;
  /** By how many days the data was moved. */
  readonly shiftDays: number;
  /** Lines of data in the file; each is accepted or refused. */
  readonly rows: { readonly read: number; readonly accepted: number; readonly refused: number };
  /** What the writes did, by item: a product, a supplier, a day batch of one product. */
  readonly items: {
    readonly added: number;
    readonly changed: number;
    readonly unchanged: number;
    readonly refused: number;
  };
  readonly commands: readonly CommandSummary[];
  readonly ignoredColumns: readonly string[];
  readonly problems: readonly RefusedLine[];
};

const shownProblems = 20;

/** The commands of an import, counted by route. */
export function summariseCommands(commands: readonly ImportCommand[]): CommandSummary[] {
  const summaries = new Map<string, CommandSummary>();
  for (const { method, path, items, events } of commands) {
    const command = `${method} ${path}`;
    const before = summaries.get(command);
    summaries.set(command, {
      command,
      count: (before?.count ?? 0) + 1,
      items: (before?.items ?? 0) + items.length,
      mostEvents: (before?.mostEvents ?? 0) + items.length * events.length,
      events,
    });
  }
  return [...summaries.values()];
}

/** The report in words; the first problems are listed, the JSON report has them all. */
export function describeReport(report: ImportReport): string {
  return [
    ...report.problems.slice(0, shownProblems).map(describeProblem),
    ...(report.problems.length > shownProblems
      ? [`… and ${report.problems.length - shownProblems} more; --json lists them all`]
      : []),
    ...(report.ignoredColumns.length > 0 ? [`columns not used: ${report.ignoredColumns.join(', ')}`] : []),
    ...(report.shiftDays === 0 ? [] : [`days moved by ${report.shiftDays / 7} weeks`]),
    `${report.rows.read} lines read: ${report.rows.accepted} accepted, ${report.rows.refused} refused`,
    ...describeRepetition(report),
    ...(report.isDryRun ? describePlan(report) : [describeOutcome(report)]),
  ].join('\n');
}

function describeProblem({ line, column, reason }: RefusedLine): string {
  const place = [line === null ? '' : `line ${line}`, column === null ? '' : `column ${column}`].filter(
    (part) => part !== '',
  );
  return place.length === 0 ? reason : `${place.join(', ')}: ${reason}`;
}

function describeRepetition({ repeats, kind }: ImportReport): string[] {
  if (repeats === null) return [];
  const before = `this was imported before, on ${repeats.startedAt}: nothing is written again`;
  return [kind === 'sales' ? `${before}; --replace takes that import back and reads the file anew` : before];
}

function describePlan(report: ImportReport): string[] {
  return [
    'would send, and has sent nothing:',
    ...report.commands.map(
      ({ command, count, items, mostEvents, events }) =>
        `  ${command} × ${count}: ${items} items, at most ${mostEvents} events (${events.join(', ')}); what is there already writes none`,
    ),
  ];
}

function describeOutcome({ items }: ImportReport): string {
  return `${items.added} added, ${items.changed} changed, ${items.unchanged} unchanged, ${items.refused} refused`;
}
