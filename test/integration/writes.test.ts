import { randomUUID } from 'node:crypto';

import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { pack } from '#functions/_kit/packed.ts';
import { asOwner } from '#infra/database/migrate.ts';
import { addTenant } from '#infra/database/tenants.ts';
import { startEmitter, type Answer, type Emitter } from '#test/support/emitter.ts';
import { startTestDatabase, type TestDatabase } from '#test/support/postgres.ts';

type EventRow = {
  readonly type: string;
  readonly streamVersion: number;
  readonly payload: Record<string, unknown>;
  readonly isPublished: boolean;
};

let database: TestDatabase;
let emitter: Emitter;
let tenantId: string;
let otherTenantId: string;

beforeAll(async () => {
  database = await startTestDatabase();
  const member = (sub: string, role: 'viewer' | 'operator' | 'admin') => ({ sub, role });
  const members = [member('operator', 'operator'), member('viewer', 'viewer')];
  ({ tenantId } = await addTenant(database.ownerUrl, { name: 'Shop', members }));
  ({ tenantId: otherTenantId } = await addTenant(database.ownerUrl, {
    name: 'Other',
    members: [member('stranger', 'admin')],
  }));
  emitter = startEmitter(database.roleUrl('app_emit'));
  await write('PUT', '/locations', { name: 'Main' });
});

afterAll(async () => {
  await emitter.close();
  await database.stop();
});

async function write(method: string, path: string, body: unknown): Promise<Answer> {
  const answer = await emitter.call(method, path, body);
  if (answer.status !== 202) throw new Error(`${method} ${path} was answered ${JSON.stringify(answer)}`);
  return answer;
}

async function newProduct(onHand?: number): Promise<{ sku: string; productId: string }> {
  const sku = `P-${randomUUID().slice(0, 8)}`;
  const added = await write('POST', '/products', { sku, name: 'A product' });
  if (onHand !== undefined) await write('PUT', '/stock', { sku, onHand, asOf: '2026-11-20T08:00:00Z' });
  return { sku, productId: added.body.streamId ?? '' };
}

async function eventsOf(streamId: string, ofTenant = tenantId): Promise<readonly EventRow[]> {
  return emitter.database.transaction(
    { tenantId: ofTenant },
    (sql) => sql<EventRow[]>`
    SELECT type, stream_version AS "streamVersion", payload, published_at IS NOT NULL AS "isPublished"
    FROM events WHERE stream_id = ${streamId} ORDER BY stream_version`,
  );
}

async function countRows(): Promise<Record<string, number>> {
  return asOwner(database.ownerUrl, async (sql) => {
    const counts: Record<string, number> = {};
    for (const tenant of [tenantId, otherTenantId]) {
      await sql.begin(async (transaction) => {
        await transaction`SELECT set_config('app.tenant', ${tenant}, true)`;
        for (const table of ['streams', 'events', 'claims', 'commands', 'workflow_starts']) {
          const [row] = await transaction<{ n: string }[]>`SELECT count(*) AS n FROM ${transaction(table)}`;
          counts[`${tenant} ${table}`] = Number(row?.n);
        }
      });
    }
    return counts;
  });
}

async function stateOf(
  streamId: string,
): Promise<{ version: number; state: Record<string, unknown> } | undefined> {
  const rows = await emitter.database.transaction(
    { tenantId },
    (sql) => sql<{ version: number; state: Record<string, unknown> }[]>`
    SELECT version, state FROM streams WHERE stream_id = ${streamId}`,
  );
  return rows[0];
}

test('knows a product by its id in a process that has just started', async () => {
  const { productId } = await newProduct(3);
  const fresh = startEmitter(database.roleUrl('app_emit'));
  const moved = await fresh.call('POST', '/stock-movements', { productId, kind: 'receive', quantity: 2 });
  await fresh.close();
  expect(moved.status).toBe(202);
});

