import * as v from 'valibot';

import type { Command, CommandInput } from '#infra/cli/command.ts';
import { WrongUse } from '#infra/cli/failures.ts';
import { runImport } from '#infra/cli/import/run-import.ts';
import { openTenancy, tenancyOptions } from '#infra/cli/tenancy.ts';
import { ImportKind } from '#shared/contracts/events/demand.ts';
import { importColumns, normalise } from '#shared/domain/imports/import-columns.ts';
import { describeReport } from '#shared/domain/imports/import-report.ts';

/** `import`: brings a CSV file in. */
export const importFile: Command = {
  words: ['import'],
  synopsis: '<kind> <file.csv>',
  summary: `import a CSV file: ${ImportKind.options.join(', ')}`,
  details: `Columns (* needed):
${Object.entries(importColumns)
  .map(([kind, columns]) => `  ${kind.padEnd(10)} ${describeColumns(columns)}`)
  .join('\n')}

Amounts are decimal major units (12.50); days are 2026-11-22, times 2026-11-22T08:30 in the tenant's time zone unless they
say another. Files may be gzipped and separated by comma, semicolon or tab. Bad lines are refused and reported, good
ones go in; the exit code is 1 when a line was refused. Reading a file again writes nothing.`,
  options: {
    ...tenancyOptions,
    'dry-run': { type: 'boolean', summary: 'show what would be sent, and send nothing' },
    set: { type: 'string', multiple: true, value: 'column=value', summary: 'a constant for every line' },
    map: {
      type: 'string',
      multiple: true,
      value: 'theirs=ours',
      summary: 'a column of the file that is called otherwise',
    },
    'shift-to-today': {
      type: 'boolean',
      summary: 'sales, stock: move days by whole weeks to end in the last seven days',
    },
    'issue-stock': { type: 'boolean', summary: 'sales: take the quantities from the stock as well' },
    replace: { type: 'boolean', summary: 'sales: take an earlier import of the same file back first' },
  },
  positionals: { least: 2, most: 2 },
  run: async (input) => {
    const kind = v.safeParse(ImportKind, input.positionals[0]);
    if (!kind.success) {
      throw new WrongUse(
        `found the kind "${input.positionals[0]}", expected one of ${ImportKind.options.join(', ')}`,
      );
    }
    refuseIdleOptions(input, kind.output);
    const report = await runImport(
      {
        kind: kind.output,
        path: input.positionals[1] ?? '',
        columns: { set: pairs(input.texts('set'), '--set'), map: pairs(input.texts('map'), '--map') },
        isDryRun: input.isSet('dry-run'),
        isShifted: input.isSet('shift-to-today'),
        issueStock: input.isSet('issue-stock'),
        isReplacing: input.isSet('replace'),
        progress: input.progress,
      },
      () => openTenancy(input),
    );
    return { text: describeReport(report), json: report, exitCode: report.rows.refused > 0 ? 1 : 0 };
  },
};

function describeColumns(columns: Readonly<Record<string, { readonly isRequired: boolean }>>): string {
  return Object.entries(columns)
    .map(([name, { isRequired }]) => `${name}${isRequired ? '*' : ''}`)
    .join(', ');
}

function refuseIdleOptions(input: CommandInput, kind: ImportKind): void {
  const kindsOf: Readonly<Record<string, readonly ImportKind[]>> = {
    'issue-stock': ['sales'],
    'shift-to-today': ['sales', 'stock'],
    replace: ['sales'],
  };
  for (const [option, kinds] of Object.entries(kindsOf)) {
    if (input.isSet(option) && !kinds.includes(kind)) {
      throw new WrongUse(`found --${option} with ${kind}, expected it with ${kinds.join(' or ')} only`);
    }
  }
}

function pairs(texts: readonly string[], option: string): Map<string, string> {
  return new Map(
    texts.map((text): [string, string] => {
      const at = text.indexOf('=');
      if (at < 1) throw new WrongUse(`found ${option} ${text}, expected ${option} name=value`);
      const value = text.slice(at + 1).trim();
      return [normalise(text.slice(0, at)), option === '--map' ? normalise(value) : value];
    }),
  );
}
