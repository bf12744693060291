/** Which other product a product is forecast like while it has too little history of its own. */
import type { DomainEvent } from '#shared/contracts/events/event-types.ts';
import { accept, reject, type Acceptance, type Decision } from '#shared/domain/decider.ts';

/** The choice; null: its own history alone. */
export type LikeItemState = { readonly likeProductId: string; readonly share: number } | null;

/** What is chosen; what the other product itself is like, and whether a third one is like this product. */
export type LikeItemChoice = {
  readonly productId: string;
  readonly likeProductId: string;
  readonly share: number;
  readonly other: LikeItemState;
  readonly isLiked: boolean;
};

/** Chooses the other product; chains are refused: what others are like must have a history of its own. */
export function chooseLikeItem(
  state: LikeItemState,
  { other, isLiked, ...choice }: LikeItemChoice,
): Decision<LikeItemState> {
  if (choice.likeProductId === choice.productId) {
    return reject(409, 'A product cannot be like itself', { detail: 'name another product' });
  }
  if (other !== null) {
    return reject(409, 'The other product is itself like another', {
      detail: 'name a product that is forecast by its own history',
    });
  }
  if (isLiked) {
    return reject(409, 'Another product is like this one', {
      detail: 'others are forecast by the history of this product: let them go first',
    });
  }
  const isSame = state?.likeProductId === choice.likeProductId && state.share === choice.share;
  const events: DomainEvent[] = isSame ? [] : [{ type: 'LikeItemChosen', payload: choice }];
  return accept(state, events, evolveLikeItem);
}

/** Goes back to the product's own history. */
export function dropLikeItem(state: LikeItemState, productId: string): Acceptance<LikeItemState> {
  const events: DomainEvent[] =
    state === null
      ? []
      : [{ type: 'LikeItemChosen', payload: { productId, likeProductId: null, share: null } }];
  return accept(state, events, evolveLikeItem);
}

/** What an event makes of the choice. */
function evolveLikeItem(state: LikeItemState, event: DomainEvent): LikeItemState {
  if (event.type !== 'LikeItemChosen') return state;
  const { likeProductId, share } = event.payload;
  return likeProductId === null || share === null ? null : { likeProductId, share };
}
