/** Names of the streams whose ids follow from what they are about; `_kit/ids.ts` makes the id of a name. */

/** Stock of a product at a location. */
export const stockStreamName = (productId: string, locationId: string): string =>
  `stock:${productId}:${locationId}`;

/** Demand of a product at a location. */
export const demandStreamName = (productId: string, locationId: string): string =>
  `demand:${productId}:${locationId}`;

/** Terms of a supplier for a product. */
export const termsStreamName = (supplierId: string, productId: string): string =>
  `terms:${supplierId}:${productId}`;

/** Inventory policy of a product at a location. */
export const policyStreamName = (productId: string, locationId: string): string =>
  `policy:${productId}:${locationId}`;

/** Issues and recommendation of a product at a location. */
export const replenishmentStreamName = (productId: string, locationId: string): string =>
  `replenishment:${productId}:${locationId}`;

/** Advice on one revision of an order. */
export const adviceStreamName = (purchaseOrderId: string, revision: number): string =>
  `advice:${purchaseOrderId}:${revision}`;

/** What became of an execution. */
export const executionStreamName = (executionId: string): string => `execution:${executionId}`;
