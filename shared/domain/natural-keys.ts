/** Keys of the claims that make natural names unique within a tenant. */

/** A product by its SKU, as it is written. */
export const productKey = (sku: string): string => `sku:${sku}`;

/** A supplier by its name; upper and lower case are the same. */
export const supplierKey = (name: string): string => `supplier:${name.toLowerCase()}`;

/** A location by its name; upper and lower case are the same. */
export const locationKey = (name: string): string => `location:${name.toLowerCase()}`;

/** A product by what a scanner reads off it. */
export const barcodeKey = (barcode: string): string => `barcode:${barcode}`;

/** The stock that a reservation holds. */
export const reservationKey = (reservationId: string): string => `reservation:${reservationId}`;

/** The stock that was counted. */
export const countKey = (countId: string): string => `count:${countId}`;

/** The location that is meant where none is named: the tenant's first. */
export const defaultLocationKey = 'location:default';

/** An import by what it holds; the same file twice is the same import. */
export const importKey = (kind: string, fileHash: string): string => `import:${kind}:${fileHash}`;

/** The stream that an override of demand stands in. */
export const demandOverrideKey = (overrideId: string): string => `override:${overrideId}`;

/** That a product is forecast like another; those of one other product begin alike. */
export const likeItemKey = (likeProductId: string, productId: string): string =>
  `like:${likeProductId}:${productId}`;
