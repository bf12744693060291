import { describe, expect, test } from 'vitest';

import { planColumns } from './import-columns.ts';

const none = { set: new Map<string, string>(), map: new Map<string, string>() };

function planOf(...args: Parameters<typeof planColumns>) {
  const planned = planColumns(...args);
  if (!('plan' in planned)) throw new Error(planned.problems.join('; '));
  return planned.plan;
}

function problemsOf(...args: Parameters<typeof planColumns>) {
  const planned = planColumns(...args);
  return 'problems' in planned ? planned.problems : [];
}

describe('the columns of a file', () => {
  test('stand in any order and are named in any case', () => {
    const plan = planOf('products', ['Name', 'SKU', 'Unit Cost', 'colour'], none);
    expect(plan.cellsOf([' Cup ', 'A-1', '1.50', 'red'])).toEqual({
      sku: 'A-1',
      name: 'Cup',
      unit: 'pcs',
      category: '',
      unit_cost: '1.50',
      currency: '',
    });
    expect(plan.headingOf('unit_cost')).toBe('Unit Cost');
    expect(plan.ignored).toEqual(['colour']);
  });

  test('are brought to ours by a mapping, and filled by constants', () => {
    const plan = planOf('terms', ['supplier', 'sku', 'price_gbp'], {
      set: new Map([['moq', '6']]),
      map: new Map([['price_gbp', 'unit_price']]),
    });
    expect(plan.cellsOf(['Northgate', 'A-1', '2.40'])).toMatchObject({
      unit_price: '2.40',
      moq: '6',
      order_multiple: '1',
    });
  });

  test('a short row has empty cells', () => {
    expect(planOf('suppliers', ['name', 'lead_time_days'], none).cellsOf(['Kestrel'])).toMatchObject({
      name: 'Kestrel',
      lead_time_days: '',
    });
  });

  test('that are missing are named, with what was found and what to do', () => {
    expect(problemsOf('stock', ['sku', 'qty'], none)).toEqual([
      'columns location, on_hand, as_of missing: the file has sku, qty; name them so, or say --map theirs=location or --set location=value',
    ]);
  });

  test('that stand twice, or are named by options that fit nothing, are refused', () => {
    expect(problemsOf('products', ['sku', 'sku', 'name'], none)).toContain(
      'the file has the column sku twice: rename one',
    );
    const options = { set: new Map([['colour', 'red']]), map: new Map([['title', 'name']]) };
    const problems = problemsOf('products', ['sku', 'name'], options);
    expect(problems[0]).toContain('--set names the column colour, expected one of sku, name');
    expect(problems[1]).toContain('--map names title, which the file does not have');
  });

  test('named like parts of an object are only names', () => {
    const plan = planOf('suppliers', ['name', 'lead_time_days', '__proto__', 'constructor'], none);
    expect(plan.ignored).toEqual(['__proto__', 'constructor']);
  });
});
