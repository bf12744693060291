import { randomUUID } from 'node:crypto';

import type postgres from 'postgres';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { openDatabase, type Database } from '#functions/_kit/database.ts';
import { type DaysWithoutStock, readDaysWithoutStock } from '#functions/_kit/days-without-stock.ts';
import { asOwner } from '#infra/database/migrate.ts';
import { startTestDatabase, type TestDatabase } from '#test/support/postgres.ts';

let server: TestDatabase;
let database: Database;
const tenantId = randomUUID();
const locationId = randomUUID();

beforeAll(async () => {
  server = await startTestDatabase();
  database = openDatabase(server.roleUrl('app_query'), 1);
  await asTenant(
    (sql) => sql`INSERT INTO tenants (tenant_id, name, time_zone, currency)
      VALUES (${tenantId}, 'Tenant', 'Europe/Berlin', 'EUR')`,
  );
  await asTenant(
    (sql) => sql`SELECT ensure_stock_movement_partitions('2023-06-01'::date, '2026-06-30'::date)`,
  );
});
afterAll(async () => {
  await database.close();
  await server.stop();
});

async function asTenant(run: (sql: postgres.TransactionSql) => Promise<unknown>): Promise<void> {
  await asOwner(server.ownerUrl, (sql) =>
    sql.begin(async (transaction) => {
      await transaction`SELECT set_config('app.tenant', ${tenantId}, true)`;
      await run(transaction);
    }),
  );
}

/** Movements in the order in which they were recorded: the time they occurred at, and the change. */
type Movement = readonly [occurredAt: string, change: number];

/** A product whose stock these movements made; each carries the balance as it was when it was recorded. */
async function itemWith(movements: readonly Movement[], demand: readonly string[] = []): Promise<string> {
  const productId = randomUUID();
  await asTenant(async (sql) => {
    let onHand = 0;
    for (const [occurredAt, change] of movements) {
      await sql`INSERT INTO stock_movements VALUES (${tenantId}, ${occurredAt}, ${randomUUID()}, ${productId},
        ${locationId}, 'moved', ${change}, ${onHand}, ${onHand + change}, NULL)`;
      onHand += change;
    }
    await sql`INSERT INTO stock_levels VALUES (${tenantId}, ${productId}, ${locationId}, ${onHand}, 0, now())`;
    for (const day of demand)
      await sql`INSERT INTO demand_days VALUES (${tenantId}, ${productId}, ${locationId}, ${day}, 'sale', 1)`;
  });
  return productId;
}

const june = { from: '2026-06-01', to: '2026-06-30' };

async function read(productIds: readonly string[], period = june): Promise<readonly DaysWithoutStock[]> {
  return database.transaction({ tenantId }, (sql) => readDaysWithoutStock(sql, productIds, period), {
    readOnly: true,
  });
}

/** Days of the month without stock. */
async function daysOf(
  movements: readonly Movement[],
  { demand = [], period = june }: { demand?: readonly string[]; period?: typeof june } = {},
): Promise<number[]> {
  const [row] = await read([await itemWith(movements, demand)], period);
  return (row?.days ?? []).map((day) => Number(day.slice(8)));
}

