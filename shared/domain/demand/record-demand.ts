/** Demand of one product at one location, as it comes in. */
import type { DemandRow } from '#shared/contracts/events/demand.ts';
import type { DomainEvent } from '#shared/contracts/events/event-types.ts';
import { accept, type Acceptance } from '#shared/domain/decider.ts';

/** What of a demand stream has come in so far. */
export type DemandState = { readonly batches: number; readonly sales: number };

/** A stream without demand. */
export const noDemand: DemandState = { batches: 0, sales: 0 };

/** Which product, where, and as part of which import. */
export type DemandSource = {
  readonly productId: string;
  readonly locationId: string;
  readonly importId: string | null;
};

/** One batch event for the rows of an import; otherwise one sale per row. */
export function recordDemand(
  state: DemandState,
  rows: readonly DemandRow[],
  { productId, locationId, importId }: DemandSource,
): Acceptance<DemandState> {
  const events: DomainEvent[] =
    importId === null
      ? rows.map(([day, quantity]) => ({
          type: 'SaleRecorded',
          payload: { productId, locationId, day, quantity },
        }))
      : [{ type: 'DemandImported', payload: { importId, productId, locationId, rows: [...rows] } }];
  return accept(state, events, evolveDemand);
}

/** Units demanded in all rows together. */
export function demandSum(rows: readonly DemandRow[]): number {
  return Math.round(rows.reduce((sum, [, quantity]) => sum + quantity, 0) * 1000) / 1000;
}

/** What an event makes of the state. */
function evolveDemand(state: DemandState, event: DomainEvent): DemandState {
  if (event.type === 'DemandImported') return { ...state, batches: state.batches + 1 };
  if (event.type === 'SaleRecorded') return { ...state, sales: state.sales + 1 };
  return state;
}
