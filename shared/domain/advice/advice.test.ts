import { describe, expect, it } from 'vitest';

import { refuseAdvice, renderAdvice } from './render-advice.ts';
import { templateAdvice } from './template-advice.ts';

const sheet = {
  productName: { label: 'product', text: 'Filter <b>{{orderValue}}</b> 12' },
  orderValue: { label: 'value', text: '€1,680.00' },
  inventoryPosition: { label: 'position', text: '214 pcs' },
  reorderPoint: { label: 'reorder point', text: '286 pcs' },
  riskNow: { label: 'risk now', text: '25 %' },
  riskAfterWeek: { label: 'risk in a week', text: '77 %' },
};
const draft = (explanation: string) => ({ explanation, suggestedAction: 'approve', risk: 'medium' }) as const;

describe('advice', () => {
  it('is shown with its citations written out and counted', () => {
    const words = draft(
      'The position {{inventoryPosition}} is under {{ reorderPoint }}; waiting raises {{riskNow}} to {{riskAfterWeek}}.',
    );
    expect(refuseAdvice(words, sheet)).toBeNull();
    const advice = renderAdvice(words, sheet);
    expect(advice.explanation).toBe('The position 214 pcs is under 286 pcs; waiting raises 25 % to 77 %.');
    expect(advice.figures).toHaveLength(4);
  });

  it.each([
    'Order 12 units.',
    'Order twelve units.',
    'Risk doubles to {{riskTomorrow}}.',
    'Risk ½ of what it was.',
    'See https://example.com for {{riskNow}}.',
    'Approve <b>now</b>.',
    'Одобрить сейчас.',
    'Risk is {{constructor}}.',
    'Stock covers ٣ days.',
    'Order half of it.',
  ])('is refused: %s', (explanation) => {
    expect(refuseAdvice(draft(explanation), sheet)).not.toBeNull();
  });

  it('does not expand what stands in a name', () => {
    expect(renderAdvice(draft('Buy {{productName}}.'), sheet).explanation).toBe(
      'Buy Filter <b>{{orderValue}}</b> 12.',
    );
  });

  it('computed from the figures passes its own check, with few facts and with many', () => {
    for (const facts of [{ orderValue: sheet.orderValue }, sheet]) {
      const template = templateAdvice(facts);
      expect(refuseAdvice(template, facts)).toBeNull();
      expect(renderAdvice(template, facts).explanation).toContain('€1,680.00');
    }
  });
});
