/** The main job on real sales: files go in by the command line, and purchase orders come out. */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import type * as v from 'valibot';

import type { TimelineEntry } from '#shared/contracts/api/models/audit.ts';
import type { Product } from '#shared/contracts/api/models/catalogue.ts';
import type { Import } from '#shared/contracts/api/models/operations.ts';
import type { ForecastRun } from '#shared/contracts/api/models/planning.ts';
import { type Api, eventually, openApi } from '#test/support/api.ts';
import { type TestSystem, startSystem } from '#test/support/system.ts';

const root = join(import.meta.dirname, '..', '..');
const data = join(root, '..', 'shared', 'data', 'online-retail');
const cli = join(root, 'infra', 'cli', 'stock-mate.mjs');

// Real data that is not part of the repository: where it is not beside the checkout there is nothing to run on.
describe.skipIf(!existsSync(data))('the main job on a year of real sales', () => {
  let system: TestSystem;
  let api: Api;

  beforeAll(async () => {
    system = await startSystem();
    api = openApi(system.endpoints.api, () => system.token('approver'));
  });
  afterAll(() => system.stop());

  async function importFile(kind: string, file: string, ...options: string[]): Promise<void> {
    const args = [cli, 'import', kind, join(data, file), '--json', ...options];
    await promisify(execFile)(process.execPath, args, {
      env: { ...process.env, STOCK_MATE_HOME: system.endpoints.home },
      maxBuffer: 64 * 1024 * 1024,
    });
  }

  it('ends with issued purchase orders and their story', { timeout: 300_000 }, async () => {
    await importFile('products', 'products.csv', '--set', 'unit=pcs', '--set', 'currency=GBP');
    await importFile('suppliers', 'suppliers.csv');
    await importFile('terms', 'terms.csv');
    await importFile('stock', 'stock.csv', '--shift-to-today');
    await importFile('sales', 'sales_lines.csv.gz', '--map', 'unit_price_gbp=unit_price', '--shift-to-today');
    const { body: imports } = await api.request<{ items: v.InferOutput<typeof Import>[] }>('GET', '/imports');
    expect(imports.items.find((one) => one.kind === 'sales')).toMatchObject({
      status: 'finished',
      rowsAccepted: 41_399,
    });
    const { body: products } = await api.request<{ items: Product[] }>('GET', '/products?limit=1000');
    expect(products.items).toHaveLength(200);

    await api.write('POST', '/forecast-runs', {});
    const run = await eventually(
      'the forecast run',
      async () => {
        const { body } = await api.request<{ items: ForecastRun[] }>('GET', '/forecast-runs');
        return body.items.find((one) => one.status === 'completed');
      },
      120,
    );
    expect(run.planned).toBeGreaterThan(190);
    const pending = await eventually(
      'approvals',
      async () => {
        const approvals = await api.pendingApprovals();
        return approvals.length >= 5 ? approvals : null;
      },
      120,
    );

    for (const { id, factsHash, revision } of pending) {
      const { status } = await api.request('POST', `/approvals/${id}/decision`, {
        decision: 'approve',
        factsHash,
        revision,
      });
      expect([202, 403]).toContain(status);
    }
    for (const approval of pending) {
      const value = approval.value?.amountMinor ?? 0;
      if (value > 2_000_000) continue;
      await eventually(
        `${approval.number} to be issued`,
        async () => (await api.order(approval.purchaseOrderId)).status === 'Issued',
      );
    }
    const [first] = pending.filter((approval) => (approval.value?.amountMinor ?? 0) <= 2_000_000);
    expect(first).toBeDefined();
    const { body: timeline } = await api.request<{ items: TimelineEntry[] }>(
      'GET',
      `/purchase-orders/${first?.purchaseOrderId}/timeline`,
    );
    const types = timeline.items.map((entry) => entry.type);
    for (const type of [
      'PurchaseOrderProposed',
      'AdviceReceived',
      'PurchaseOrderApproved',
      'PurchaseOrderIssued',
    ])
      expect(types).toContain(type);
    expect(timeline.items.find((entry) => entry.type === 'PurchaseOrderApproved')?.actor).toMatchObject({
      kind: 'user',
      id: 'approver',
    });
    expect(timeline.items.some((entry) => entry.kind === 'workflow' && entry.state === 'AwaitDecision')).toBe(
      true,
    );
  });
});
