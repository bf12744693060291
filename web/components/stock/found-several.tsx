import Link from 'next/link';

import type { Product } from '#shared/contracts/api/models/catalogue.ts';
import type { Messages } from '#web/messages/en.ts';

/** Products to choose from where a code or word fits several. */
export function FoundSeveral({
  products,
  t,
}: {
  readonly products: readonly Product[];
  readonly t: Messages;
}) {
  return (
    <section className="panel" aria-labelledby="several-title">
      <h2 id="several-title">{t.stock.several(products.length)}</h2>
      <ul className="sequence">
        {products.map(({ productId, sku, name }) => (
          <li key={productId}>
            <Link href={`/stock?sku=${encodeURIComponent(sku)}`} data-row prefetch={false}>
              {name}
            </Link>{' '}
            <span className="quiet small">{sku}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
