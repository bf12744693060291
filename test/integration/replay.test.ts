/** Decision replay: what was known when a decision was taken stays as it was, whatever happens afterwards. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { sha256Hex } from '#functions/_kit/hash.ts';
import type { Approval } from '#shared/contracts/api/models/approvals.ts';
import type { DecisionReplay } from '#shared/contracts/api/models/replay.ts';
import { defaultPlanningSettings } from '#shared/domain/planning/default-settings.ts';
import { type Api, eventually, openApi } from '#test/support/api.ts';
import { readAsTenant } from '#test/support/read-as-tenant.ts';
import { stockSmallShop } from '#test/support/small-shop.ts';
import { type TestSystem, startSystem } from '#test/support/system.ts';

let system: TestSystem;
let admin: Api;
let viewer: Api;
/** Hash of what was seen, right after each decision. */
const seenThen = new Map<string, string>();
let decided: readonly Approval[] = [];

const reason = { code: 'budget', text: 'too dear this month' };
const until = new Date(Date.now() + 9 * 86_400_000).toISOString().slice(0, 10);

beforeAll(async () => {
  system = await startSystem();
  admin = openApi(system.endpoints.api, () => system.token('admin'));
  viewer = openApi(system.endpoints.api, () => system.token('viewer'));
  await stockSmallShop(admin, 6);
  await admin.write('POST', '/forecast-runs', {});
  decided = await eventually('six approvals', async () => {
    const found = await admin.pendingApprovals();
    return found.length === 6 && found;
  });
}, 180_000);
afterAll(() => system.stop());

async function replayOf({ id }: { readonly id: string }, api = admin): Promise<DecisionReplay> {
  const { status, body } = await api.request<DecisionReplay>('GET', `/approvals/${id}/replay`);
  expect(status).toBe(200);
  return body;
}

async function decide({ id, factsHash, revision }: Approval, more: object): Promise<void> {
  const body = { factsHash, revision, ...more };
  const answer = await admin.request('POST', `/approvals/${id}/decision`, body);
  expect(answer).toMatchObject({ status: 202 });
}

/** The approval at the place; there are six. */
function at(place: number): Approval {
  const approval = decided[place];
  if (approval === undefined) throw new Error(`there is no approval ${place}`);
  return approval;
}

function productAt(place: number): string {
  return at(place).lines[0]?.productId ?? '';
}

async function shown(write: Promise<{ eventId: string | null }>): Promise<void> {
  await admin.request('GET', `/events/${(await write).eventId}?wait=10s`);
}

