import { randomUUID } from 'node:crypto';

import postgres from 'postgres';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { answerHttp } from '#functions/_kit/answer-http.ts';
import { openDatabase, type Database } from '#functions/_kit/database.ts';
import { readRequest } from '#functions/_kit/http.ts';
import { answerRead } from '#functions/data-query/answer-read.ts';
import { asOwner } from '#infra/database/migrate.ts';
import { readRoutes } from '#shared/contracts/api/reads.ts';
import type { Route } from '#shared/contracts/api/route.ts';
import { defaultPlanningSettings } from '#shared/domain/planning/default-settings.ts';
import { seedTenant, type SeededTenant } from '#test/support/read-seed.ts';
import { startTestDatabase, type TestDatabase } from '#test/support/postgres.ts';

let server: TestDatabase;
let database: Database;
let query: postgres.Sql;
let a: SeededTenant;
let b: SeededTenant;

beforeAll(async () => {
  server = await startTestDatabase();
  a = await seedTenant(server.ownerUrl, 'a');
  b = await seedTenant(server.ownerUrl, 'b');
  database = openDatabase(server.roleUrl('app_query'), 2);
  query = postgres(server.roleUrl('app_query'), { max: 1, onnotice: () => undefined });
});
afterAll(async () => {
  await database.close();
  await query.end();
  await server.stop();
});

async function get(path: string, sub: string, headers: Record<string, string> = {}) {
  const url = new URL(path, 'http://api');
  const request = readRequest({
    rawPath: url.pathname,
    headers,
    queryStringParameters: Object.fromEntries(url.searchParams),
    requestContext: { requestId: 'test', http: { method: 'GET' }, authorizer: { jwt: { claims: { sub } } } },
  });
  const liveExecutions = { read: async () => null };
  const answer = await answerHttp(request, () => answerRead(request, { database, liveExecutions }));
  return { status: answer.statusCode, text: answer.body };
}

/** Rows of every table, counted by the owner tenant by tenant. */
async function contents(): Promise<string> {
  return asOwner(server.ownerUrl, async (sql) => {
    const tables = await sql<{ name: string }[]>`SELECT relname AS name FROM pg_class
      WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') AND relname <> 'schema_migrations' ORDER BY 1`;
    const found: string[] = [];
    for (const { tenantId } of [a, b]) {
      await sql.begin(async (transaction) => {
        await transaction`SELECT set_config('app.tenant', ${tenantId}, true)`;
        for (const { name } of tables) {
          const [row] =
            await transaction`SELECT count(*) AS count, md5(string_agg(t::text, ',' ORDER BY t::text)) AS hash
            FROM ${transaction(name)} t`;
          found.push(`${tenantId} ${name} ${JSON.stringify(row)}`);
        }
      });
    }
    const [objects] =
      await sql`SELECT (SELECT count(*) FROM pg_class) AS relations, (SELECT last_value FROM facts_versions) AS counter`;
    return [...found, JSON.stringify(objects)].join('\n');
  });
}

const tenantRoutes: readonly Route[] = readRoutes.filter(
  (route) => route.role !== null && route.operation !== 'getMe',
);
const idRoutes = tenantRoutes.filter((route) => route.path.includes('{'));

/** The path with an id of the tenant's; without a tenant with one that is not there. */
function pathWith(route: Route, tenant: SeededTenant | null): string {
  const values: Readonly<Record<string, string | undefined>> =
    tenant === null
      ? {}
      : {
          eventId: tenant.eventIds[0],
          productId: tenant.productIds[0],
          runId: tenant.runId,
          purchaseOrderId: tenant.orderIds[0],
          approvalId: tenant.approvalIds[0],
          name: tenant.executionNames[0],
          importId: tenant.importId,
        };
  return route.path.replace(/\{(\w+)\}/g, (_, name: string) => values[name] ?? randomUUID());
}

