import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { openDatabase, type Database } from '#functions/_kit/database.ts';
import { answerHttp } from '#functions/_kit/answer-http.ts';
import { readRequest } from '#functions/_kit/http.ts';
import { answerRead } from '#functions/data-query/answer-read.ts';
import type { LiveExecutions } from '#functions/data-query/reads/live-executions.ts';
import { readRoutes } from '#shared/contracts/api/reads.ts';
import type { Route } from '#shared/contracts/api/route.ts';
import { seedTenant, type SeededTenant } from '#test/support/read-seed.ts';
import { startTestDatabase, type TestDatabase } from '#test/support/postgres.ts';
import * as v from 'valibot';

let postgres: TestDatabase;
let database: Database;
let tenant: SeededTenant;

const noneLive: LiveExecutions = { read: async () => null };

beforeAll(async () => {
  postgres = await startTestDatabase();
  tenant = await seedTenant(postgres.ownerUrl, 'a');
  database = openDatabase(postgres.roleUrl('app_query'), 4);
});
afterAll(async () => {
  await database.close();
  await postgres.stop();
});

type Answer = { readonly status: number; readonly body: any };

async function get(path: string, sub = 'a-admin'): Promise<Answer> {
  const url = new URL(path, 'http://api');
  const request = readRequest({
    rawPath: url.pathname,
    queryStringParameters: Object.fromEntries(url.searchParams),
    requestContext: { requestId: 'test', http: { method: 'GET' }, authorizer: { jwt: { claims: { sub } } } },
  });
  const response = await answerHttp(request, () => answerRead(request, { database, liveExecutions: noneLive }));
  return { status: response.statusCode, body: JSON.parse(response.body) };
}

function pathOf(route: Route): string {
  const values: Record<string, string> = {
    eventId: tenant.eventIds[0] ?? '', productId: tenant.productIds[0] ?? '', runId: tenant.runId,
    purchaseOrderId: tenant.orderIds[0] ?? '', approvalId: tenant.approvalIds[0] ?? '', name: tenant.executionNames[1] ?? '', importId: tenant.importId,
  };
  const path = route.path.replace(/\{(\w+)\}/g, (_, name: string) => values[name] ?? '');
  return route.path === '/demand' ? `${path}?productId=${tenant.productIds[0]}` : path;
}

describe('every read', () => {
  test.each(readRoutes.map((route): Route => route))('$operation answers what its contract says', async (route) => {
    const { status, body } = await get(pathOf(route));
    expect({ status, detail: body.detail }).toEqual({ status: 200, detail: undefined });
    if (route.response !== undefined) {
      const parsed = v.safeParse(route.response, body);
      expect(parsed.issues?.map((issue) => [v.getDotPath(issue), issue.message])).toBeUndefined();
    }
    if ('items' in body) expect(body.items.length).toBeGreaterThan(0);
  });
});
