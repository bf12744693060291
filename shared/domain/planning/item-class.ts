/** ABC and XYZ class of a product at a location. */
import type { DomainEvent } from '#shared/contracts/events/event-types.ts';
import type { SkuClassified } from '#shared/contracts/events/planning-settings.ts';
import { changedFields } from '#shared/domain/changed-fields.ts';
import { accept, type Acceptance } from '#shared/domain/decider.ts';

/** The class that an item has; null before its first. */
export type ItemClassState = SkuClassified['after'] | null;

/** Puts an item into a class; no event where it is in it already. */
export function classifyItem(
  state: ItemClassState,
  after: SkuClassified['after'],
  item: { readonly productId: string; readonly locationId: string },
): Acceptance<ItemClassState> {
  const isSame = state !== null && changedFields(state, after) === null;
  const events: DomainEvent[] = isSame
    ? []
    : [{ type: 'SkuClassified', payload: { ...item, before: state, after } }];
  return accept(state, events, (before, event) =>
    event.type === 'SkuClassified' ? event.payload.after : before,
  );
}
