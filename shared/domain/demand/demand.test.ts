import * as v from 'valibot';
import { describe, expect, test } from 'vitest';

import { eventTypes } from '#shared/contracts/events/event-types.ts';

import { finishImport, refuseRows, startImport, undoImport, type ImportState } from './data-import.ts';
import { demandSum, noDemand, recordDemand } from './record-demand.ts';

const started = { kind: 'sales', fileName: 'sales.csv', fileHash: 'abc' } as const;
const running: ImportState = { ...started, status: 'running', rows: 0, rejected: 0 };
const finished: ImportState = { ...running, status: 'finished', rows: 7, rejected: 1 };

describe('an import', () => {
  test('begins, ends once, and is taken back once', () => {
    expect(startImport(started).state).toEqual(running);
    expect(finishImport(running, { rows: 7, rejected: 1 })).toMatchObject({
      events: [
        { type: 'DataImported', payload: { kind: 'sales', fileName: 'sales.csv', rows: 7, rejected: 1 } },
      ],
      state: finished,
    });
    expect(finishImport(finished, { rows: 7, rejected: 1 })).toMatchObject({ events: [] });
    expect(finishImport(finished, { rows: 8, rejected: 1 })).toMatchObject({ kind: 'rejected', status: 409 });
    const undone = { ...finished, status: 'undone' };
    expect(undoImport(finished)).toMatchObject({ events: [{ type: 'DataImportUndone' }], state: undone });
    expect(undoImport({ ...finished, status: 'undone' })).toMatchObject({ events: [] });
  });

  test('can be taken back while it still runs', () => {
    expect(undoImport(running)).toMatchObject({ state: { status: 'undone' } });
  });

  test('of anything but sales cannot be taken back', () => {
    expect(undoImport({ ...finished, kind: 'products' })).toMatchObject({ kind: 'rejected', status: 409 });
  });

  test('takes rows of sales while it runs', () => {
    expect(refuseRows(running)).toBeNull();
    expect(refuseRows(finished)).toMatchObject({ status: 409 });
    expect(refuseRows({ ...running, kind: 'stock' })).toMatchObject({ status: 409 });
  });
});

describe('demand', () => {
  const place = {
    productId: '00000000-0000-4000-8000-000000000001',
    locationId: '00000000-0000-4000-8000-000000000002',
  };
  const rows: [string, number][] = [
    ['2026-11-01', 2.5],
    ['2026-11-02', -0.4],
  ];

  test('of an import is one event, by itself one event per day', () => {
    const imported = recordDemand(noDemand, rows, {
      ...place,
      importId: '00000000-0000-4000-8000-000000000003',
    });
    const sold = recordDemand(noDemand, rows, { ...place, importId: null });
    expect(imported.events.map(({ type }) => type)).toEqual(['DemandImported']);
    expect(sold.events.map(({ type }) => type)).toEqual(['SaleRecorded', 'SaleRecorded']);
    const all = [...imported.events, ...sold.events];
    expect(all.every(({ type, payload }) => v.is(eventTypes[type].payload, payload))).toBe(true);
    expect([imported.state, sold.state]).toEqual([
      { batches: 1, sales: 0 },
      { batches: 0, sales: 2 },
    ]);
  });

  test('adds up without drift', () => {
    expect(demandSum(rows)).toBe(2.1);
  });
});
