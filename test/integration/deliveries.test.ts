/** What happens to an order between its issue and its goods, through the API. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import type { Approval } from '#shared/contracts/api/models/approvals.ts';
import type { TimelineEntry } from '#shared/contracts/api/models/audit.ts';
import type { Product } from '#shared/contracts/api/models/catalogue.ts';
import type { PurchaseOrderDetail } from '#shared/contracts/api/models/purchasing.ts';
import { type Api, eventually, openApi } from '#test/support/api.ts';
import { stockSmallShop } from '#test/support/small-shop.ts';
import { type TestSystem, startSystem } from '#test/support/system.ts';

let system: TestSystem;
let admin: Api;
let issued: string[];

const reason = { code: 'supplier-problem', text: 'a crate fell' };

beforeAll(async () => {
  system = await startSystem();
  admin = openApi(system.endpoints.api, () => system.token('admin'));
  await stockSmallShop(admin, 4);
  await admin.write('POST', '/forecast-runs', {});
  let approvals: readonly Approval[] = [];
  await eventually(
    'four approvals',
    async () => {
      approvals = await admin.pendingApprovals();
      return approvals.length === 4;
    },
    120,
  );
  for (const { id, factsHash, revision } of approvals)
    await admin.write('POST', `/approvals/${id}/decision`, { decision: 'approve', factsHash, revision });
  issued = approvals.map(({ purchaseOrderId }) => purchaseOrderId);
  for (const purchaseOrderId of issued) await becomes(purchaseOrderId, 'Issued');
}, 240_000);
afterAll(() => system.stop());

async function becomes(purchaseOrderId: string, status: string): Promise<PurchaseOrderDetail> {
  let order = await read(purchaseOrderId);
  await eventually(
    `${order.number} to be ${status}`,
    async () => {
      order = await read(purchaseOrderId);
      return order.status === status;
    },
    60,
  );
  return order;
}
const read = async (purchaseOrderId: string): Promise<PurchaseOrderDetail> =>
  (await admin.request<PurchaseOrderDetail>('GET', `/purchase-orders/${purchaseOrderId}`)).body;
const next = (): string => {
  const purchaseOrderId = issued.pop();
  if (purchaseOrderId === undefined) throw new Error('no issued order is left: make the shop larger');
  return purchaseOrderId;
};
const onHand = async (productId: string): Promise<number> =>
  (await admin.request<Product>('GET', `/products/${productId}`)).body.onHand;

describe('an issued order', () => {
  it('is acknowledged, rescheduled, held and released, each with who and why in its trail', async () => {
    const id = next();
    const at = `/purchase-orders/${id}`;
    await admin.write('PUT', `${at}/acknowledgement`, { promisedDate: '2099-01-10' });
    const acknowledged = await becomes(id, 'Acknowledged');
    expect(acknowledged.expectedAt).toBe('2099-01-10');
    const past = await admin.request('PUT', `${at}/promised-date`, { promisedDate: '2001-01-01', reason });
    expect(past.status).toBe(400);
    await admin.write('PUT', `${at}/promised-date`, { promisedDate: '2099-02-01', reason });
    const moved = { promisedDate: '2099-02-01', reason };
    const again = await admin.request<{ outcome: string; streamVersion: number }>(
      'PUT',
      `${at}/promised-date`,
      moved,
    );
    expect(again.body).toMatchObject({ outcome: 'unchanged', eventId: null });
    expect(again.body.streamVersion).toBeGreaterThan(1);
    await admin.write('PUT', `${at}/hold`, { reason });
    const held = await becomes(id, 'OnHold');
    expect(held).toMatchObject({ expectedAt: '2099-02-01', heldReason: reason });
    expect(held.actions).toContain('release');
    const receipt = await admin.request('POST', `${at}/receipts`, {
      lines: [{ lineNumber: 1, quantity: 1 }],
    });
    expect(receipt.status).toBe(409);
    await admin.write('DELETE', `${at}/hold`, undefined);
    await becomes(id, 'Acknowledged');
    await admin.write('POST', `${at}/comments`, { text: 'Called Acme: on its way.' });
    await eventually('the comment to stand in the timeline', async () => {
      const { body } = await admin.request<{ items: TimelineEntry[] }>('GET', `${at}/timeline`);
      return JSON.stringify(body).includes('Called Acme: on its way.');
    });
  });

  it('keeps rejected goods out of the stock, and is closed short with what never came', async () => {
    const id = next();
    const at = `/purchase-orders/${id}`;
    const [line] = (await read(id)).lines;
    const { lineNumber, productId, quantity } = line ?? { lineNumber: 0, productId: '', quantity: 0 };
    const before = await onHand(productId);
    const unexplained = await admin.request('POST', `${at}/receipts`, {
      lines: [{ lineNumber, quantity: 1, rejectedQuantity: 1 }],
    });
    expect(unexplained.status).toBe(400);
    await admin.write('POST', `${at}/receipts`, {
      lines: [{ lineNumber, quantity: 1, rejectedQuantity: 1 }],
      reason,
    });
    await becomes(id, 'PartiallyReceived');
    expect(await onHand(productId)).toBe(before + 1);
    expect((await admin.request('POST', `${at}/cancellation`, { reason })).status).toBe(409);
    await admin.write('POST', `${at}/closure`, { reason });
    const closed = await becomes(id, 'Closed');
    const found = closed.discrepancies.filter((row) => row.lineNumber === lineNumber);
    expect(found.map(({ kind, quantity: units }) => [kind, units])).toEqual([
      ['rejected', 1],
      ['short', quantity - 1],
    ]);
  });

  it('waits again after a receipt was reversed, and the stock is what it was', async () => {
    const id = next();
    const at = `/purchase-orders/${id}`;
    const { lines } = await read(id);
    const products = lines.map(({ productId }) => productId);
    const before = await Promise.all(products.map(onHand));
    await admin.write('POST', `${at}/receipts`, {
      lines: lines.map(({ lineNumber, quantity }) => ({ lineNumber, quantity })),
    });
    const [receipt] = (await becomes(id, 'Closed')).receipts;
    const reversal = `${at}/receipts/${receipt?.receiptId ?? ''}/reversal`;
    expect((await admin.request('POST', reversal, {})).status).toBe(400);
    await admin.write('POST', reversal, { reason });
    const waiting = await becomes(id, 'Issued');
    expect(waiting.receipts[0]?.reversed).toMatchObject({ reason });
    expect(waiting.lines.map(({ receivedQuantity }) => receivedQuantity)).toEqual(lines.map(() => 0));
    await eventually('the stock to be what it was', async () => {
      const now = await Promise.all(products.map(onHand));
      return now.every((quantity, at_) => quantity === before[at_]);
    });
    expect((await admin.request('POST', reversal, { reason })).status).toBe(404);
  });

  it('keeps a receipt whose goods have moved on', async () => {
    const id = next();
    const at = `/purchase-orders/${id}`;
    const { lines } = await read(id);
    const productId = lines[0]?.productId ?? '';
    await admin.write('POST', `${at}/receipts`, {
      lines: lines.map(({ lineNumber, quantity }) => ({ lineNumber, quantity })),
    });
    const [receipt] = (await becomes(id, 'Closed')).receipts;
    await admin.write('POST', '/stock-movements', {
      productId,
      kind: 'issue',
      quantity: await onHand(productId),
    });
    const refused = await admin.request<{ detail: string }>(
      'POST',
      `${at}/receipts/${receipt?.receiptId ?? ''}/reversal`,
      { reason },
    );
    expect(refused.status).toBe(409);
    expect(refused.body.detail).toContain('on hand');
  });
});
