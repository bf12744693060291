import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import type { TransactionSql } from 'postgres';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { answerHttp } from '#functions/_kit/answer-http.ts';
import { openDatabase, type Database } from '#functions/_kit/database.ts';
import { factsHashOf, lineVectors, readMaterialFacts } from '#functions/_kit/facts.ts';
import { readRequest } from '#functions/_kit/http.ts';
import { answerRead } from '#functions/data-query/answer-read.ts';
import { connectLiveExecutions } from '#functions/data-query/reads/live-executions.ts';
import { asOwner } from '#infra/database/migrate.ts';
import { readRoutes } from '#shared/contracts/api/reads.ts';
import { ApprovalDetail, ApprovalLine } from '#shared/contracts/api/models/approvals.ts';
import type { Route } from '#shared/contracts/api/route.ts';
import { defaultPlanningSettings } from '#shared/domain/planning/default-settings.ts';
import { seedTenant, type SeededTenant } from '#test/support/read-seed.ts';
import { startTestDatabase, type TestDatabase } from '#test/support/postgres.ts';
import * as v from 'valibot';

let postgres: TestDatabase;
let database: Database;
let tenant: SeededTenant;
let stepFunctions: Server;

beforeAll(async () => {
  postgres = await startTestDatabase();
  tenant = await seedTenant(postgres.ownerUrl, 'a');
  database = openDatabase(postgres.roleUrl('app_query'), 4);
  stepFunctions = await startStepFunctions();
});
afterAll(async () => {
  await database.close();
  stepFunctions.close();
  await postgres.stop();
});

/** What Step Functions would answer if it held back nothing at all. */
const secret = 'AQCEAAAAKgAAAAMAAAAA-a-task-token';
const history = [
  {
    id: 1,
    previousEventId: 0,
    type: 'ExecutionStarted',
    timestamp: 1_795_000_000,
    executionStartedEventDetails: { input: secret },
  },
  {
    id: 2,
    previousEventId: 1,
    type: 'TaskStateEntered',
    timestamp: 1_795_000_001,
    stateEnteredEventDetails: { name: 'AwaitDecision', input: secret },
  },
  {
    id: 3,
    previousEventId: 2,
    type: 'TaskScheduled',
    timestamp: 1_795_000_002,
    taskScheduledEventDetails: { parameters: secret },
  },
];

/** The service is not ours: its wire is played here, with data in it that must not come out. */
async function startStepFunctions(): Promise<Server> {
  const server = createServer((request, response) => {
    request.resume().on('end', () => {
      const isHistory = request.headers['x-amz-target'] === 'AWSStepFunctions.GetExecutionHistory';
      const execution = { status: 'RUNNING', input: secret, output: secret, startDate: 1_795_000_000 };
      response.setHeader('content-type', 'application/x-amz-json-1.0');
      response.end(JSON.stringify(isHistory ? { events: history } : execution));
    });
  });
  await new Promise<void>((settle) => server.listen(0, '127.0.0.1', settle));
  // A server that listens on a port has an address with one.
  const { port } = server.address() as AddressInfo;
  process.env['AWS_ENDPOINT_URL_SFN'] = `http://127.0.0.1:${port}`;
  process.env['AWS_REGION'] = 'eu-central-1';
  process.env['AWS_ACCESS_KEY_ID'] = 'test';
  process.env['AWS_SECRET_ACCESS_KEY'] = 'test';
  return server;
}

/** Runs statements as the owner, in the seeded tenant. */
async function asSeeded(run: (sql: TransactionSql) => Promise<unknown>): Promise<void> {
  await asOwner(postgres.ownerUrl, (sql) =>
    sql.begin(async (transaction) => {
      await transaction`SELECT set_config('app.tenant', ${tenant.tenantId}, true)`;
      await run(transaction);
    }),
  );
}

type Item = Readonly<Record<string, unknown>>;
type Body = Item & { readonly items: readonly Item[]; readonly nextCursor: string | null };

async function get(path: string, sub = 'a-admin'): Promise<{ status: number; body: Body; text: string }> {
  const url = new URL(path, 'http://api');
  const request = readRequest({
    rawPath: url.pathname,
    queryStringParameters: Object.fromEntries(url.searchParams),
    requestContext: { requestId: 'test', http: { method: 'GET' }, authorizer: { jwt: { claims: { sub } } } },
  });
  const services = { database, liveExecutions: connectLiveExecutions() };
  const { statusCode: status, body: text } = await answerHttp(request, () => answerRead(request, services));
  return { status, body: JSON.parse(text) as Body, text };
}