describe('the reading role', () => {
  const attempts: readonly (readonly [string, string])[] = [
    ['insert', `INSERT INTO locations VALUES (current_tenant(), gen_random_uuid(), 'x', 'open', now())`],
    ['update', `UPDATE products SET name = 'x'`],
    ['delete', 'DELETE FROM products'],
    ['truncate', 'TRUNCATE products'],
    ['merge', `MERGE INTO products p USING (SELECT 1) s ON true WHEN MATCHED THEN DELETE`],
    ['lock rows', 'SELECT * FROM products FOR UPDATE'],
    ['lock a table', 'LOCK TABLE products IN EXCLUSIVE MODE'],
    ['make a table', 'CREATE TABLE mine (i int)'],
    ['make a temporary table', 'CREATE TEMP TABLE mine (i int)'],
    ['select into a table', 'SELECT 1 AS one INTO mine'],
    ['make a schema', 'CREATE SCHEMA mine'],
    ['make a function', `CREATE FUNCTION public.mine() RETURNS int LANGUAGE sql AS 'SELECT 1'`],
    ['run code that changes', `DO $$ BEGIN DELETE FROM products; END $$`],
    [
      'call a function of higher rights',
      `SELECT ensure_stock_movement_partitions('2031-01-01', '2031-02-01')`,
    ],
    ['ask for a workflow', `SELECT request_start(current_tenant(), 'issue-analysis', 'x', '{}')`],
    ['ask for an analysis', 'SELECT request_analysis(current_tenant(), NULL)'],
    ['use the write path', `SELECT emit_append('{}')`],
    ['move a sequence', `SELECT nextval('facts_versions')`],
    ['set a sequence', `SELECT setval('facts_versions', 1)`],
    ['copy in', `COPY products FROM PROGRAM 'true'`],
    ['copy to a file', `COPY products TO '/tmp/products'`],
    ['become the owner', 'SET ROLE stock_mate'],
    ['become a writer', 'SET ROLE app_persist'],
    ['turn row-level security off', 'ALTER TABLE products DISABLE ROW LEVEL SECURITY'],
    ['read idempotency keys and answers', 'SELECT * FROM commands'],
    ['read a file', `SELECT pg_read_file('/etc/passwd')`],
  ];

  let before: string;
  beforeAll(async () => {
    before = await contents();
  });

  test.each(attempts)('cannot %s, in a transaction of either kind', async (_, statement) => {
    for (const mode of ['read only', 'read write']) {
      const attempt = query.begin(mode, async (transaction) => {
        await transaction`SELECT set_config('app.tenant', ${a.tenantId}, true)`;
        await transaction.unsafe(statement);
      });
      // Insufficient privilege, or no writing in a read-only transaction.
      await expect(attempt).rejects.toMatchObject({
        code: expect.stringMatching(/^(42501|25006)$/) as unknown,
      });
    }
  });

  // Postgres grants these to everyone and only a superuser can take them back, so the transaction has to refuse them.
  test.each([
    ['make a large object', 'SELECT lo_create(0)'],
    ['fill a large object', `SELECT lo_from_bytea(0, 'x')`],
    ['change its own password', `ALTER ROLE app_query PASSWORD 'x'`],
    ['change its own settings', `ALTER ROLE app_query SET default_transaction_read_only = off`],
  ])('cannot %s in the read-only transactions of every read', async (_, statement) => {
    const attempt = database.transaction({ tenantId: a.tenantId }, (sql) => sql.unsafe(statement), {
      readOnly: true,
    });
    await expect(attempt).rejects.toMatchObject({ code: '25006' });
  });

  test('has changed nothing by all of that', async () => {
    expect(await contents()).toBe(before);
  });

  test('gains nothing by settings that say what may be written', async () => {
    await query.unsafe('SET default_transaction_read_only = off');
    await query.unsafe('SET row_security = off');
    await expect(query.unsafe('DELETE FROM products')).rejects.toMatchObject({ code: '42501' });
    // Row security cannot be switched off: the query is refused instead of showing other rows.
    await expect(query.unsafe('SELECT * FROM products')).rejects.toMatchObject({ code: '42501' });
    await query.unsafe('RESET row_security');
    expect(await query`SELECT * FROM products`).toHaveLength(0);
  });

  test('has no right but SELECT on anything, and may run no function of ours but current_tenant', async () => {
    const rights = await asOwner(
      server.ownerUrl,
      (sql) => sql`SELECT c.relname, p.privilege FROM pg_class c,
          unnest(ARRAY['INSERT', 'UPDATE', 'DELETE', 'TRUNCATE', 'REFERENCES', 'TRIGGER']) AS p (privilege)
        WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p', 'v', 'm')
          AND has_table_privilege('app_query', c.oid, p.privilege)`,
    );
    expect(rights).toEqual([]);
    const functions = await asOwner(
      server.ownerUrl,
      (sql) => sql<{ name: string }[]>`SELECT proname AS name FROM pg_proc
        WHERE pronamespace = 'public'::regnamespace AND has_function_privilege('app_query', oid, 'EXECUTE')`,
    );
    expect(functions.map(({ name }) => name)).toEqual(['current_tenant']);
  });
});

