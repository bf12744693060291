import type { Issue } from '#shared/contracts/events/planning.ts';
import type { MaterialFacts } from '#shared/contracts/material-facts.ts';
import { dayNumber } from '#shared/forecasting/day-number.ts';

const DEAD_AFTER_DAYS = 120;
/** Over the level by as much again, and by three months' demand: less is a rounded-up order. */
const EXCESS_OVER_LEVEL = 1;
const EXCESS_COVER_DAYS = 90;

/** The issue of orders past their promised day. */
export function lateSupplierIssue(facts: MaterialFacts, asOf: string): Issue | null {
  const late = facts.openOrders
    .filter((order) => order.quantity > 0)
    .map((order) => ({
      ...order,
      daysLate: order.promisedDate === null ? 0 : daysBetween(order.promisedDate, asOf),
    }))
    .filter((order) => order.daysLate > 0)
    .sort((a, b) => b.daysLate - a.daysLate);
  const worst = late[0];
  if (worst === undefined) return null;
  const quantity = late.reduce((total, order) => total + order.quantity, 0);
  return {
    kind: 'lateSupplier',
    severity: facts.available <= 0 ? 'urgent' : 'soon',
    detail: {
      because: `${worst.number} is ${worst.daysLate} days late`,
      daysLate: worst.daysLate,
      quantity,
      supplier: facts.supplierName,
    },
  };
}

/** The issue of a position far above the order-up-to level. */
export function excessIssue(facts: MaterialFacts): Issue | null {
  const { orderUpToLevel, inventoryPosition, meanPerDay } = facts;
  if (orderUpToLevel === null || meanPerDay === null) return null;
  const quantity = inventoryPosition - orderUpToLevel;
  const threshold = Math.max(EXCESS_OVER_LEVEL * orderUpToLevel, EXCESS_COVER_DAYS * meanPerDay);
  if (quantity <= 0 || quantity <= threshold) return null;
  return {
    kind: 'excess',
    severity: 'watch',
    detail: {
      because: 'position far above the order-up-to level',
      excessQuantity: thousandths(quantity),
      daysOfSupply: meanPerDay > 0 ? Math.round(inventoryPosition / meanPerDay) : null,
      surplusOnOrder: thousandths(Math.min(quantity, facts.onOrder)),
    },
  };
}

/** The issue of stock that has not sold for long. */
export function deadStockIssue(facts: MaterialFacts, asOf: string): Issue | null {
  if (facts.onHand <= 0 || facts.lastDemandDay === null) return null;
  const days = daysBetween(facts.lastDemandDay, asOf);
  return {
    kind: 'deadStock',
    severity: 'watch',
    detail: { because: `nothing sold for ${days} days`, daysWithoutDemand: days, onHand: facts.onHand },
  };
}

/** Whether nothing was sold for so long that nothing more should be ordered. */
export function hasNotSold({ lastDemandDay }: MaterialFacts, asOf: string): boolean {
  return lastDemandDay !== null && daysBetween(lastDemandDay, asOf) > DEAD_AFTER_DAYS;
}

function daysBetween(from: string, to: string): number {
  return dayNumber(to) - dayNumber(from);
}

function thousandths(quantity: number): number {
  return Math.round(quantity * 1000) / 1000;
}
