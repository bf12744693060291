import type { Approval } from '#shared/contracts/api/models/approvals.ts';

/** The approvals that the filter text names: by order, supplier, product or SKU; the order stays. */
export function filterApprovals(items: readonly Approval[], text: string): readonly Approval[] {
  const words = text
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  if (words.length === 0) return items;
  return items.filter(({ number, supplierName, locationName, lines }) => {
    const haystack = [
      number,
      supplierName,
      locationName,
      ...lines.flatMap(({ sku, productName }) => [sku, productName]),
    ]
      .join(' ')
      .toLowerCase();
    return words.every((word) => haystack.includes(word));
  });
}

/** The address of a decision page that keeps the list it was opened from. */
export function decisionHref(id: string, filter: string): string {
  return filter === '' ? `/approvals/${id}` : `/approvals/${id}?q=${encodeURIComponent(filter)}`;
}
