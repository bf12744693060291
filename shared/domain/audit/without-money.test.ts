import { describe, expect, test } from 'vitest';

import { eventForViewers, withoutMoney } from './without-money.ts';

describe('what viewers read', () => {
  test('amounts are null at any depth, everything else stays', () => {
    expect(
      withoutMoney({
        number: 'PO-1042',
        valueMinor: 168_000,
        lines: [
          {
            lineNumber: 1,
            quantity: 200,
            unitPriceMinor: 840,
            steps: [{ rule: 'grossNeed', quantity: 182 }],
          },
        ],
        before: { unitCostMinor: 5, name: 'Filter' },
      }),
    ).toEqual({
      number: 'PO-1042',
      valueMinor: null,
      lines: [
        { lineNumber: 1, quantity: 200, unitPriceMinor: null, steps: [{ rule: 'grossNeed', quantity: 182 }] },
      ],
      before: { unitCostMinor: null, name: 'Filter' },
    });
  });

  test('a change of a price says that it changed, not from what to what', () => {
    const changes = [
      { lineNumber: 1, fact: 'unitPriceMinor', before: 840, after: 900 },
      { lineNumber: 1, fact: 'inventoryPosition', before: 214, after: 100 },
    ];
    expect(withoutMoney(changes)).toEqual([
      { lineNumber: 1, fact: 'unitPriceMinor', before: null, after: null },
      { lineNumber: 1, fact: 'inventoryPosition', before: 214, after: 100 },
    ]);
  });

  test('the words of an advice and its fact sheet are hidden, for they cite prices', () => {
    const event = {
      type: 'AdviceReceived',
      payload: { source: 'model', factSheet: { orderValue: '€1,680.00' }, advice: {} },
    };
    expect(eventForViewers(event).payload).toEqual({ source: 'model', factSheet: null, advice: null });
  });
});
