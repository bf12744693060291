/** Power cuts at random moments: nothing that was accepted is lost, and every order is decided and issued once. */
import { rm } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';

import { afterAll, expect, it } from 'vitest';

import type { Approval } from '#shared/contracts/api/models/approvals.ts';
import { type Api, eventually, openApi } from '#test/support/api.ts';
import { readAsTenant } from '#test/support/read-as-tenant.ts';
import { stockSmallShop } from '#test/support/small-shop.ts';
import { type TestSystem, startSystem } from '#test/support/system.ts';

const rounds = Number(process.env['KILL_ROUNDS'] ?? 10);
const suppliers = 12;

let home: string | undefined;
let system: TestSystem | undefined;
afterAll(async () => {
  await system?.stop();
  if (home !== undefined) await rm(home, { recursive: true, force: true });
});

async function start(): Promise<Api> {
  const running = await startSystem(home === undefined ? {} : { home });
  home = running.endpoints.home;
  system = running;
  return openApi(running.endpoints.api, () => running.token('admin'));
}

/** Sends a decision until somebody answers; the key makes the repeats one decision. */
async function approve(api: Api, approval: Approval): Promise<number> {
  const { id, factsHash, revision } = approval;
  const body = { decision: 'approve', factsHash, revision };
  const { status } = await api.request('POST', `/approvals/${id}/decision`, body, {
    'Idempotency-Key': `approve-${id}`,
  });
  return status;
}

it(
  `keeps every approval through ${rounds} kills and issues every order once`,
  { timeout: 900_000 },
  async () => {
    let api = await start();
    await stockSmallShop(api, suppliers);
    await api.write('POST', '/forecast-runs', {});
    const attempted = new Map<string, Approval>();
    const known = new Set<string>();
    for (let round = 0; round < rounds; round += 1) {
      // The first rounds cut into planning and drafting, the later ones into decisions under way.
      const pending = await api.pendingApprovals();
      for (const approval of pending) known.add(approval.id);
      const next = pending.slice(0, 2);
      const sent = next.map(async (approval) => {
        attempted.set(approval.id, approval);
        return approve(api, approval).catch(() => 0);
      });
      await delay(Math.random() * (pending.length === 0 ? 6000 : 700));
      await system?.kill9();
      await Promise.all(sent);
      api = await start();
      const open = new Set((await api.pendingApprovals()).map((approval) => approval.id));
      // Still pending, or its decision was on its way when the power went.
      expect([...known].filter((id) => !open.has(id) && !attempted.has(id))).toEqual([]);
      // Whoever got no answer asks again.
      for (const approval of attempted.values()) {
        const status = await eventually(`an answer for ${approval.number}`, async () => {
          const answer = await approve(api, approval);
          // Not available at the moment is no answer: ask again.
          return answer === 503 ? null : answer;
        });
        expect([202, 409], `deciding again on ${approval.number}`).toContain(status);
      }
    }
    await eventually(
      'an approval for every supplier',
      async () => {
        const orders = await readAsTenant<{ count: number }>(
          system,
          (sql) => sql`SELECT count(DISTINCT supplier_id)::int AS count FROM purchase_orders`,
        );
        return orders[0]?.count === suppliers;
      },
      120,
    );
    await eventually(
      'every approval to be decided',
      async () => {
        const open = await api.pendingApprovals();
        for (const approval of open) await approve(api, approval);
        const rest = await readAsTenant<{ status: string }>(
          system,
          (sql) => sql`SELECT status FROM purchase_orders WHERE status <> 'Issued'`,
        );
        return open.length === 0 && rest.length === 0;
      },
      180,
    );
    const perOrder = await readAsTenant<{ orders: number; approved: number; issued: number }>(
      system,
      (sql) => sql`SELECT count(DISTINCT stream_id)::int AS orders,
      count(*) FILTER (WHERE type = 'PurchaseOrderApproved')::int AS approved,
      count(*) FILTER (WHERE type = 'PurchaseOrderIssued')::int AS issued
    FROM events WHERE stream_type = 'purchaseOrder'`,
    );
    expect(perOrder).toEqual([{ orders: suppliers, approved: suppliers, issued: suppliers }]);
    await eventually(
      'the tables to show everything',
      async () => {
        const behind = await readAsTenant(
          system,
          (sql) => sql`SELECT stream_id FROM streams WHERE applied_version < version`,
        );
        return behind.length === 0;
      },
      120,
    );
  },
);