describe('a command with an idempotency key', () => {
  test('is answered the same again and writes one event', async () => {
    const { sku } = await newProduct();
    const headers = { 'idempotency-key': randomUUID() };
    const move = { sku, kind: 'receive', quantity: 4 };
    const first = await emitter.call('POST', '/stock-movements', move, { headers });
    const second = await emitter.call('POST', '/stock-movements', move, { headers });
    expect(first.status).toBe(202);
    expect(second).toEqual(first);
    expect(first.headers['location']).toBe(`/events/${first.body.eventId}`);
    expect(await eventsOf(first.body.streamId ?? '')).toHaveLength(1);
  });

  test('sent many times at once writes one event', async () => {
    const { sku } = await newProduct(0);
    const headers = { 'idempotency-key': randomUUID() };
    const move = { sku, kind: 'receive', quantity: 1 };
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => emitter.call('POST', '/stock-movements', move, { headers })),
    );
    expect(new Set(answers.map(({ body }) => body.eventId)).size).toBe(1);
    expect((await stateOf(answers[0]?.body.streamId ?? ''))?.state['onHand']).toBe(1);
  });

  test('and another content is refused with 422', async () => {
    const { sku } = await newProduct();
    const headers = { 'idempotency-key': randomUUID() };
    await emitter.call('POST', '/stock-movements', { sku, kind: 'receive', quantity: 4 }, { headers });
    const other = await emitter.call(
      'POST',
      '/stock-movements',
      { sku, kind: 'receive', quantity: 5 },
      { headers },
    );
    expect(other.status).toBe(422);
    expect(other.headers['content-type']).toBe('application/problem+json');
  });

  test('that was refused may be tried again with the same key', async () => {
    const { sku } = await newProduct(1);
    const headers = { 'idempotency-key': randomUUID() };
    const issue = { sku, kind: 'issue', quantity: 3 };
    expect((await emitter.call('POST', '/stock-movements', issue, { headers })).status).toBe(409);
    await emitter.call('POST', '/stock-movements', { sku, kind: 'receive', quantity: 5 });
    expect((await emitter.call('POST', '/stock-movements', issue, { headers })).status).toBe(202);
  });
});

describe('If-Match', () => {
  test('refuses a write on a stream that moved on, and lets one through on the version that was seen', async () => {
    const { sku } = await newProduct(5);
    const move = { sku, kind: 'receive', quantity: 1 };
    const stale = await emitter.call('POST', '/stock-movements', move, { headers: { 'if-match': '"7"' } });
    expect(stale.status).toBe(412);
    const fresh = await emitter.call('POST', '/stock-movements', move, { headers: { 'if-match': '"1"' } });
    expect(fresh).toMatchObject({ status: 202, body: { streamVersion: 2 } });
    const unreadable = await emitter.call('POST', '/stock-movements', move, {
      headers: { 'if-match': 'seven' },
    });
    expect(unreadable.status).toBe(400);
  });
});

describe('a batch', () => {
  test('writes each item for itself and says which ones failed', async () => {
    const { sku } = await newProduct(2);
    const item = (quantity: unknown) => ({ sku, kind: 'issue', quantity });
    const { status, body } = await emitter.call('POST', '/stock-movements', {
      items: [item(1), item('many'), { ...item(1), sku: 'no such thing' }, item(5), item(1)],
    });
    expect(status).toBe(202);
    const items = body.items ?? [];
    expect(items.map((result) => result.status)).toEqual([202, 400, 404, 409, 202]);
    expect(items[1]).toMatchObject({ problem: { errors: [{ path: 'items.1.quantity' }] } });
    expect(items[4]).toMatchObject({ result: { streamVersion: 3 } });
  });

  test('repeated with its key writes nothing twice', async () => {
    const headers = { 'idempotency-key': randomUUID() };
    const items = [1, 2, 3].map((n) => ({ sku: `B-${randomUUID().slice(0, 8)}-${n}`, name: 'Batch' }));
    const first = await emitter.call('POST', '/products', { items }, { headers });
    expect(await emitter.call('POST', '/products', { items }, { headers })).toEqual(first);
  });

  test('of more than 500 items is refused as a whole', async () => {
    const before = await countRows();
    const items = Array.from({ length: 501 }, (_, n) => ({ sku: `X-${n}`, name: 'Too many' }));
    expect((await emitter.call('POST', '/products', { items })).status).toBe(400);
    expect(await countRows()).toEqual(before);
  });
});