describe('decision replay, as known then: a decision', () => {
  it('that waits is what it was recommended to be, by the facts of then and of now alike', async () => {
    for (const approval of decided) {
      const { isIntact, recomputed, now, factsHash, loggedHash } = await replayOf(approval);
      expect({ isIntact, loggedHash, changed: now.changed }).toEqual({
        isIntact: true,
        loggedHash: factsHash,
        changed: [],
      });
      for (const line of [...recomputed, ...now.lines]) expect(line.isEqual).toBe(true);
      expect(recomputed[0]?.steps.length).toBeGreaterThan(2);
    }
  });

  it('is replayed with who decided what, and why', async () => {
    await decide(at(0), { decision: 'approve' });
    await decide(at(1), { decision: 'reject', reason });
    await decide(at(2), { decision: 'postpone', wake: { until, basketAboveMinor: 9_000_000 }, reason });
    const lines = [{ lineNumber: at(3).lines[0]?.lineNumber, quantity: 35 }];
    await decide(at(3), { decision: 'amend', lines, reason });
    await decide(at(4), { decision: 'reject', reason, undoSeconds: 30 });
    expect((await admin.request('DELETE', `/approvals/${at(4).id}/decision`)).status).toBe(202);
    await decide(at(4), { decision: 'approve' });
    await decide(at(5), { decision: 'approve' });
    const types: string[][] = [];
    for (const approval of decided) {
      const { seen, people } = await replayOf(approval);
      types.push(seen.decisions.map(({ type }) => type));
      expect(seen.status).toBe('DECIDED');
      expect(people[seen.decisions[0]?.by.id ?? '']).toBeDefined();
      expect(Object.keys(seen.factSheet ?? {}).length).toBeGreaterThan(5);
      expect(seen.advice?.explanation).toBeTruthy();
      seenThen.set(approval.id, sha256Hex(seen));
    }
    const approved = ['PurchaseOrderApprovalGranted', 'PurchaseOrderApproved'];
    expect(types).toEqual([
      approved,
      ['PurchaseOrderRejected'],
      ['PurchaseOrderPostponed'],
      ['PurchaseOrderAmended'],
      ['PurchaseOrderRejected', 'DecisionUndone', ...approved],
      approved,
    ]);
    const { seen } = await replayOf(at(3));
    expect(seen.decisions[0]).toMatchObject({ reason, linesAfter: [{ quantity: 35 }, {}] });
    expect(seen.lines[0]?.quantity).not.toBe(35);
  });

  it('gives the same recommendation again while nothing but the order itself has moved', async () => {
    const { now } = await eventually('the order to be on its way', async () => {
      const replay = await replayOf(at(0));
      return (await admin.order(replay.purchaseOrderId)).status === 'Issued' && replay;
    });
    expect(now.changed).toEqual([]);
    expect(now.lines.map(({ isEqual }) => isEqual)).toEqual([true, true]);
  });

  it('stays as it was seen after movements, a new price, another policy and another run; what changed is named', async () => {
    await shown(
      admin.write('POST', '/stock-movements', {
        productId: productAt(0),
        kind: 'adjust',
        quantity: 4,
        reason: { code: 'stock-found' },
      }),
    );
    await shown(changeTerms());
    await shown(admin.write('PUT', '/planning-settings', everServiceable()));
    await admin.write('POST', '/forecast-runs', {});
    await eventually('levels under the new policy', async () => {
      const replays = await Promise.all(decided.map((approval) => replayOf(approval)));
      return replays.every(({ now }) => now.changed.some(({ fact }) => fact === 'policyVersion'));
    });
    for (const approval of decided) {
      const { seen, isIntact, recomputed } = await replayOf(approval);
      expect(sha256Hex(seen)).toBe(seenThen.get(approval.id));
      expect(isIntact).toBe(true);
      for (const line of recomputed) expect(line.isEqual).toBe(true);
    }
    const { now } = await replayOf(at(0));
    expect(now.changed).toContainEqual({ lineNumber: 1, fact: 'inventoryPosition', before: 3, after: 7 });
    expect(now.changed.map(({ fact }) => fact)).toContain('orderUpToLevel');
    expect(now.lines[0]?.isEqual).toBe(false);
    const priced = (await replayOf(at(1))).now.changed;
    expect(priced).toContainEqual({ lineNumber: 1, fact: 'unitPriceMinor', before: 500, after: 620 });
    expect(priced).toContainEqual({ lineNumber: 1, fact: 'minimumOrderQuantity', before: 10, after: 400 });
  }, 240_000);

  it('shows no money to viewers', async () => {
    for (const approval of decided) {
      const replay = await replayOf(approval, viewer);
      expect(replay.seen).toMatchObject({ value: null, factSheet: null, advice: null });
      expect(replay.seen.lines.map(({ unitPriceMinor }) => unitPriceMinor)).toEqual([null, null]);
      expect(JSON.stringify(replay)).not.toMatch(/"\w*Minor":\d/);
      const prices = replay.now.changed.filter(({ fact }) => fact === 'unitPriceMinor');
      for (const { before, after } of prices) expect([before, after]).toEqual([null, null]);
    }
  });

  it('on what a person proposed says that there is no recommendation to compute again', async () => {
    const { seen } = await replayOf(at(1));
    const order = await admin.write('POST', '/purchase-orders', {
      supplierId: seen.supplierId,
      locationId: seen.locationId,
      lines: [{ productId: productAt(1), quantity: 12 }],
    });
    const approval = await eventually('the approval of the proposal', async () =>
      (await admin.pendingApprovals()).find(({ purchaseOrderId }) => purchaseOrderId === order.streamId),
    );
    const { recomputed, now, isIntact } = await replayOf(approval);
    expect(isIntact).toBe(true);
    expect(recomputed).toMatchObject([{ recommendedQuantity: null, because: 'proposedByPerson' }]);
    expect(now.lines).toMatchObject([{ because: null, isEqual: null }]);
  });

  it('is not intact once somebody has altered what is stored', async () => {
    await tamper(at(0), 'facts', '{0,vector,inventoryPosition}', 999);
    await tamper(at(1), 'fact_sheet', '{extra}', { label: 'Extra', text: '1' });
    await readAsTenant(
      system,
      (sql) => sql`UPDATE approvals SET value_minor = value_minor + 1 WHERE approval_id = ${at(2).id}`,
    );
    await readAsTenant(
      system,
      (sql) => sql`UPDATE approvals SET facts_hash = repeat('0', 64) WHERE approval_id = ${at(3).id}`,
    );
    const breaches = [];
    for (const approval of decided) breaches.push((await replayOf(approval)).breaches);
    expect(breaches).toEqual([['facts'], ['factSheet'], ['value'], ['facts', 'log'], [], []]);
    expect((await replayOf(at(0))).isIntact).toBe(false);
    expect((await replayOf(at(5))).isIntact).toBe(true);
  });
});

async function changeTerms(): Promise<{ eventId: string | null }> {
  const { products, supplierName } = await replayOf(at(1));
  const items = products.map(({ sku }) => ({
    supplier: supplierName,
    sku,
    unitPriceMinor: 620,
    minimumOrderQuantity: 400,
    orderMultiple: 5,
  }));
  return admin.write('PUT', '/supplier-terms', { items });
}

/** Every class is served nearly always: every level rises. */
function everServiceable(): unknown {
  const { classPolicies, ...rest } = defaultPlanningSettings;
  return { ...rest, classPolicies: classPolicies.map((each) => ({ ...each, serviceTarget: 0.995 })) };
}

async function tamper(
  { id }: Approval,
  column: 'facts' | 'fact_sheet',
  path: string,
  value: number | { readonly label: string; readonly text: string },
): Promise<void> {
  await readAsTenant(
    system,
    (sql) => sql`UPDATE approvals SET ${sql(column)} = jsonb_set(${sql(column)}, ${path}, ${sql.json(value)})
      WHERE approval_id = ${id}`,
  );
}
