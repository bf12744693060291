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

/** How the tenant plans. */
export const planningSettingsStreamName = 'planning-settings';

/** Overrides and excluded days of the demand of a product at a location. */
export const demandPlanStreamName = (productId: string, locationId: string): string =>
  `demandPlan:${productId}:${locationId}`;

/** Which other product a product is forecast like. */
export const likeItemStreamName = (productId: string): string => `likeItem:${productId}`;

/** What a person set instead of the class's policy for a product at a location. */
export const policyOverrideStreamName = (productId: string, locationId: string): string =>
  `policyOverride:${productId}:${locationId}`;

/** ABC and XYZ class of a product at a location. */
export const itemClassStreamName = (productId: string, locationId: string): string =>
  `itemClass:${productId}:${locationId}`;

/** Who may approve what. */
export const approvalPolicyStreamName = 'approval-policy';

/** Who has handed their approvals to whom: one stream, so that no two of them make a circle. */
export const delegationsStreamName = 'approval-delegations';