function pathOf(route: Route): string {
  const values: Readonly<Record<string, string | undefined>> = {
    eventId: tenant.eventIds[0],
    productId: tenant.productIds[0],
    runId: tenant.runId,
    purchaseOrderId: tenant.orderIds[0],
    approvalId: tenant.approvalIds[0],
    name: tenant.executionNames[0],
    importId: tenant.importId,
  };
  const path = route.path.replace(/\{(\w+)\}/g, (_, name: string) => values[name] ?? '');
  if (path === '/policies/what-if')
    return `${path}?settings=${encodeURIComponent(JSON.stringify(defaultPlanningSettings))}`;
  return path === '/demand' ? `${path}?productId=${tenant.productIds[0]}` : path;
}

const routes: readonly Route[] = readRoutes;
const tenantRoutes = routes.filter((route) => route.role !== null && route.operation !== 'getMe');
const lists = tenantRoutes.filter((route) => route.query !== undefined && 'cursor' in entriesOf(route));

function entriesOf(route: Route): object {
  return route.query !== undefined && 'entries' in route.query ? (route.query.entries as object) : {};
}

describe('every read', () => {
  test.each(routes)('$operation answers what its contract says, and something', async (route) => {
    const { status, body } = await get(pathOf(route));
    expect({ status, detail: body['detail'] }).toEqual({ status: 200, detail: undefined });
    const { issues } = v.safeParse(route.response ?? v.unknown(), body);
    expect(issues?.map((issue) => [v.getDotPath(issue), issue.message])).toBeUndefined();
    expect(Array.isArray(body.items) ? body.items : ['not a list']).not.toHaveLength(0);
  });

  test.each(tenantRoutes)(
    '$operation refuses who is no member, and query parameters it does not know',
    async (route) => {
      const path = pathOf(route);
      expect((await get(path, 'nobody')).status).toBe(404);
      const { status, body } = await get(`${path}${path.includes('?') ? '&' : '?'}colour=red`);
      expect(status).toBe(400);
      expect(body['errors']).toEqual([expect.objectContaining({ path: 'colour' })]);
    },
  );

  test('needs a token, except health and the OpenAPI document', async () => {
    expect((await get('/products', '')).status).toBe(401);
    expect((await get('/health', '')).status).toBe(200);
    expect((await get('/openapi.json', '')).status).toBe(200);
  });
});

describe('lists', () => {
  test.each(lists)('$operation is walked by cursors without gaps or doubles', async (route) => {
    const path = pathOf(route);
    const joined = `${path}${path.includes('?') ? '&' : '?'}`;
    const all = (await get(`${joined}limit=1000`)).body;
    expect(all.nextCursor).toBeNull();
    const walked: Item[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const { status, body }: { status: number; body: Body } = await get(
        `${joined}limit=2${cursor === '' ? '' : `&cursor=${cursor}`}`,
      );
      expect(status).toBe(200);
      expect(body.items.length).toBeLessThanOrEqual(2);
      walked.push(...body.items);
      cursor = body.nextCursor;
    }
    expect(walked).toEqual(all.items);
    expect(new Set(walked.map((item) => JSON.stringify(item))).size).toBe(walked.length);
  });

  test.each(lists)('$operation refuses a cursor that it did not give out', async (route) => {
    const path = pathOf(route);
    const joined = `${path}${path.includes('?') ? '&' : '?'}`;
    const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
    const cursors = [
      'nonsense',
      encode(null),
      encode(['other-list', ['a']]),
      encode([{ $gt: '' }]),
      'a'.repeat(2000),
    ];
    for (const cursor of cursors) {
      const { status, body } = await get(`${joined}cursor=${cursor}`);
      expect({ cursor, status }).toEqual({ cursor, status: 400 });
      expect(body['errors']).toEqual([expect.objectContaining({ path: 'cursor' })]);
    }
  });

  test('take a limit of 1 to 1,000', async () => {
    for (const limit of ['0', '1001', '-1', '1.5', 'ten', '']) {
      expect({ limit, status: (await get(`/products?limit=${limit}`)).status }).toEqual({
        limit,
        status: 400,
      });
    }
  });

  test('filter', async () => {
    const count = async (path: string): Promise<number> => (await get(path)).body.items.length;
    expect(await count('/products?search=fc-3')).toBe(1);
    expect(await count('/products?search=%25')).toBe(0);
    expect(await count('/products?sku=a-FC-2')).toBe(1);
    expect(await count('/products?issue=open')).toBe(5);
    expect(await count(`/products?supplierId=${tenant.supplierId}`)).toBe(7);
    expect(await count('/issues?status=resolved')).toBe(1);
    expect(await count(`/purchase-orders?productId=${tenant.productIds[0]}`)).toBe(1);
    expect(await count('/purchase-orders?status=Rejected')).toBe(1);
    expect(await count('/approvals?status=PENDING')).toBe(4);
    expect(await count('/audit?type=PurchaseOrderRejected&actor=a-approver')).toBe(1);
    expect(await count('/audit?from=2020-01-01&to=2020-12-31')).toBe(0);
    expect(await count('/executions?machine=nightly-forecast')).toBe(0);
  });

  test('refuse a day that does not exist', async () => {
    expect((await get('/audit?from=2026-02-31')).status).toBe(400);
    expect((await get('/audit?to=2026-02-31T00:00:00Z')).status).toBe(400);
  });
});