describe('natural keys', () => {
  test('give a SKU to one of fifty that ask at once', async () => {
    const sku = `U-${randomUUID().slice(0, 8)}`;
    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, n) =>
        emitter.call('POST', '/products', { sku, name: `Candidate ${n}` }),
      ),
    );
    expect(answers.filter(({ status }) => status === 202)).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 409)).toHaveLength(49);
  });

  test('make PUT add, change, and leave alone what is the same', async () => {
    const name = `Supplier ${randomUUID().slice(0, 8)}`;
    const put = (leadTimeDays: number, as = name) =>
      emitter.call('PUT', '/suppliers', { name: as, leadTimeDays });
    expect((await put(3)).body.outcome).toBe('added');
    expect((await put(3)).body).toMatchObject({ outcome: 'unchanged', eventId: null, streamVersion: 1 });
    expect((await put(4)).body).toMatchObject({ outcome: 'changed', streamVersion: 2 });
    expect((await put(4, name.toUpperCase())).body).toMatchObject({ outcome: 'changed', streamVersion: 3 });
  });

  test('and ids name the same thing', async () => {
    const { sku, productId } = await newProduct(3);
    const bySku = await emitter.call('POST', '/stock-movements', { sku, kind: 'receive', quantity: 1 });
    const byId = await emitter.call('POST', '/stock-movements', {
      productId: productId.toUpperCase(),
      kind: 'receive',
      quantity: 1,
    });
    expect(byId.body.streamId).toBe(bySku.body.streamId);
  });
});

describe('many movements at once', () => {
  test('on one stream lose nothing: the sum is right and versions have no gaps', async () => {
    const { sku } = await newProduct(0);
    // Two processes, so that no memory of one hides what the other did.
    const second = startEmitter(database.roleUrl('app_emit'));
    try {
      const answers = await Promise.all(
        Array.from({ length: 120 }, (_, n) =>
          (n % 2 ? emitter : second).call('POST', '/stock-movements', { sku, kind: 'receive', quantity: 1 }),
        ),
      );
      expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 202));
      const streamId = answers[0]?.body.streamId ?? '';
      const events = await eventsOf(streamId);
      expect(events.map(({ streamVersion }) => streamVersion)).toEqual(
        Array.from({ length: 121 }, (_, n) => n + 1),
      );
      expect((await stateOf(streamId))?.state['onHand']).toBe(120);
      expect(events.at(-1)?.payload['onHandAfter']).toBe(120);
    } finally {
      await second.close();
    }
  });

  test('never take more than is there', async () => {
    const { sku } = await newProduct(10);
    const answers = await Promise.all(
      Array.from({ length: 50 }, () =>
        emitter.call('POST', '/stock-movements', { sku, kind: 'issue', quantity: 1 }),
      ),
    );
    expect(answers.filter(({ status }) => status === 202)).toHaveLength(10);
    expect(answers.filter(({ status }) => status === 409)).toHaveLength(40);
  });

  test('between two locations neither lose nor make stock', async () => {
    const { sku } = await newProduct(50);
    await emitter.call('PUT', '/locations', { name: 'Second' });
    await emitter.call('PUT', '/stock', {
      sku,
      location: 'Second',
      onHand: 50,
      asOf: '2026-11-20T08:00:00Z',
    });
    const answers = await Promise.all(
      Array.from({ length: 40 }, (_, n) => {
        const [from, to] =
          n % 2 ? [{ location: 'Main' }, { location: 'second' }] : [{ location: 'Second' }, {}];
        return emitter.call('POST', '/transfers', { sku, from, to, quantity: 1 });
      }),
    );
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 202));
    const streams = [...new Set(answers.map(({ body }) => body.streamId ?? ''))];
    const states = await Promise.all(streams.map(stateOf));
    expect(states.map((row) => row?.state['onHand'])).toEqual([50, 50]);
  });
});

