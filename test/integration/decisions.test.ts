/** Decisions on purchase orders through the API, with the workflows behind them. */
import { setTimeout as delay } from 'node:timers/promises';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import type { Approval } from '#shared/contracts/api/models/approvals.ts';
import type { TimelineEntry } from '#shared/contracts/api/models/audit.ts';
import type { Product } from '#shared/contracts/api/models/catalogue.ts';
import type { Execution } from '#shared/contracts/api/models/operations.ts';
import type { PurchaseOrderDetail } from '#shared/contracts/api/models/purchasing.ts';
import { type Api, eventually, openApi } from '#test/support/api.ts';
import { readAsTenant } from '#test/support/read-as-tenant.ts';
import { stockSmallShop } from '#test/support/small-shop.ts';
import { type TestSystem, startSystem } from '#test/support/system.ts';

let system: TestSystem;
let admin: Api;
let approvals: Approval[];

const as = (user: string): Api => openApi(system.endpoints.api, () => system.token(user));

beforeAll(async () => {
  system = await startSystem();
  admin = as('admin');
  await stockSmallShop(admin, 9);
  await admin.write('POST', '/forecast-runs', {});
  await eventually(
    'nine approvals',
    async () => {
      approvals = [...(await admin.pendingApprovals())];
      return approvals.length === 9;
    },
    120,
  );
}, 180_000);
afterAll(() => system.stop());

/** An approval that no other test has used, as it is now. */
async function fresh(): Promise<Approval> {
  const { id } = approvals.pop() ?? { id: '' };
  return (await admin.request<Approval>('GET', `/approvals/${id}`)).body;
}

const decision = (approval: Approval, more: Record<string, unknown> = {}) => ({
  decision: 'approve',
  factsHash: approval.factsHash,
  revision: approval.revision,
  ...more,
});
const decide = (
  api: Api,
  approval: Approval,
  more: Record<string, unknown> = {},
  headers: Record<string, string> = {},
) =>
  api.request<Record<string, unknown>>(
    'POST',
    `/approvals/${approval.id}/decision`,
    decision(approval, more),
    headers,
  );
const reason = { code: 'budget', text: 'too dear this month' };

async function becomes(approval: Approval, status: string): Promise<void> {
  await eventually(
    `${approval.number} to be ${status}`,
    async () => (await admin.order(approval.purchaseOrderId)).status === status,
    60,
  );
}