describe('viewers', () => {
  test('read everything but costs, prices and values, and the words that cite them', async () => {
    const refused: string[] = [];
    const telling: string[] = [];
    for (const route of tenantRoutes) {
      const { status, text } = await get(pathOf(route), 'a-viewer');
      if (status !== 200) refused.push(`${route.operation} ${status}`);
      if (/(price|cost|value|amount)minor":\d|€/i.test(text)) telling.push(route.operation);
    }
    expect(refused).toEqual(['getPolicyWhatIf 403', 'getApprovalPolicy 403', 'listQuarantine 403']);
    expect(telling).toEqual([]);
  });
});

describe('approvals', () => {
  const pending = async () => (await get('/approvals?status=PENDING')).body.items;

  test('carry the hash of the facts as they are now, in the list and on the page, as settling computes it', async () => {
    for (const item of await pending()) {
      const { body } = await get(`/approvals/${String(item['id'])}`);
      const [order] = await asOwner(postgres.ownerUrl, (sql) =>
        sql.begin(async (transaction) => {
          await transaction`SELECT set_config('app.tenant', ${tenant.tenantId}, true)`;
          return transaction<
            {
              state: {
                revision: number;
                locationId: string;
                lines: { lineNumber: number; productId: string }[];
              };
            }[]
          >`
            SELECT state FROM streams WHERE stream_id = ${String(item['purchaseOrderId'])}`;
        }),
      );
      const { revision, locationId, lines } = order?.state ?? { revision: 0, locationId: '', lines: [] };
      const facts = await database.transaction({ tenantId: tenant.tenantId }, (sql) =>
        readMaterialFacts(sql, { productIds: lines.map((line) => line.productId), locationId }),
      );
      const expected = factsHashOf(revision, lineVectors(lines, facts));
      expect(item['factsHash']).toBe(expected);
      expect(body['factsHash']).toBe(expected);
      expect(body['requestedFactsHash']).not.toBe(expected);
      expect(body['factChanges']).toHaveLength(2);
    }
  });

  test('lead with the riskiest line, and the most urgent comes first', async () => {
    const items = await pending();
    const risks = items.map((item) => Number(item['stockoutRiskNow']));
    expect(risks).toEqual(risks.toSorted((a, b) => b - a));
    for (const item of items) {
      const [first] = item['lines'] as { lineNumber: number }[];
      expect(first?.lineNumber).toBe(item['leadLineNumber']);
    }
  });

  test('have on their page what a decision needs', async () => {
    const { body } = await get(`/approvals/${tenant.approvalIds[0]}`);
    const approval = v.parse(ApprovalDetail, body);
    expect(approval.number).toBe('PO-1042');
    expect(approval.advice).toMatchObject({ explanation: 'Order now: €3,360.00.', figuresChecked: 1 });
    const [lead] = approval.lines;
    expect(lead).toMatchObject({
      arrivalP50: expect.stringMatching(/^\d{4}-\d\d-\d\d$/) as unknown,
      forecast: { wape: 0.2, demandPattern: 'smooth' },
      issues: [{ kind: 'projectedStockout' }],
      costOfWaiting: [1, 3, 5, 7, 10].map((days) => expect.objectContaining({ days }) as unknown),
    });
    const { withOrder, withoutOrder } = v.parse(ApprovalLine, lead).projection;
    expect(withOrder.length).toBeGreaterThanOrEqual(30);
    expect(withoutOrder).toHaveLength(withOrder.length);
    expect(Number(lead?.stockoutRiskWait7)).toBeGreaterThan(Number(lead?.stockoutRiskNow));
    expect(approval.timeline.map(({ type }) => type)).toContain('StockIssueDetected');
  });

  test('say how the band of each forecast did, and by what waiting is priced', async () => {
    const approval = v.parse(ApprovalDetail, (await get(`/approvals/${tenant.approvalIds[0]}`)).body);
    expect(approval.costAssumptions).toEqual({
      holdingCostRate: 0.2,
      marginOfPrice: 0.4,
      source: 'defaults',
    });
    expect(approval.lines[0]?.forecast).toMatchObject({ coverage80: 0.79, isBandUntrustworthy: false });
    expect(approval.lines[0]?.supplierLeadTime).toEqual({
      statedDays: 14.3,
      lastDays: [],
      p50: null,
      p90: null,
    });
  });

  test('answer the same figures to the same facts', async () => {
    const lines = async () => (await get(`/approvals/${tenant.approvalIds[0]}`)).body['lines'];
    expect(await lines()).toEqual(await lines());
  });

  test('price waiting by the tenant’s own rates, and expect goods when the supplier really brings them', async () => {
    const detail = async () =>
      v.parse(ApprovalDetail, (await get(`/approvals/${tenant.approvalIds[1]}`)).body);
    const before = await detail();
    await asSeeded(async (sql) => {
      await sql`INSERT INTO planning_settings (tenant_id, settings, version, changed_at) VALUES (${tenant.tenantId},
        ${sql.json({ ...defaultPlanningSettings, holdingCostRate: 0, grossMarginRate: 0.8 })}, 3, now())`;
      // Seven orders of two lines, each of which took 30 days instead of 14.
      for (let n = 0; n < 7; n += 1) {
        const orderId = crypto.randomUUID();
        await sql`INSERT INTO purchase_orders (tenant_id, purchase_order_id, number, supplier_id, location_id, status,
            revision, currency, value_minor, proposed_at, issued_at, changed_at)
          VALUES (${tenant.tenantId}, ${orderId}, ${`PO-9${n}`}, ${tenant.supplierId}, ${tenant.locationId}, 'Received', 1,
            'EUR', 1, now(), now() - interval '60 days', now())`;
        for (const line of [1, 2])
          await sql`INSERT INTO purchase_order_lines (tenant_id, purchase_order_id, line_number, product_id, quantity,
              unit_price_minor, recommended_quantity, steps)
            VALUES (${tenant.tenantId}, ${orderId}, ${line}, ${tenant.productIds[line] ?? ''}, 10, 840, 10, '[]')`;
        const lines = [1, 2].map((lineNumber) => ({ lineNumber, quantity: 10 }));
        await sql`INSERT INTO receipts VALUES (${tenant.tenantId}, ${crypto.randomUUID()}, ${orderId},
          now() - interval '30 days', ${sql.json({ kind: 'user', id: 'a-operator' })}, ${sql.json(lines)})`;
      }
    });
    const after = await detail();
    await asSeeded(async (sql) => {
      await sql`DELETE FROM planning_settings`;
      await sql`DELETE FROM purchase_orders WHERE number LIKE 'PO-9%'`;
    });
    expect(after.costAssumptions).toEqual({ holdingCostRate: 0, marginOfPrice: 0.8, source: 'settings' });
    const [line] = after.lines;
    expect(line?.supplierLeadTime).toEqual({
      statedDays: 14.3,
      lastDays: Array(6).fill(30),
      p50: 30,
      p90: 30,
    });
    expect(String(line?.arrivalP50) > String(before.lines[0]?.arrivalP50)).toBe(true);
    for (const { amountMinor } of line?.costOfWaiting ?? []) expect(amountMinor).toBeGreaterThanOrEqual(0);
    // The hash is that of the facts, which know the stated lead time alone.
    expect(after.factsHash).toBe(before.factsHash);
  });

  test('say whether the caller may decide: role, limit, and that nobody has', async () => {
    const mayDecide = async (sub: string, approval = 0): Promise<unknown> =>
      (await get(`/approvals/${tenant.approvalIds[approval]}`, sub)).body['mayDecide'];
    expect(await mayDecide('a-viewer')).toEqual({ may: false, because: 'role' });
    expect(await mayDecide('a-operator')).toEqual({ may: false, because: 'limit' });
    expect(await mayDecide('a-approver')).toEqual({ may: true, because: null });
    expect(await mayDecide('a-approver', 4)).toEqual({ may: false, because: 'closed' });
  });
});

describe('the story of an order', () => {
  test('holds its events and its workflow steps in order, in words, without data of the workflow', async () => {
    const { body, text } = await get(`/purchase-orders/${tenant.orderIds[0]}/timeline`);
    const types = body.items.map((item) => item['type']);
    expect(types).toEqual(
      expect.arrayContaining([
        'StockIssueDetected',
        'RecommendationDrafted',
        'PurchaseOrderProposed',
        'AdviceRequested',
        'WorkflowCompleted',
        'AwaitDecision entered',
      ]),
    );
    expect(text).toContain('PO-1042');
    expect(text).not.toContain(secret);
    const times = body.items.map((item) => Date.parse(String(item['at'])));
    expect(times).toEqual(times.toSorted((a, b) => a - b));
    const rejected = await get(`/purchase-orders/${tenant.orderIds[4]}/timeline`);
    expect(rejected.body.items.map((item) => item['summary'])).toContain('a approver rejected PO-1046.');
  });

  test('is found in the audit trail by the order alone', async () => {
    const { body } = await get(`/audit?purchaseOrderId=${tenant.orderIds[1]}`);
    expect(body.items.map((item) => String(item['type'])).toSorted((x, y) => x.localeCompare(y))).toEqual([
      'AdviceRequested',
      'PurchaseOrderApprovalRequested',
      'PurchaseOrderProposed',
      'RecommendationDrafted',
      'WorkflowCompleted',
    ]);
    expect(body.items.find((item) => item['type'] === 'AdviceRequested')?.['subject']).toBe('PO-1043');
  });

  test('of a live execution shows steps and state names, never inputs, outputs or tokens', async () => {
    const { body, text } = await get(`/executions/${tenant.executionNames[0]}`);
    expect(body).toMatchObject({ status: 'RUNNING', machine: 'purchase-order-decision' });
    expect(text).toContain('AwaitDecision');
    expect(text).not.toContain(secret);
  });
});

describe('without Step Functions', () => {
  test('the story of an order is told all the same and says what is missing; a live execution is a 503', async () => {
    const address = process.env['AWS_ENDPOINT_URL_SFN'];
    // Nobody listens on this port.
    process.env['AWS_ENDPOINT_URL_SFN'] = 'http://127.0.0.1:9';
    try {
      const { status, body } = await get(`/purchase-orders/${tenant.orderIds[0]}/timeline`);
      expect(status).toBe(200);
      expect(body.items.map((item) => item['type'])).toEqual(
        expect.arrayContaining(['PurchaseOrderProposed', 'steps missing']),
      );
      expect((await get(`/executions/${tenant.executionNames[0]}`)).status).toBe(503);
      expect((await get(`/executions/${tenant.executionNames[1]}`)).status).toBe(200);
    } finally {
      process.env['AWS_ENDPOINT_URL_SFN'] = address;
    }
  });
});

describe('waiting for an event', () => {
  test('ends when the tables show it, and not before', async () => {
    const eventId = tenant.eventIds[3] ?? '';
    expect((await get(`/events/${eventId}`)).body['applied']).toBe(false);
    const startedAt = performance.now();
    const waiting = get(`/events/${eventId}?wait=10s`);
    setTimeout(() => {
      void asOwner(postgres.ownerUrl, (sql) =>
        sql.begin(async (transaction) => {
          await transaction`SELECT set_config('app.tenant', ${tenant.tenantId}, true)`;
          await transaction`UPDATE streams SET applied_version = 2 WHERE stream_id = ${tenant.orderIds[0] ?? ''}`;
        }),
      );
    }, 300);
    expect((await waiting).body['applied']).toBe(true);
    const waitedMs = performance.now() - startedAt;
    expect(waitedMs).toBeGreaterThan(250);
    expect(waitedMs).toBeLessThan(5000);
  });

  test('holds no connection meanwhile: many wait at once beside other reads', async () => {
    const eventId = tenant.eventIds[9] ?? '';
    await asOwner(postgres.ownerUrl, (sql) =>
      sql.begin(async (transaction) => {
        await transaction`SELECT set_config('app.tenant', ${tenant.tenantId}, true)`;
        await transaction`UPDATE streams SET applied_version = 0 WHERE stream_id = (SELECT stream_id FROM events WHERE event_id = ${eventId})`;
      }),
    );
    const waiting = Array.from({ length: 20 }, () => get(`/events/${eventId}?wait=3s`));
    const first = await Promise.race([get('/products'), ...waiting]);
    expect(first.status).toBe(200);
    expect(first.body).toHaveProperty('nextCursor');
    for (const { body } of await Promise.all(waiting)) expect(body['applied']).toBe(false);
  });

  test('refuses a wait that is no time', async () => {
    for (const wait of ['soon', '2', '-1s', '100s', '1e3s'])
      expect({ wait, status: (await get(`/events/${tenant.eventIds[0]}?wait=${wait}`)).status }).toEqual({
        wait,
        status: 400,
      });
  });
});
