import * as v from 'valibot';

/** From reading without costs up to managing members; each may do what the ones before it may. */
export const Role = v.picklist(['viewer', 'operator', 'approver', 'admin']);
/** From reading without costs up to managing members; each may do what the ones before it may. */
export type Role = v.InferOutput<typeof Role>;

const order: readonly Role[] = ['viewer', 'operator', 'approver', 'admin'];

/** Whether someone with the role may do what needs at least `needed`. */
export function hasRole(role: Role, needed: Role): boolean {
  return order.indexOf(role) >= order.indexOf(needed);
}
