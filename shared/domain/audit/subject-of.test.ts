import { describe, expect, test } from 'vitest';

import { idsIn, subjectOf } from './subject-of.ts';

const nameOf = (id: string): string => `<${id}>`;

describe('what an event is about', () => {
  test.each([
    ['purchaseOrder', {}, '<stream>'],
    ['purchaseOrder', { number: 'PO-1042' }, 'PO-1042'],
    ['product', { sku: 'FC-10', name: 'Filter' }, 'FC-10'],
    ['supplier', { name: 'Acme' }, 'Acme'],
    ['import', { fileName: 'sales.csv' }, 'sales.csv'],
    ['stockLevel', { productId: 'p', locationId: 'l' }, '<p> at <l>'],
    ['replenishment', { productId: 'p', locationId: 'l' }, '<p> at <l>'],
    ['demandPlan', { productId: 'p', locationId: 'l', day: '2026-11-01' }, '<p> at <l>'],
    ['demandEvent', { name: 'Fair' }, 'Fair'],
    ['demandEvent', {}, '<stream>'],
    ['likeItem', { productId: 'p', likeProductId: 'o' }, '<p>'],
    ['policyOverride', { productId: 'p', locationId: 'l' }, '<p> at <l>'],
    ['itemClass', { productId: 'p', locationId: 'l' }, '<p> at <l>'],
    ['planningSettings', { until: null }, 'planning settings'],
    ['supplierTerms', { supplierId: 's', productId: 'p' }, '<s>, <p>'],
    ['advice', { purchaseOrderId: 'o' }, '<o>'],
    ['execution', { executionId: 'arn:aws:states:r:1:execution:machine:name' }, 'name'],
    ['stockLevel', { old: true }, '<stream>'],
    ['unheardOf', null, '<stream>'],
  ])('%s with %j is %s', (streamType, payload, subject) => {
    expect(subjectOf({ streamId: 'stream', streamType, payload }, nameOf)).toBe(subject);
  });

  test('the ids whose names are needed are those of stream, members and lines', () => {
    const payload = { supplierId: 's', lines: [{ productId: 'p1' }, { productId: 'p2' }], number: 'PO-1' };
    expect(idsIn({ streamId: 'o', streamType: 'purchaseOrder', payload })).toEqual(['o', 's', 'p1', 'p2']);
  });
});
