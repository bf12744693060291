/** Who may approve what: policies, two people, automatic approval, delegation, reminders and mails, end to end. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { clientSettings } from '#infra/local/wire/client-settings.ts';
import type { Approval, ApprovalDetail } from '#shared/contracts/api/models/approvals.ts';
import type { TimelineEntry } from '#shared/contracts/api/models/audit.ts';
import type { ApprovalPolicy } from '#shared/contracts/events/approval-settings.ts';
import { defaultApprovalPolicy } from '#shared/domain/approvals/approval-policy.ts';
import { type Api, eventually, openApi } from '#test/support/api.ts';
import { readAsTenant } from '#test/support/read-as-tenant.ts';
import { stockSmallShop } from '#test/support/small-shop.ts';
import { startSystem, type TestSystem } from '#test/support/system.ts';

let system: TestSystem;
let lambda: LambdaClient;

const as = (user: string): Api => openApi(system.endpoints.api, () => system.token(user));

beforeAll(async () => {
  system = await startSystem();
  lambda = new LambdaClient(clientSettings(system.endpoints.lambda));
  await stockSmallShop(as('admin'), 2);
}, 180_000);
afterAll(async () => {
  lambda.destroy();
  await system.stop();
});

async function setPolicy(change: Partial<ApprovalPolicy>): Promise<void> {
  await as('admin').write('PUT', '/approval-policies', { ...defaultApprovalPolicy, ...change });
}

/** An order of so many pieces at 5.00, proposed by `user`. */
async function propose(user: string, quantity: number, supplier = 1): Promise<string> {
  const order = await as(user).write('POST', '/purchase-orders', {
    supplier: `Supplier 0${supplier}`,
    lines: [{ sku: `S${supplier}-P1`, quantity }],
  });
  return order.streamId;
}

async function approvalOf(orderId: string): Promise<Approval> {
  return eventually('the approval', async () =>
    (await as('admin').pendingApprovals()).find((one) => one.purchaseOrderId === orderId),
  );
}

const detail = async (user: string, { id }: Approval): Promise<ApprovalDetail> =>
  (await as(user).request<ApprovalDetail>('GET', `/approvals/${id}`)).body;

const decide = (user: string, { id, factsHash, revision }: Approval, more: Record<string, unknown> = {}) =>
  as(user).request<Record<string, unknown>>('POST', `/approvals/${id}/decision`, {
    decision: 'approve',
    factsHash,
    revision,
    ...more,
  });

async function becomes(orderId: string, status: string): Promise<void> {
  await eventually(
    `the order to be ${status}`,
    async () => (await as('admin').order(orderId)).status === status,
  );
}

async function timeline(orderId: string): Promise<TimelineEntry[]> {
  const { body } = await as('admin').request<{ items: TimelineEntry[] }>(
    'GET',
    `/purchase-orders/${orderId}/timeline`,
  );
  return body.items;
}

async function sweep(name: 'sweeper-approvals' | 'sweeper-mails'): Promise<unknown> {
  const { Payload, FunctionError } = await lambda.send(
    new InvokeCommand({ FunctionName: name, Payload: '{}' }),
  );
  const said = Payload?.transformToString() ?? '';
  if (FunctionError !== undefined) throw new Error(`${name}: ${said}`);
  return JSON.parse(said);
}

type Mail = { id: string; to: string[]; subject: string; text: string };

async function mailsAbout(text: string): Promise<Mail[]> {
  const { mail } = JSON.parse(await readFile(join(system.endpoints.home, 'endpoints.json'), 'utf8')) as {
    mail: string;
  };
  const list = (await (await fetch(`${mail}/mails.json?limit=500`)).json()) as {
    items: { id: string; subject: string }[];
  };
  const found = list.items.filter(({ subject }) => subject.includes(text));
  return Promise.all(
    found.map(async ({ id }) => (await (await fetch(`${mail}/mails/${id}.json`)).json()) as Mail),
  );
}

const reason = { code: 'budget' };