describe('what a process remembers', () => {
  test('never refuses what the database would take', async () => {
    const { sku } = await newProduct(1);
    const second = startEmitter(database.roleUrl('app_emit'));
    try {
      await emitter.call('POST', '/stock-movements', { sku, kind: 'receive', quantity: 1 });
      await second.call('POST', '/stock-movements', { sku, kind: 'receive', quantity: 8 });
      // Remembered here: 2 on hand.
      const issued = await emitter.call('POST', '/stock-movements', { sku, kind: 'issue', quantity: 10 });
      expect(issued.status).toBe(202);
    } finally {
      await second.close();
    }
  });

  test('does not outlive a membership', async () => {
    const { tenantId: third } = await addTenant(database.ownerUrl, {
      name: 'Third',
      members: [{ sub: 'leaver', role: 'operator' }],
    });
    const call = () => emitter.call('PUT', '/locations', { name: randomUUID() }, { sub: 'leaver' });
    expect((await call()).status).toBe(202);
    const product = await emitter.call('POST', '/products', { sku: 'L', name: 'L' }, { sub: 'leaver' });
    const move = () =>
      emitter.call(
        'POST',
        '/stock-movements',
        { productId: product.body.streamId, kind: 'receive', quantity: 1 },
        { sub: 'leaver' },
      );
    expect([(await move()).status, (await move()).status]).toEqual([202, 202]);
    const set = (statement: string) =>
      asOwner(database.ownerUrl, (sql) =>
        sql.begin(async (transaction) => {
          await transaction`SELECT set_config('app.tenant', ${third}, true)`;
          await transaction.unsafe(statement);
        }),
      );
    await set("UPDATE memberships SET role = 'viewer' WHERE sub = 'leaver'");
    expect((await move()).status).toBe(403);
    await set("DELETE FROM memberships WHERE sub = 'leaver'");
    expect((await move()).status).toBe(404);
  });
});

describe('tenants', () => {
  test("do not see each other's products, suppliers, locations and imports", async () => {
    const { sku, productId } = await newProduct(5);
    const before = await countRows();
    const asStranger = { sub: 'stranger' };
    const move = { kind: 'receive', quantity: 1 };
    const attempts = await Promise.all([
      emitter.call('POST', '/stock-movements', { sku, ...move }, asStranger),
      emitter.call('POST', '/stock-movements', { productId, ...move }, asStranger),
      emitter.call('PATCH', `/products/${productId}`, { name: 'Mine now' }, asStranger),
      emitter.call('DELETE', `/imports/${productId}`, undefined, asStranger),
      emitter.call(
        'POST',
        '/stock-movements',
        { sku, ...move },
        { ...asStranger, headers: { 'stock-mate-tenant': tenantId } },
      ),
      emitter.call('POST', '/stock-movements', { sku, ...move }, { sub: 'nobody' }),
    ]);
    expect(attempts.map(({ status }) => status)).toEqual([404, 404, 404, 404, 404, 404]);
    expect(await countRows()).toEqual(before);
  });

  test('keep the same SKU apart', async () => {
    const { sku } = await newProduct();
    const added = await emitter.call('POST', '/products', { sku, name: 'Theirs' }, { sub: 'stranger' });
    expect(added.status).toBe(202);
    expect(await eventsOf(added.body.streamId ?? '')).toHaveLength(0);
    expect(await eventsOf(added.body.streamId ?? '', otherTenantId)).toHaveLength(1);
  });

  test('have viewers, who may not write', async () => {
    const { sku } = await newProduct();
    const before = await countRows();
    const refused = await emitter.call(
      'POST',
      '/stock-movements',
      { sku, kind: 'receive', quantity: 1 },
      { sub: 'viewer' },
    );
    expect(refused.status).toBe(403);
    expect(refused.body.detail).toContain('operator');
    const items = [{ sku: 'V', name: 'V' }];
    expect((await emitter.call('POST', '/products', { items }, { sub: 'viewer' })).status).toBe(403);
    expect(await countRows()).toEqual(before);
  });
});

