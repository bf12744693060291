import { expect, test } from 'vitest';

import { DemandDays } from './demand-days.ts';
import { batchLimits, demandCommands, rowCommands, stockInput } from './import-commands.ts';
import { calendarOf } from './local-time.ts';

const importId = '00000000-0000-4000-8000-000000000000';

test('sales become daily sums per product, returns taken off, without binary fractions', () => {
  const demand = new DemandDays();
  const sale = { sku: 'A-1', location: undefined };
  for (const thousandths of [100, 200, -50]) demand.add({ ...sale, day: '2011-12-05', thousandths });
  demand.add({ ...sale, day: '2011-12-01', thousandths: 1000 });
  demand.add({ sku: 'B-2', location: 'MAIN', day: '2011-12-02', thousandths: -2000 });
  expect(demand.lastDay).toBe('2011-12-05');
  const commands = demandCommands(demand.groups, { importId, shiftDays: 7, issueStock: true });
  expect(commands.map(({ items }) => items.map(({ body, rows }) => ({ body, rows })))).toEqual([
    [
      {
        body: {
          sku: 'A-1',
          importId,
          rows: [
            ['2011-12-08', 1],
            ['2011-12-12', 0.25],
          ],
          issueStock: true,
        },
        rows: 4,
      },
    ],
    [
      {
        body: { sku: 'B-2', location: 'MAIN', importId, rows: [['2011-12-09', -2]], issueStock: true },
        rows: 1,
      },
    ],
  ]);
});

test('a product with many days is cut into batches of at most 500 days', () => {
  const demand = new DemandDays();
  for (let day = 0; day < 1200; day += 1) {
    const at = new Date(Date.UTC(2020, 0, 1 + day)).toISOString().slice(0, 10);
    demand.add({ sku: 'A-1', location: undefined, day: at, thousandths: 1000 });
  }
  const [command] = demandCommands(demand.groups, { importId, shiftDays: 0, issueStock: false });
  expect(command?.items.map((item) => item.rows)).toEqual([1200, 0, 0]);
});

test('commands stay within 500 items and 64 KiB, and lose no item', () => {
  const items = Array.from({ length: 1300 }, (_, index) => ({
    body: { sku: `S-${index}`, name: 'ÄÖ漢字🎉'.repeat(20) },
    subject: `S-${index}`,
    line: index + 2,
    rows: 1,
  }));
  const commands = rowCommands('products', items);
  expect(commands.flatMap((command) => command.items)).toEqual(items);
  for (const command of commands) {
    const body = JSON.stringify({ items: command.items.map((item) => item.body) });
    expect(new TextEncoder().encode(body).length).toBeLessThanOrEqual(batchLimits.bytes);
    expect(command.items.length).toBeLessThanOrEqual(batchLimits.items);
  }
});

test('the time of day of a count stays when its day is shifted', () => {
  const calendar = calendarOf('Europe/Berlin');
  const row = { sku: 'A-1', location: 'MAIN', onHand: 4, asOf: '2011-12-09T18:00' };
  expect(stockInput(row, { importId, shiftDays: 7, calendar })).toEqual({
    sku: 'A-1',
    location: 'MAIN',
    onHand: 4,
    asOf: '2011-12-16T17:00:00.000Z',
    importId,
  });
});
