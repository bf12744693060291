import { expect, test } from 'vitest';

import { describeReport, summariseCommands, type ImportReport } from './import-report.ts';

const report: ImportReport = {
  kind: 'products',
  file: 'products.csv',
  importId: '00000000-0000-4000-8000-000000000000',
  isDryRun: false,
  repeats: null,
  shiftDays: 0,
  rows: { read: 3, accepted: 2, refused: 1 },
  items: { added: 1, changed: 0, unchanged: 1, refused: 0 },
  commands: [],
  ignoredColumns: ['colour'],
  problems: [{ line: 3, column: 'sku', reason: 'must not be empty' }],
};

test('a report names the bad cells and counts what became of the rest', () => {
  expect(describeReport(report).split('\n')).toEqual([
    'line 3, column sku: must not be empty',
    'columns not used: colour',
    '3 lines read: 2 accepted, 1 refused',
    '1 added, 0 changed, 1 unchanged, 0 refused',
  ]);
});

test('a long list of problems is cut, and says so', () => {
  const problems = Array.from({ length: 25 }, (_, index) => ({
    line: index + 2,
    column: 'sku',
    reason: 'bad',
  }));
  expect(describeReport({ ...report, problems })).toContain('… and 5 more; --json lists them all');
});

test('a dry run lists the commands and the events they would write', () => {
  const item = { body: {}, subject: 'A-1', rows: 1 };
  const command = { method: 'PUT' as const, path: '/stock', events: ['StockImported'], items: [item, item] };
  const commands = summariseCommands([command, command]);
  expect(describeReport({ ...report, isDryRun: true, commands })).toContain(
    'PUT /stock × 2: 4 items, at most 4 events (StockImported)',
  );
});

test('a repetition says that it is one, and how sales are read anew', () => {
  const repeats = { startedAt: '2026-11-20T08:00:00Z', rowsRefused: 0 };
  expect(describeReport({ ...report, repeats })).toContain('imported before, on 2026-11-20T08:00:00Z');
  expect(describeReport({ ...report, kind: 'sales', repeats })).toContain('--replace takes that import back');
});
