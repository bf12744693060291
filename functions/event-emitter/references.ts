/** How requests name products, suppliers and locations: by id or by natural key. */
import { Refusal } from '#functions/_kit/refusal.ts';
import { defaultLocationKey, locationKey, productKey, supplierKey } from '#shared/domain/natural-keys.ts';

/** Something a request names, and where in the request. */
export type Reference = {
  readonly type: 'product' | 'supplier' | 'location';
  readonly path: string;
  /** What the request says, for messages. */
  readonly said: string;
  readonly id?: string;
  readonly key?: string;
};

/** The product that `productId` or `sku` names. */
export function productReference(
  input: { readonly productId?: string; readonly sku?: string },
  path = '',
): Reference {
  const { productId, sku } = input;
  if (productId !== undefined)
    return { type: 'product', path: `${path}productId`, said: productId, id: productId };
  if (sku !== undefined) return { type: 'product', path: `${path}sku`, said: sku, key: productKey(sku) };
  throw unnamed(`${path}sku`, 'name the product by sku or productId');
}

/** The supplier that `supplierId` or `supplier` names. */
export function supplierReference(
  input: { readonly supplierId?: string; readonly supplier?: string },
  path = '',
): Reference {
  const { supplierId, supplier } = input;
  if (supplierId !== undefined)
    return { type: 'supplier', path: `${path}supplierId`, said: supplierId, id: supplierId };
  if (supplier !== undefined)
    return { type: 'supplier', path: `${path}supplier`, said: supplier, key: supplierKey(supplier) };
  throw unnamed(`${path}supplier`, 'name the supplier by supplier or supplierId');
}

/** The location that `locationId` or `location` names; the tenant's first where neither does. */
export function locationReference(
  input: { readonly locationId?: string; readonly location?: string },
  path = '',
): Reference {
  const { locationId, location } = input;
  if (locationId !== undefined)
    return { type: 'location', path: `${path}locationId`, said: locationId, id: locationId };
  if (location !== undefined)
    return { type: 'location', path: `${path}location`, said: location, key: locationKey(location) };
  return {
    type: 'location',
    path: `${path}location`,
    said: "the tenant's first location",
    key: defaultLocationKey,
  };
}

/** Refuses with 404 because there is no such thing. */
export function missingReference({ type, path, said }: Reference): never {
  throw new Refusal(404, undefined, {
    detail: `there is no ${type} "${said}"`,
    errors: [{ path, message: `names no ${type}` }],
  });
}

function unnamed(path: string, message: string): Refusal {
  return new Refusal(400, undefined, { detail: message, errors: [{ path, message }] });
}