describe('every table', () => {
  test('is under row-level security, enabled and forced; every view asks with the rights of its reader', async () => {
    const relations = await asOwner(
      server.ownerUrl,
      (sql) => sql<
        { name: string; kind: string; isEnabled: boolean; isForced: boolean; options: string | null }[]
      >`
        SELECT relname AS name, relkind AS kind, relrowsecurity AS "isEnabled", relforcerowsecurity AS "isForced",
          array_to_string(reloptions, ',') AS options
        FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p', 'v', 'm', 'f')`,
    );
    expect(relations.length).toBeGreaterThan(35);
    const tables = relations.filter(({ name, kind }) => kind !== 'v' && name !== 'schema_migrations');
    expect(tables.filter(({ isEnabled, isForced }) => !isEnabled || !isForced)).toEqual([]);
    const views = relations.filter(({ kind }) => kind === 'v');
    expect(views.filter(({ options }) => options?.includes('security_invoker=true') !== true)).toEqual([]);
  });

  test('leads its primary key with the tenant, so that no key tells of another tenant', async () => {
    const leading = await asOwner(
      server.ownerUrl,
      (sql) => sql<{ name: string; column: string }[]>`
        SELECT i.indexrelid::regclass::text AS name, att.attname AS column
        FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid
        JOIN pg_attribute att ON att.attrelid = i.indrelid AND att.attnum = i.indkey[0]
        WHERE c.relnamespace = 'public'::regnamespace AND i.indisunique AND c.relname <> 'schema_migrations'`,
    );
    expect(leading.filter(({ column }) => column !== 'tenant_id')).toEqual([]);
  });

  test('shows no row to a transaction without a tenant, and only its own to one with a tenant', async () => {
    const tables = await asOwner(
      server.ownerUrl,
      (sql) => sql<{ name: string }[]>`SELECT relname AS name FROM pg_class
        WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p', 'v')
          AND has_table_privilege('app_query', oid, 'SELECT')`,
    );
    expect(tables.length).toBeGreaterThan(25);
    for (const { name } of tables) {
      expect({ name, rows: await query`SELECT 1 FROM ${query(name)} LIMIT 1` }).toEqual({ name, rows: [] });
      const tenants = await query.begin(async (transaction) => {
        await transaction`SELECT set_config('app.tenant', ${a.tenantId}, true)`;
        return transaction`SELECT DISTINCT tenant_id FROM ${transaction(name)} WHERE tenant_id <> ${a.tenantId}`;
      });
      expect({ name, tenants: [...tenants] }).toEqual({ name, tenants: [] });
    }
    // After a transaction with a tenant the setting reads as empty text on this connection: still no row.
    expect(await query`SELECT 1 FROM products`).toHaveLength(0);
  });
});

/** Lists take a limit; what a tenant has one of takes nothing. */
function pathOfList({ path, query }: Route): string {
  if (path === '/policies/what-if')
    return `${path}?settings=${encodeURIComponent(JSON.stringify(defaultPlanningSettings))}`;
  return query === undefined ? path : `${path}?limit=1000`;
}