describe('the approval policy', () => {
  it('is the defaults until an admin changes it, and only an admin does', async () => {
    expect((await as('viewer').request('GET', '/approval-policies')).status).toBe(403);
    const { body } = await as('operator').request('GET', '/approval-policies');
    expect(body).toEqual({ version: 0, policy: defaultApprovalPolicy });
    expect((await as('approver').request('PUT', '/approval-policies', defaultApprovalPolicy)).status).toBe(
      403,
    );
    const wrong = { ...defaultApprovalPolicy, expireAfterHours: 1 };
    expect((await as('admin').request('PUT', '/approval-policies', wrong)).status).toBe(400);
  });

  it('asks two people above its limit: the first grant issues nothing, and nobody gives both', async () => {
    await setPolicy({ dualAboveMinor: 100_000 });
    const orderId = await propose('operator', 300);
    const approval = await approvalOf(orderId);
    expect(approval).toMatchObject({ requiredCount: 2, grantedCount: 0 });
    expect((await decide('approver', approval)).status).toBe(202);
    // Orders that wait keep the policy they came under.
    await setPolicy({ dualAboveMinor: null });
    expect(await decide('approver', approval)).toMatchObject({ status: 409, body: { because: 'granted' } });
    expect(await detail('approver', approval)).toMatchObject({
      status: 'PENDING',
      grantedCount: 1,
      mayDecide: { may: false, because: 'granted' },
    });
    expect((await as('admin').order(orderId)).status).toBe('PendingApproval');
    expect((await decide('admin', approval)).status).toBe(202);
    await becomes(orderId, 'Issued');
  });

  it('lets one no stop what one person has approved', async () => {
    await setPolicy({ dualAboveMinor: 100_000 });
    const orderId = await propose('operator', 300);
    const approval = await approvalOf(orderId);
    expect((await decide('approver', approval)).status).toBe(202);
    expect((await decide('admin', approval, { decision: 'reject', reason })).status).toBe(202);
    await becomes(orderId, 'Rejected');
  });

  it('lets the first of two take the grant back, and give it anew', async () => {
    const orderId = await propose('operator', 300);
    const approval = await approvalOf(orderId);
    const path = `/approvals/${approval.id}/decision`;
    expect((await decide('approver', approval, { undoSeconds: 30 })).status).toBe(202);
    expect((await as('admin').request('DELETE', path)).status).toBe(409);
    expect((await as('approver').request('DELETE', path)).status).toBe(202);
    expect((await detail('approver', approval)).grants).toEqual([]);
    expect((await decide('admin', approval)).status).toBe(202);
    expect((await decide('approver', approval)).status).toBe(202);
    await becomes(orderId, 'Issued');
  });

  it('approves by itself what is clean, and says so; the rest goes to people with the reason', async () => {
    const autoApprove = { ...defaultApprovalPolicy.autoApprove, isOn: true, maxValueMinor: 20_000 };
    await setPolicy({ autoApprove });
    const clean = await propose('operator', 10);
    await becomes(clean, 'Issued');
    const said = (await timeline(clean)).find(({ type }) => type === 'PurchaseOrderApproved');
    expect(said?.summary).toContain('was approved by policy: value, risk, supplier and prices');
    const { body } = await as('admin').request<{ items: Approval[] }>(
      'GET',
      `/approvals?purchaseOrderId=${clean}`,
    );
    expect(body.items).toEqual([]);

    const unknown = await propose('operator', 10, 2);
    await approvalOf(unknown);
    const asked = (await timeline(unknown)).find(({ type }) => type === 'PurchaseOrderApprovalRequested');
    expect(asked?.payload).toMatchObject({
      because: ['nothing was ordered from its supplier before', 'a line has no earlier price'],
    });
    await setPolicy({});
  });
});