describe('an approval', () => {
  it('that fifty decide on at once has one winner, and the others learn who', async () => {
    const approval = await fresh();
    const racers = Array.from({ length: 50 }, (_, i) =>
      decide(
        i % 2 === 0 ? as('approver') : admin,
        approval,
        i % 3 === 0 ? { decision: 'reject', reason } : {},
      ),
    );
    const answers = await Promise.all(racers);
    const winners = answers.filter((answer) => answer.status === 202);
    expect(winners).toHaveLength(1);
    const losers = answers.filter((answer) => answer.status === 409);
    expect(losers).toHaveLength(49);
    for (const { body } of losers) expect(body['winner']).toMatchObject({ status: 'DECIDED' });
    const decided = await readAsTenant<{ count: number }>(
      system,
      (sql) => sql`SELECT count(*)::int AS count FROM events
      WHERE stream_id = ${approval.purchaseOrderId} AND type IN ('PurchaseOrderApproved', 'PurchaseOrderRejected')`,
    );
    expect(decided).toEqual([{ count: 1 }]);
  });

  it('decided twice with one key is decided once, with the same answer', async () => {
    const approval = await fresh();
    const key = { 'Idempotency-Key': `test-${approval.id}` };
    const first = await decide(admin, approval, {}, key);
    const second = await decide(admin, approval, {}, key);
    expect(first.status).toBe(202);
    expect(second).toEqual(first);
    expect((await decide(admin, approval, { decision: 'reject', reason }, key)).status).toBe(422);
    await becomes(approval, 'Issued');
  });

  it('leads to receipts that fill the stock and close the order', async () => {
    const approval = await fresh();
    await decide(admin, approval);
    await becomes(approval, 'Issued');
    const [line] = approval.lines;
    if (line === undefined) throw new Error('an order without lines');
    const path = `/purchase-orders/${approval.purchaseOrderId}/receipts`;
    const before = (await admin.request<Product>('GET', `/products/${line.productId}`)).body;
    const part = await admin.write('POST', path, { lines: [{ lineNumber: line.lineNumber, quantity: 1 }] });
    await admin.request('GET', `/events/${part.eventId}?wait=10s`);
    expect((await admin.order(approval.purchaseOrderId)).status).toBe('PartiallyReceived');
    const rest = approval.lines.map(({ lineNumber, quantity }) => ({
      lineNumber,
      quantity: lineNumber === line.lineNumber ? quantity - 1 : quantity,
    }));
    const all = await admin.write('POST', path, { lines: rest });
    await admin.request('GET', `/events/${all.eventId}?wait=10s`);
    expect((await admin.order(approval.purchaseOrderId)).status).toBe('Closed');
    await eventually('the stock to show it', async () => {
      const after = (await admin.request<Product>('GET', `/products/${line.productId}`)).body;
      return after.onHand === before.onHand + line.quantity;
    });
    expect((await admin.request('POST', path, { lines: rest })).status).toBe(409);
  });

  it('is asked again when the facts moved, and says what moved', async () => {
    const approval = await fresh();
    const [line] = approval.lines;
    const moved = await admin.write('POST', '/stock-movements', {
      productId: line?.productId,
      kind: 'adjust',
      quantity: 2,
      reason: { code: 'stock-found' },
    });
    await admin.request('GET', `/events/${moved.eventId}?wait=10s`);
    const refused = await decide(admin, approval);
    expect(refused.status).toBe(409);
    expect(refused.body['diff']).toMatchObject([{ fact: 'inventoryPosition', before: 3, after: 5 }]);
    const again = await decide(admin, { ...approval, factsHash: String(refused.body['factsHash']) });
    expect(again.status).toBe(202);
    await becomes(approval, 'Issued');
    const { body } = await admin.request<{ items: TimelineEntry[] }>(
      'GET',
      `/purchase-orders/${approval.purchaseOrderId}/timeline`,
    );
    expect(body.items.map((entry) => entry.type)).toContain('StaleDecisionRefused');
  });

  it('can be decided when the facts moved too little to matter, with a note', async () => {
    const approval = await fresh();
    const [line] = approval.lines;
    const moved = await admin.write('POST', '/stock-movements', {
      productId: line?.productId,
      kind: 'adjust',
      quantity: 0.1,
      reason: { code: 'stock-found' },
    });
    await admin.request('GET', `/events/${moved.eventId}?wait=10s`);
    expect((await decide(admin, approval)).status).toBe(202);
    const granted = await readAsTenant<{ note: string }>(
      system,
      (sql) => sql`SELECT payload ->> 'note' AS note FROM events
      WHERE stream_id = ${approval.purchaseOrderId} AND type = 'PurchaseOrderApprovalGranted'`,
    );
    expect(granted[0]?.note).toContain('inventoryPosition 3 → 3.1');
  });

  it('waits again when the decision is undone in time, and can be decided anew', async () => {
    const approval = await fresh();
    const path = `/approvals/${approval.id}/decision`;
    expect((await decide(admin, approval, { decision: 'reject', reason, undoSeconds: 10 })).status).toBe(202);
    expect((await as('approver').request('DELETE', path)).status).toBe(403);
    expect((await admin.request('DELETE', path)).status).toBe(202);
    expect((await admin.request('DELETE', path)).status).toBe(409);
    await becomes(approval, 'PendingApproval');
    // Past the window the execution has read the row and waits with a new token.
    await delay(11_000);
    const now = (await admin.request<Approval>('GET', `/approvals/${approval.id}`)).body;
    expect(now.status).toBe('PENDING');
    expect((await decide(admin, now)).status).toBe(202);
    await becomes(approval, 'Issued');
  });

  it('of an amended order comes back as a new revision, or is done with the amender’s own grant', async () => {
    const approval = await fresh();
    const lines = [{ lineNumber: approval.lines[0]?.lineNumber, quantity: 35 }];
    expect((await decide(admin, approval, { decision: 'amend', lines, reason })).status).toBe(202);
    const next = await eventually('the approval of the new revision', async () =>
      (await admin.pendingApprovals()).find(
        (one) => one.purchaseOrderId === approval.purchaseOrderId && one.revision === 2,
      ),
    );
    expect((await decide(admin, next, { decision: 'amend', lines, reason, alsoApprove: true })).status).toBe(
      202,
    );
    await becomes(approval, 'Issued');
    const { body } = await admin.request<PurchaseOrderDetail>(
      'GET',
      `/purchase-orders/${approval.purchaseOrderId}`,
    );
    expect(body.lines.find((line) => line.lineNumber === lines[0]?.lineNumber)?.quantity).toBe(35);
    expect(body.revision).toBe(3);
  });

  it('that is put off takes care of its need: the plan asks for nothing more', async () => {
    const approval = await fresh();
    const until = new Date(Date.now() + 5 * 86_400_000).toISOString().slice(0, 10);
    expect((await decide(admin, approval, { decision: 'postpone', wake: { until }, reason })).status).toBe(
      202,
    );
    await becomes(approval, 'Postponed');
    const { supplierId } = await admin.order(approval.purchaseOrderId);
    expect(await orderCount(supplierId)).toBe(1);
    await admin.write('POST', '/forecast-runs', {});
    await eventually('the second run', async () => {
      const { body } = await admin.request<{ items: { status: string }[] }>('GET', '/forecast-runs');
      return body.items.filter((run) => run.status === 'completed').length === 2;
    });
    await eventually('the analysis after it', async () => {
      const { body } = await admin.request<{ items: Execution[] }>(
        'GET',
        '/executions?machine=issue-analysis',
      );
      return body.items.length > 1 && body.items.every((execution) => execution.status === 'SUCCEEDED');
    });
    await delay(8000);
    expect(await orderCount(supplierId)).toBe(1);
  });

  it('of an order that is called off ends, and so does its workflow', async () => {
    const approval = await fresh();
    await admin.write('POST', `/purchase-orders/${approval.purchaseOrderId}/cancellation`, { reason });
    await becomes(approval, 'Cancelled');
    const decided = await decide(admin, approval);
    expect(decided).toMatchObject({ status: 409, body: { winner: { status: 'CANCELLED' } } });
    const { body } = await admin.request<PurchaseOrderDetail>(
      'GET',
      `/purchase-orders/${approval.purchaseOrderId}`,
    );
    const name = body.executionId?.split(':').at(-1) ?? '';
    await eventually('the workflow to end', async () => {
      const execution = (await admin.request<Execution>('GET', `/executions/${name}`)).body;
      return execution.status === 'SUCCEEDED';
    });
  });
});