describe('bad input', () => {
  const movement = { sku: 'X', kind: 'receive', quantity: 1 };
  const bad: readonly (readonly [string, unknown, number])[] = [
    ['an unknown field', { ...movement, colour: 'red' }, 400],
    ['a missing field', { kind: 'receive', quantity: 1 }, 400],
    ['a wrong type', { ...movement, quantity: '1' }, 400],
    ['no number at all', '{"sku":"X","kind":"receive","quantity":NaN}', 400],
    ['a quantity of 1e300', { ...movement, quantity: 1e300 }, 400],
    ['four decimals', { ...movement, quantity: 0.0001 }, 400],
    ['zero', { ...movement, quantity: 0 }, 400],
    ['an array', [movement], 400],
    ['a text', '"text"', 400],
    ['null', 'null', 400],
    ['NUL in a text', { ...movement, sku: 'a\u0000b' }, 400],
    ['half a surrogate pair', '{"sku":"\\ud800","kind":"receive","quantity":1}', 400],
    ['half a surrogate pair in a key', '{"\\udc00":1}', 400],
    ['malformed JSON', '{"sku": }', 400],
    ['JSON that ends early', '{"sku": "X"', 400],
    ['__proto__', '{"__proto__":{"sku":"X"},"kind":"receive","quantity":1}', 400],
    ['constructor', '{"constructor":{"prototype":{}},"sku":"X","kind":"receive","quantity":1}', 400],
    ['depth', `${'['.repeat(100_000)}${']'.repeat(100_000)}`, 400],
    ['10 MB', `{"sku":"${'x'.repeat(10 * 1024 * 1024)}"}`, 413],
    ['a time that does not exist', { ...movement, occurredAt: '2026-02-31T10:00:00Z' }, 400],
    ['the year 0', { ...movement, occurredAt: '0000-01-01T10:00:00Z' }, 400],
    ['a zone that does not exist', { ...movement, occurredAt: '2026-02-01T10:00:00+23:00' }, 400],
    ['a reason that does not exist', { ...movement, reason: { code: 'because' } }, 400],
    ['an id that is none', { productId: 'x', kind: 'receive', quantity: 1 }, 400],
    ['nothing named', { kind: 'receive', quantity: 1 }, 400],
    ['a SQL injection', { ...movement, sku: "'; DROP TABLE streams; --" }, 404],
  ];

  test.each(bad)('%s is refused and changes nothing', async (_what, body, status) => {
    const before = await countRows();
    const answer = await emitter.call('POST', '/stock-movements', body);
    expect(answer.status).toBe(status);
    expect(answer.body.title).toBeTruthy();
    expect(await countRows()).toEqual(before);
  });

  test('says where malformed JSON breaks off', async () => {
    const { body } = await emitter.call('POST', '/stock-movements', '{"sku": }');
    expect(body.detail).toContain('position 8');
  });

  test.each([
    ['POST', '/nothing', 404],
    ['DELETE', '/products', 405],
    ['PATCH', '/products/not-an-id', 404],
    ['PATCH', '/products/%E0%A4%A', 400],
  ])('%s %s answers %i', async (method, path, status) => {
    expect((await emitter.call(method, path, {})).status).toBe(status);
  });

  test('whatever it is never ends in a 500', async () => {
    const json = fc.json({ maxDepth: 3 });
    const movements = fc.record(
      {
        sku: fc.string({ unit: 'binary' }),
        kind: fc.constantFrom('receive', 'issue', 'adjust', 'x'),
        quantity: fc.double(),
        occurredAt: fc.string(),
        reason: fc.anything(),
      },
      { requiredKeys: [] },
    );
    const suppliers = fc.record(
      { name: fc.string({ unit: 'binary' }), leadTimeDays: fc.double(), currency: fc.string() },
      { requiredKeys: ['name'] },
    );
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(
          json.map((body) => ['POST', '/stock-movements', body] as const),
          movements.map((body) => ['POST', '/stock-movements', toJson(body)] as const),
          suppliers.map((body) => ['PUT', '/suppliers', toJson(body)] as const),
          fc
            .array(json, { maxLength: 3 })
            .map((items) => ['POST', '/demand', `{"items":[${items.join(',')}]}`] as const),
        ),
        async ([method, path, body]) => {
          const { status, body: answer } = await emitter.call(method, path, body);
          expect([202, 400, 404, 409]).toContain(status);
          for (const item of answer.items ?? []) expect([202, 400, 404, 409]).toContain(item.status);
        },
      ),
      { numRuns: 300 },
    );
  });
});