describe('days without stock', () => {
  test('are the days between running out and the next goods, neither of the two among them', async () => {
    expect(
      await daysOf([
        ['2026-06-02T08:00:00Z', 10],
        ['2026-06-05T10:00:00Z', -10],
        ['2026-06-09T12:00:00Z', 4],
      ]),
    ).toEqual([6, 7, 8]);
  });

  test('go on to the end of the period where nothing comes', async () => {
    expect(
      await daysOf([
        ['2026-06-02T08:00:00Z', 10],
        ['2026-06-27T10:00:00Z', -10],
      ]),
    ).toEqual([28, 29, 30]);
  });

  test('are unknown before the first movement, and there are none without movements', async () => {
    expect(await daysOf([['2026-06-10T08:00:00Z', 3]])).toEqual([]);
    expect(await daysOf([])).toEqual([]);
  });

  test('begin with the period where stock had run out before it', async () => {
    expect(
      await daysOf([
        ['2026-03-02T08:00:00Z', 5],
        ['2026-04-02T08:00:00Z', -5],
        ['2026-06-04T08:00:00Z', 5],
      ]),
    ).toEqual([1, 2, 3]);
  });

  test('do not hold a day on which goods came and went again', async () => {
    expect(
      await daysOf([
        ['2026-06-02T08:00:00Z', 1],
        ['2026-06-03T08:00:00Z', -1],
        ['2026-06-05T08:00:00Z', 2],
        ['2026-06-05T09:00:00Z', -2],
        ['2026-06-07T08:00:00Z', 2],
      ]),
    ).toEqual([4, 6]);
  });

  test('hold the days of stock below nothing, also those on which it falls further', async () => {
    expect(
      await daysOf([
        ['2026-06-02T08:00:00Z', 1],
        ['2026-06-03T08:00:00Z', -3],
        ['2026-06-05T08:00:00Z', -1],
        ['2026-06-06T08:00:00Z', 3],
        ['2026-06-08T08:00:00Z', 1],
      ]),
    ).toEqual([4, 5, 6, 7]);
  });

  test('follow the order of occurrence: a movement that is recorded late counts from its own day on', async () => {
    expect(
      await daysOf([
        ['2026-06-02T08:00:00Z', 10],
        ['2026-06-05T08:00:00Z', -10],
        ['2026-06-20T08:00:00Z', 1],
        // Recorded last: of the ten, five had come back on the 12th and gone on the 15th.
        ['2026-06-12T08:00:00Z', 5],
        ['2026-06-15T08:00:00Z', -5],
      ]),
    ).toEqual([6, 7, 8, 9, 10, 11, 16, 17, 18, 19]);
  });

  test('are days of the tenant’s time zone', async () => {
    expect(
      await daysOf([
        ['2026-06-02T08:00:00Z', 10],
        // In Berlin the 6th has begun.
        ['2026-06-05T22:30:00Z', -10],
        ['2026-06-07T22:30:00Z', 10],
      ]),
    ).toEqual([7]);
  });

  test('do not hold days with demand on record', async () => {
    const movements: Movement[] = [
      ['2026-06-02T08:00:00Z', 10],
      ['2026-06-05T10:00:00Z', -10],
      ['2026-06-09T12:00:00Z', 4],
    ];
    expect(await daysOf(movements, { demand: ['2026-06-07'] })).toEqual([6, 8]);
  });

  test('are told apart by location, and other tenants’ are not seen', async () => {
    const productId = await itemWith([
      ['2026-06-02T08:00:00Z', 1],
      ['2026-06-29T08:00:00Z', -1],
    ]);
    expect(await read([productId])).toEqual([{ productId, locationId, days: ['2026-06-30'] }]);
    const asStranger = await database.transaction({ tenantId: randomUUID() }, (sql) =>
      readDaysWithoutStock(sql, [productId], june),
    );
    expect(asStranger).toEqual([]);
  });

  test('of 100 products over three years are read by index, in well under two seconds', async () => {
    const productIds = Array.from({ length: 100 }, () => randomUUID());
    await asTenant(async (sql) => {
      // Each tenth day leaves seven; one goes on each of the next seven days, so that the last two have none.
      await sql`INSERT INTO stock_movements
        SELECT ${tenantId}, '2023-07-01T10:00:00Z'::timestamptz + n * interval '1 day', gen_random_uuid(), id, ${locationId},
          'moved', change, 0, change, NULL
        FROM unnest(${productIds}::uuid[]) id, generate_series(0, 1094) n,
          LATERAL (SELECT CASE WHEN n % 10 = 0 THEN 7 WHEN n % 10 < 8 THEN -1 ELSE 0 END AS change) c
        WHERE change <> 0`;
      await sql`INSERT INTO stock_levels SELECT ${tenantId}, id, ${locationId}, sum, 0, now()
        FROM (SELECT product_id AS id, sum(quantity) AS sum FROM stock_movements
          WHERE product_id = ANY(${productIds}::uuid[]) GROUP BY 1) moved`;
    });
    await asOwner(server.ownerUrl, (sql) => sql`ANALYZE stock_movements, stock_levels`);
    const startedAt = performance.now();
    const rows = await read(productIds, { from: '2023-07-01', to: '2026-06-29' });
    expect(performance.now() - startedAt).toBeLessThan(2000);
    expect(rows).toHaveLength(100);
    for (const { days } of rows) expect(days).toHaveLength(218);
  });
});
