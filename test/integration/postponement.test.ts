/** A postponed order is taken care of, and comes back once, by the condition that holds first. */
import { afterAll, beforeAll, expect, it } from 'vitest';

import type { Approval } from '#shared/contracts/api/models/approvals.ts';
import type { AuditEntry } from '#shared/contracts/api/models/audit.ts';
import type { ForecastRun } from '#shared/contracts/api/models/planning.ts';
import type { PurchaseOrder } from '#shared/contracts/api/models/purchasing.ts';
import { type Api, eventually, openApi } from '#test/support/api.ts';
import { stockSmallShop } from '#test/support/small-shop.ts';
import { type TestSystem, startSystem } from '#test/support/system.ts';

let system: TestSystem;
let admin: Api;
let approval: Approval;

const reason = { code: 'budget' };
const inDays = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

beforeAll(async () => {
  system = await startSystem();
  admin = openApi(system.endpoints.api, () => system.token('admin'));
  await stockSmallShop(admin, 1);
  await admin.write('POST', '/forecast-runs', {});
  await eventually(
    'an approval',
    async () => {
      const [first] = await admin.pendingApprovals();
      if (first !== undefined) approval = first;
      return first !== undefined;
    },
    120,
  );
}, 240_000);
afterAll(() => system.stop());

async function runForecast(): Promise<void> {
  const { streamId } = await admin.write('POST', '/forecast-runs', {});
  await eventually(
    'the run to complete',
    async () => {
      const { body } = await admin.request<ForecastRun>('GET', `/forecast-runs/${streamId}`);
      return body.status === 'completed';
    },
    120,
  );
}

const orders = async (): Promise<readonly PurchaseOrder[]> =>
  (await admin.request<{ items: PurchaseOrder[] }>('GET', '/purchase-orders?limit=100')).body.items;
const comebacks = async (): Promise<readonly AuditEntry[]> => {
  const query = `type=PurchaseOrderPostponementEnded&purchaseOrderId=${approval.purchaseOrderId}`;
  return (await admin.request<{ items: AuditEntry[] }>('GET', `/audit?${query}`)).body.items;
};

it('odoo#76466: what was postponed is not ordered a second time, and wakes once by its position', async () => {
  const { id, factsHash, revision, purchaseOrderId } = approval;
  const decision = { decision: 'postpone', factsHash, revision, reason };
  const tooLong = await admin.request('POST', `/approvals/${id}/decision`, {
    ...decision,
    wake: { until: inDays(200) },
  });
  expect(tooLong.status).toBe(400);
  await admin.write('POST', `/approvals/${id}/decision`, {
    ...decision,
    wake: { until: inDays(60), positionBelow: 2 },
  });
  await eventually(
    'the order to be postponed',
    async () => (await admin.order(purchaseOrderId)).status === 'Postponed',
    60,
  );
  for (let night = 0; night < 3; night += 1) await runForecast();
  expect((await orders()).map(({ status }) => status)).toEqual(['Postponed']);
  expect(await comebacks()).toEqual([]);

  await admin.write('POST', '/stock-movements', { sku: 'S1-P1', kind: 'issue', quantity: 2 });
  await eventually(
    'the order to come back',
    async () => (await admin.order(purchaseOrderId)).status === 'PendingApproval',
    90,
  );
  await runForecast();
  expect((await orders()).length).toBe(1);
  expect((await comebacks()).map(({ payload }) => payload)).toEqual([{ condition: 'position' }]);
});
