import type { Product } from '#shared/contracts/api/models/catalogue.ts';
import { ProblemPanel } from '#web/components/parts/problem-panel.tsx';
import { load } from '#web/lib/api.ts';

import { ProductStock } from './product-stock.tsx';

const none = { onHand: 0, allocated: 0, quarantined: 0, available: 0 };

/** Reads the stock of a product at every location, what of it is promised, and its units and barcodes. */
export async function FoundProduct({ product: { productId, sku, name } }: { readonly product: Product }) {
  const [stock, locations, reservations, codes] = await Promise.all([
    load('GET /stock', { query: { productId, limit: '1000' } }),
    load('GET /locations', { query: { limit: '1000' } }),
    load('GET /stock-reservations', { query: { productId, status: 'held', limit: '200' } }),
    load('GET /products/{productId}/units', { params: { productId } }),
  ]);
  if (!stock.ok) return <ProblemPanel problem={stock.problem} />;
  if (!locations.ok) return <ProblemPanel problem={locations.problem} />;
  if (!reservations.ok) return <ProblemPanel problem={reservations.problem} />;
  if (!codes.ok) return <ProblemPanel problem={codes.problem} />;
  const places = locations.data.items.map(({ locationId, name: locationName }) => ({
    ...none,
    ...stock.data.items.find((row) => row.locationId === locationId),
    locationId,
    locationName,
  }));
  return (
    <ProductStock
      key={productId}
      item={{ productId, sku, name, codes: codes.data }}
      places={places}
      reservations={reservations.data.items}
    />
  );
}
