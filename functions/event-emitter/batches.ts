/** Items of a batch: a few at a time, those about the same thing one after the other. */

/** Runs every item; results stand in the order of the items. */
export async function inOrderPerSubject<R>(
  items: readonly unknown[],
  parallel: number,
  run: (item: unknown, index: number) => Promise<R>,
): Promise<readonly R[]> {
  const results: R[] = [];
  const queues = [...Map.groupBy(items.keys(), (index) => subjectOf(items[index], index)).values()];
  let next = 0;
  const worker = async (): Promise<void> => {
    for (let queue = queues[next++]; queue !== undefined; queue = queues[next++]) {
      for (const index of queue) results[index] = await run(items[index], index);
    }
  };
  await Promise.all(Array.from({ length: Math.min(parallel, queues.length) }, worker));
  return results;
}

/** What the item is about, as far as its order matters: a product, or something with a name. */
function subjectOf(item: unknown, index: number): string {
  if (typeof item !== 'object' || item === null) return String(index);
  const subject: unknown =
    'sku' in item ? item.sku : 'productId' in item ? item.productId : 'name' in item ? item.name : index;
  return String(subject);
}
