/** The advice step in the workflow, against a model that answers well and badly. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import type { AdviceView, Approval, ApprovalDetail } from '#shared/contracts/api/models/approvals.ts';
import { eventually, openApi } from '#test/support/api.ts';
import { type Manner, startModelServer } from '#test/support/model-server.ts';
import { stockSmallShop } from '#test/support/small-shop.ts';
import { type TestSystem, startSystem } from '#test/support/system.ts';

// The small shop's suppliers deliver in 5, 6, 7 … days: the request tells which order it is about.
const manners: Readonly<Record<string, Manner>> = {
  '5 days': 'good',
  '6 days': 'figure',
  '7 days': 'form',
  '8 days': 'error',
  '9 days': 'page',
  '10 days': 'silence',
};

describe('advice by a model', () => {
  let system: TestSystem;
  let model: Awaited<ReturnType<typeof startModelServer>>;
  const adviceOf = new Map<string, AdviceView | null>();

  beforeAll(async () => {
    model = await startModelServer(({ input }) => manners[leadTimeIn(input)] ?? 'error');
    system = await startSystem({
      env: { OPENAI_API_KEY: 'test', OPENAI_BASE_URL: model.url, ADVICE_MODEL: 'test-model' },
    });
    const api = openApi(system.endpoints.api, () => system.token('admin'));
    await stockSmallShop(api, 6);
    await api.write('POST', '/forecast-runs', {});
    // The silent model is waited for twice.
    const approvals: readonly Approval[] = await eventually(
      'six approvals',
      async () => {
        const pending = await api.pendingApprovals();
        return pending.length === 6 ? pending : null;
      },
      150,
    );
    for (const { id } of approvals) {
      const { body } = await api.request<ApprovalDetail>('GET', `/approvals/${id}`);
      adviceOf.set(`${body.lines[0]?.leadTimeDays} days`, body.advice);
    }
  }, 240_000);
  afterAll(async () => {
    await system.stop();
    await model.stop();
  });

  it('is shown with its figures written out when every one of them is a citation', () => {
    const advice = adviceOf.get('5 days');
    expect(advice).toMatchObject({
      source: 'model',
      model: 'test-model',
      suggestedAction: 'approve',
      figuresChecked: 4,
    });
    expect(advice?.explanation).toMatch(
      /^The position \d+ pcs is under \d+ pcs, and waiting raises \d+ % to \d+ %\.$/,
    );
  });

  it.each(['6 days', '7 days', '8 days', '9 days', '10 days'])(
    'gives way to the computed explanation (%s)',
    (leadTime) => {
      const advice = adviceOf.get(leadTime);
      expect(advice).toMatchObject({ source: 'template' });
      expect(advice?.computedBecause).toBeTruthy();
      expect(advice?.explanation).not.toContain('12 more');
    },
  );

  it('is asked of the configured model, stored nowhere, and told no names that people typed', () => {
    expect(model.requests.length).toBeGreaterThanOrEqual(6);
    for (const { model: name, store, input } of model.requests) {
      expect(name).toBe('test-model');
      expect(store).toBe(false);
      expect(input).not.toMatch(/Supplier \d|Product S\d|PO-\d/);
    }
  });
});

function leadTimeIn(input: string): string {
  // The input is the fact sheet.
  const sheet = JSON.parse(input) as { readonly leadTime?: { readonly text?: string } };
  return sheet.leadTime?.text ?? '';
}