function toJson(value: unknown): string {
  return (
    JSON.stringify(value, (_key, member: unknown) =>
      typeof member === 'bigint' ? String(member) : member,
    ) ?? 'null'
  );
}

describe('an import', () => {
  const begin = (importId: string, fileHash: string) =>
    emitter.call('POST', '/imports', { importId, kind: 'sales', fileName: 'sales.csv', fileHash });

  test('of the same file is the same import until it is undone', async () => {
    const fileHash = randomUUID();
    const first = await begin(randomUUID(), fileHash);
    expect(first.body.outcome).toBe('added');
    const again = await begin(randomUUID(), fileHash);
    expect(again.body).toMatchObject({ outcome: 'unchanged', streamId: first.body.streamId });
    expect((await emitter.call('DELETE', `/imports/${first.body.streamId}`)).status).toBe(202);
    expect((await begin(randomUUID(), fileHash)).body.outcome).toBe('added');
  });

  test('takes rows while it runs, and none when it has ended', async () => {
    const { sku } = await newProduct(100);
    const importId = randomUUID();
    await begin(importId, randomUUID());
    const rows = [
      ['2026-11-01', 3],
      ['2026-11-02', -1],
    ];
    const demand = { items: [{ sku, importId, rows, issueStock: true }] };
    const taken = await emitter.call('POST', '/demand', demand);
    expect(taken.body.items?.[0]?.status).toBe(202);
    expect(await eventsOf(taken.body.items?.[0]?.result?.streamId ?? '')).toMatchObject([
      { type: 'DemandImported', payload: { importId, rows } },
    ]);
    const completion = { rows: 2, rejected: 0 };
    expect((await emitter.call('POST', `/imports/${importId}/completion`, completion)).body.outcome).toBe(
      'changed',
    );
    expect((await emitter.call('POST', `/imports/${importId}/completion`, completion)).body.outcome).toBe(
      'unchanged',
    );
    expect((await emitter.call('POST', '/demand', demand)).body.items?.[0]?.status).toBe(409);
  });

  test('that does not exist takes nothing', async () => {
    const { sku } = await newProduct();
    const refused = await emitter.call('POST', '/demand', {
      sku,
      importId: randomUUID(),
      rows: [['2026-11-01', 1]],
    });
    expect(refused.status).toBe(404);
  });
});