async function orderCount(supplierId: string): Promise<number> {
  const [row] = await readAsTenant<{ count: number }>(
    system,
    (sql) => sql`SELECT count(*)::int AS count FROM purchase_orders WHERE supplier_id = ${supplierId}`,
  );
  return row?.count ?? -1;
}

describe('who may decide', () => {
  it('is a matter of role, of limit and of a reason', async () => {
    const proposal = await admin.write('POST', '/purchase-orders', {
      supplier: 'Supplier 01',
      lines: [{ sku: 'S1-P1', quantity: 200 }],
    });
    const approval = await eventually('its approval', async () =>
      (await admin.pendingApprovals()).find((one) => one.purchaseOrderId === proposal.streamId),
    );
    expect((await decide(as('viewer'), approval)).status).toBe(403);
    expect(await decide(as('operator'), approval)).toMatchObject({
      status: 403,
      body: { valueMinor: 100_000, limitMinor: 50_000 },
    });
    expect((await decide(as('approver'), approval, { decision: 'reject' })).status).toBe(400);
    expect((await decide(as('approver'), approval, { decision: 'postpone', reason })).status).toBe(400);
    // Nobody decides on an own proposal above what an operator may decide.
    expect((await decide(admin, approval)).status).toBe(403);
    expect((await decide(as('approver'), approval)).status).toBe(202);
    await becomes(approval, 'Issued');
  });
});
