import type { UnitOfWork } from '#functions/event-emitter/unit-of-work.ts';

/** The next order number of the tenant, such as PO-1042; numbers of transactions that fail are given out again. */
export async function nextOrderNumber(unit: UnitOfWork): Promise<string> {
  const [counter] = await unit.sql<{ value: number }[]>`
    INSERT INTO counters AS c (tenant_id, name, value) VALUES (current_tenant(), 'purchase-order', 1001)
    ON CONFLICT (tenant_id, name) DO UPDATE SET value = c.value + 1 RETURNING value`;
  if (counter === undefined) throw new Error('the counter of order numbers gave no number');
  return `PO-${counter.value}`;
}