describe('a delegation', () => {
  const day = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

  it('lets the delegate approve on behalf of the delegator while it is in force', async () => {
    const orderId = await propose('admin', 200);
    const approval = await approvalOf(orderId);
    expect((await decide('operator', approval)).status).toBe(403);
    expect(
      (await as('operator').request('POST', '/delegations', { to: 'admin', untilDay: day(3) })).status,
    ).toBe(403);
    expect(
      (
        await as('approver').request('POST', '/delegations', {
          from: 'admin',
          to: 'operator',
          untilDay: day(3),
        })
      ).status,
    ).toBe(403);
    expect(
      (await as('approver').request('POST', '/delegations', { to: 'viewer', untilDay: day(3) })).status,
    ).toBe(400);
    await as('approver').write('POST', '/delegations', { to: 'operator', untilDay: day(3) });
    const back = { from: 'operator', to: 'approver', untilDay: day(2) };
    expect(await as('admin').request('POST', '/delegations', back)).toMatchObject({
      status: 409,
      body: { cycle: ['operator', 'approver', 'operator'] },
    });
    const { body } = await as('operator').request<{ items: Approval[] }>(
      'GET',
      `/approvals?purchaseOrderId=${orderId}`,
    );
    expect(body.items[0]?.delegatedFrom).toBe('Ada Approver');
    expect((await decide('operator', approval)).status).toBe(202);
    await becomes(orderId, 'Issued');
    const granted = (await timeline(orderId)).find(({ type }) => type === 'PurchaseOrderApproved');
    expect(granted).toMatchObject({
      actor: { id: 'operator', onBehalfOf: 'approver' },
      actorName: 'Otto Operator for Ada Approver',
    });
  });

  it('counts for the delegator too where two are needed, and gives nothing when it was ended', async () => {
    await setPolicy({ dualAboveMinor: 60_000 });
    const approval = await approvalOf(await propose('admin', 200));
    expect((await decide('operator', approval)).status).toBe(202);
    expect(await decide('approver', approval)).toMatchObject({ status: 409, body: { because: 'granted' } });
    type Delegations = { items: { delegationId: string; status: string; fromName: string }[] };
    const { items } = (await as('viewer').request<Delegations>('GET', '/delegations')).body;
    expect(items).toMatchObject([{ status: 'active', fromName: 'Ada Approver' }]);
    const path = `/delegations/${items[0]?.delegationId}`;
    expect((await as('approver').request('DELETE', path)).status).toBe(202);
    expect((await as('approver').request('DELETE', path)).status).toBe(404);
    const next = await approvalOf(await propose('admin', 110));
    expect((await decide('operator', next)).status).toBe(403);
    await setPolicy({});
  });
});

describe('an approval that nobody decides', () => {
  it('is mailed to those who may decide, with a link and no token', async () => {
    const orderId = await propose('operator', 150);
    const approval = await approvalOf(orderId);
    await sweep('sweeper-mails');
    const mails = await eventually('the mails', async () => {
      const found = await mailsAbout(`${approval.number} waits`);
      return found.length >= 2 ? found : null;
    });
    expect(mails.flatMap(({ to }) => to).toSorted()).toEqual([
      'admin@stock-mate.example',
      'approver@stock-mate.example',
    ]);
    for (const { text } of mails) {
      expect(text.match(/https?:\S+/g)).toEqual([`${system.endpoints.web}/approvals/${approval.id}`]);
      expect(text).toContain('€750.00');
    }
    await sweep('sweeper-mails');
    expect(await mailsAbout(`${approval.number} waits`)).toHaveLength(2);
  });

  it('is reminded of once, escalated once, given more time once, and then called off', async () => {
    await setPolicy({ onExpiry: 'escalate' });
    const orderId = await propose('operator', 150);
    const approval = await approvalOf(orderId);
    const typesOf = async () => (await timeline(orderId)).map(({ type }) => type);
    const count = async (type: string) => (await typesOf()).filter((each) => each === type).length;
    await readAsTenant(
      system,
      (
        sql,
      ) => sql`UPDATE approvals SET remind_at = now() - interval '1 minute', escalate_at = now() - interval '1 minute'
        WHERE approval_id = ${approval.id} RETURNING 1`,
    );
    await sweep('sweeper-approvals');
    await sweep('sweeper-approvals');
    expect(await count('ApprovalReminderSent')).toBe(1);
    expect(await count('ApprovalEscalated')).toBe(1);
    expect((await detail('admin', approval)).escalatedAt).not.toBeNull();
    await sweep('sweeper-mails');
    expect(
      await eventually('the reminder', async () => (await mailsAbout(`Reminder: ${approval.number}`)).length),
    ).toBe(2);
    expect(await mailsAbout(`Nobody has decided on ${approval.number}`)).toHaveLength(2);

    const expire = async () => {
      await readAsTenant(
        system,
        (sql) => sql`UPDATE approvals SET expires_at = now() - interval '1 minute'
          WHERE approval_id = ${approval.id} RETURNING 1`,
      );
      await sweep('sweeper-approvals');
    };
    await expire();
    expect(await count('ApprovalExtended')).toBe(1);
    expect(await count('ApprovalEscalated')).toBe(1);
    expect(await detail('admin', approval)).toMatchObject({ status: 'PENDING', mayDecide: { may: true } });
    await expire();
    await eventually('the end', async () => (await detail('admin', approval)).status === 'EXPIRED');
    await becomes(orderId, 'Cancelled');
    expect(await count('ApprovalExtended')).toBe(1);
  });
});