describe('one tenant beside another', () => {
  test.each(idRoutes)(
    '$operation answers the same 404 for an id of the other tenant as for one that is not there',
    async (route) => {
      expect((await get(pathWith(route, b), 'b-admin')).status).toBe(200);
      const others = await get(pathWith(route, b), 'a-admin');
      const unknown = await get(pathWith(route, null), 'a-admin');
      expect(others.status).toBe(404);
      expect(others).toEqual(unknown);
    },
  );

  test.each(tenantRoutes.filter((route) => !route.path.includes('{')))(
    '$operation lists nothing of the other tenant',
    async (route) => {
      const path = route.path === '/demand' ? `/demand?productId=${b.productIds[0]}` : pathOfList(route);
      const { status, text } = await get(path, 'a-admin');
      expect(status).toBe(200);
      const ids = [
        b.tenantId,
        b.supplierId,
        b.locationId,
        b.runId,
        ...b.productIds,
        ...b.orderIds,
        ...b.approvalIds,
        ...b.eventIds,
      ];
      for (const id of ids) expect(text).not.toContain(id);
      expect(text).not.toMatch(/\bb-(FC|viewer|operator|approver|admin)/);
    },
  );

  test('filters by ids of the other tenant find nothing', async () => {
    const filters = [
      `/products?supplierId=${b.supplierId}`,
      `/products?sku=b-FC-1`,
      `/stock?productId=${b.productIds[0]}`,
      `/stock-movements?productId=${b.productIds[0]}`,
      `/forecasts?runId=${b.runId}`,
      `/purchase-orders?productId=${b.productIds[0]}`,
      `/approvals?purchaseOrderId=${b.orderIds[0]}`,
      `/audit?purchaseOrderId=${b.orderIds[0]}`,
      `/audit?streamId=${b.orderIds[0]}`,
      `/audit?actor=b-approver`,
    ];
    for (const path of filters) {
      const { status, text } = await get(path, 'a-admin');
      expect({ path, status, text }).toEqual({ path, status: 200, text: '{"items":[],"nextCursor":null}' });
    }
  });

  test('a cursor of the other tenant shows nothing of it', async () => {
    const theirs = JSON.parse((await get('/products?limit=2', 'b-admin')).text) as { nextCursor: string };
    const { text } = await get(`/products?cursor=${theirs.nextCursor}`, 'a-admin');
    expect(text).not.toContain('b-FC');
  });

  test('naming the other tenant in the header is the same as naming none that exists', async () => {
    const others = await get('/products', 'a-admin', { 'stock-mate-tenant': b.tenantId });
    const unknown = await get('/products', 'a-admin', { 'stock-mate-tenant': randomUUID() });
    expect(others.status).toBe(404);
    expect(others).toEqual(unknown);
  });

  test('a member of both has to say which is meant, and then sees that one only', async () => {
    for (const { tenantId } of [a, b]) {
      await asOwner(server.ownerUrl, (sql) =>
        sql.begin(async (transaction) => {
          await transaction`SELECT set_config('app.tenant', ${tenantId}, true)`;
          await transaction`INSERT INTO memberships (tenant_id, sub, role, display_name) VALUES (${tenantId}, 'both', 'viewer', 'Both')`;
        }),
      );
    }
    expect((await get('/products', 'both')).status).toBe(400);
    const { text } = await get('/products', 'both', { 'stock-mate-tenant': b.tenantId });
    expect(text).toContain('b-FC-1');
    expect(text).not.toContain('a-FC-1');
    const me = JSON.parse((await get('/me', 'both')).text) as { memberships: { tenantName: string }[] };
    expect(me.memberships.map(({ tenantName }) => tenantName).toSorted()).toEqual(['Tenant a', 'Tenant b']);
    // Members of other tenants are not listed, although the caller belongs there too.
    expect((await get('/members', 'both', { 'stock-mate-tenant': a.tenantId })).text).not.toContain(
      'b-admin',
    );
  });
});