describe('workflows', () => {
  test('schedule and seal a forecast run, once however often they say so', async () => {
    const runId = randomUUID();
    const call = (command: string, input: unknown, idempotencyKey: string | null = null) =>
      emitter.invoke({ command, tenantId, idempotencyKey, executionId: 'execution', input });
    const run = { runId, asOf: '2026-11-22', trigger: 'nightly' };
    await call('ScheduleForecastRun', run);
    await call('ScheduleForecastRun', run, 'schedule again');
    const seal = { runId, planned: 3, failed: 1, shardHashes: ['a', 'b'] };
    await call('SealRun', seal);
    await call('SealRun', seal, 'seal again');
    expect((await eventsOf(runId)).map(({ type }) => type)).toEqual([
      'ForecastRunScheduled',
      'ForecastRunCompleted',
    ]);
    await expect(call('SealRun', { ...seal, failed: 2 })).rejects.toMatchObject({ name: 'CommandRejected' });
    await expect(call('SealRun', { runId })).rejects.toMatchObject({ name: 'InvalidCommand' });
    await expect(call('NoSuchCommand', {})).rejects.toMatchObject({ name: 'InvalidCommand' });
  });

  test('put policies into force, without an event where they are in force', async () => {
    const { productId } = await newProduct();
    const demand = [10, 2, 0];
    const policy = {
      safetyStock: 3,
      reorderPoint: 12,
      orderUpToLevel: 30,
      reviewPeriodDays: 7,
      cycleServiceLevel: 0.95,
      meanPerDay: 1.5,
      standardDeviationPerDay: 0.4,
      leadTimeDemand: demand,
      protectionDemand: demand,
    };
    const itemClass = { abcClass: 'A', xyzClass: 'X', demandPattern: 'smooth' };
    const apply = (policyVersion: number, safetyStock: number) => {
      const item = { productId, locationId: productId, policyVersion, itemClass };
      const packed = pack([{ ...item, policy: { ...policy, safetyStock } }]);
      return emitter.invoke({
        command: 'ApplyPolicies',
        tenantId,
        input: { runId: randomUUID(), packed },
      }) as Promise<{ streamIds: readonly string[] }>;
    };
    const first = await apply(0, 3);
    expect(first).toMatchObject({ changed: 1, kept: 0 });
    expect(first.streamIds).toHaveLength(2);
    expect(await apply(1, 3)).toMatchObject({ changed: 0, streamIds: [] });
    expect(await apply(1, 4)).toMatchObject({ changed: 1 });
    // Nothing says that the run which set it was asked for before this one.
    expect(await apply(1, 5)).toMatchObject({ changed: 0, kept: 1 });
  });

  test('ask for an analysis, and a person for a forecast run', async () => {
    await emitter.invoke({ command: 'RequestAnalysis', tenantId, input: { productIds: null } });
    const started = await emitter.call('POST', '/forecast-runs', {});
    expect(started.status).toBe(202);
    const rows = await emitter.database.transaction(
      { tenantId },
      (sql) => sql<{ machine: string; subjectKey: string }[]>`
      SELECT machine, subject_key AS "subjectKey" FROM workflow_starts ORDER BY machine`,
    );
    expect(rows).toEqual([
      { machine: 'issue-analysis', subjectKey: 'changed' },
      { machine: 'nightly-forecast', subjectKey: `run:${started.body.streamId}` },
    ]);
  });
});

describe('doorbells', () => {
  test('ring after the commit and mark the event as published', async () => {
    const { sku } = await newProduct();
    const { body } = await emitter.call('POST', '/stock-movements', { sku, kind: 'receive', quantity: 1 });
    expect(emitter.rung.at(-1)).toMatchObject({
      tenantId,
      type: 'StockReceived',
      streams: [{ streamId: body.streamId, version: 1 }],
    });
    expect((await eventsOf(body.streamId ?? ''))[0]?.isPublished).toBe(true);
  });

  test('that do not ring leave the command written and the event for the sweeper', async () => {
    const silent = startEmitter(database.roleUrl('app_emit'), {
      publish: () => Promise.reject(new Error('SNS is away')),
    });
    try {
      const { sku } = await newProduct();
      const { status, body } = await silent.call('POST', '/stock-movements', {
        sku,
        kind: 'receive',
        quantity: 1,
      });
      expect(status).toBe(202);
      expect((await eventsOf(body.streamId ?? ''))[0]?.isPublished).toBe(false);
    } finally {
      await silent.close();
    }
  });

  test('that never rang because the process ended leave the event for the sweeper', async () => {
    // The commit is done when the doorbell would ring; a ringer that never returns is a process that died there.
    const dying = startEmitter(database.roleUrl('app_emit'), { publish: () => new Promise(() => undefined) });
    const { sku } = await newProduct();
    void dying.call('POST', '/stock-movements', { sku, kind: 'receive', quantity: 1 });
    const written = await waitFor(async () => {
      const rows = await emitter.database.transaction(
        { tenantId },
        (sql) => sql<{ published: boolean }[]>`
        SELECT published_at IS NOT NULL AS published FROM events e JOIN claims c ON c.key = ${`sku:${sku}`}
        WHERE e.payload ->> 'productId' = c.stream_id::text`,
      );
      return rows[0];
    });
    expect(written.published).toBe(false);
    await dying.close();
  });
});

async function waitFor<T>(look: () => Promise<T | undefined>): Promise<T> {
  for (let tries = 0; tries < 200; tries += 1) {
    const found = await look();
    if (found !== undefined) return found;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  throw new Error('it did not come');
}
