/** A shop small enough for tests: every supplier has products that are out of stock, so every supplier gets an order. */
import type { Api } from './api.ts';

const day = (daysAgo: number): string =>
  new Date(Date.now() - daysAgo * 86_400_000).toISOString().slice(0, 10);

/** Writes suppliers with two products each, 90 days of demand, and stock that is nearly gone. */
export async function stockSmallShop(api: Api, suppliers: number): Promise<{ products: number }> {
  const names = Array.from({ length: suppliers }, (_, i) => `Supplier ${String(i + 1).padStart(2, '0')}`);
  const skus = names.flatMap((supplier, i) => [1, 2].map((n) => ({ supplier, sku: `S${i + 1}-P${n}` })));
  await api.write('PUT', '/locations', { name: 'Main' });
  await api.write('PUT', '/suppliers', {
    items: names.map((name, i) => ({ name, leadTimeDays: 5 + (i % 7) })),
  });
  await api.write('PUT', '/products', {
    items: skus.map(({ sku }) => ({ sku, name: `Product ${sku}`, unitCostMinor: 450 })),
  });
  await api.write('PUT', '/supplier-terms', {
    items: skus.map(({ supplier, sku }) => ({
      supplier,
      sku,
      unitPriceMinor: 500,
      minimumOrderQuantity: 10,
      orderMultiple: 5,
    })),
  });
  await api.write('PUT', '/stock', {
    items: skus.map(({ sku }) => ({ sku, onHand: 3, asOf: new Date().toISOString() })),
  });
  const rows = Array.from({ length: 90 }, (_, i) => [day(90 - i), 3 + ((i * 7) % 5)]);
  const demand = await api.write('POST', '/demand', { items: skus.map(({ sku }) => ({ sku, rows })) });
  await api.request('GET', `/events/${demand.eventId}?wait=20s`);
  return { products: skus.length };
}
