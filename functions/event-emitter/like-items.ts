/**
 * Which other product a product is forecast like. Both products stay locked meanwhile, so that no chain comes to be of
 * two choices made at once.
 */
import { idOfName } from '#functions/_kit/ids.ts';
import type { Acceptance } from '#shared/domain/decider.ts';
import { chooseLikeItem, dropLikeItem, type LikeItemState } from '#shared/domain/demand/like-item.ts';
import { likeItemKey } from '#shared/domain/natural-keys.ts';
import { likeItemStreamName } from '#shared/domain/stream-names.ts';

import type { InputOf, TransactionRunner } from './command-table.ts';
import { demandVersion, type CommandContext, type CommandResult } from './command.ts';
import { atField, onlyProduct } from './input-checks.ts';
import { missingReference, productReference, type Reference } from './references.ts';
import { inTransaction } from './transaction.ts';
import type { UnitOfWork } from './unit-of-work.ts';

/** Commands on like items. */
export const likeItemCommands: Readonly<Record<string, TransactionRunner>> = {
  chooseLikeItem: (services, context, input) => {
    // The door parsed it by the schema of the operation.
    const { share, ...named } = input as InputOf<'chooseLikeItem'>;
    const other = onlyProduct(named);
    return inTransaction(services, context, async (unit) => {
      const [productId = '', likeProductId = ''] = await lockProducts(unit, [ownProduct(context), other]);
      const choices = await lockChoices(unit, [productId, likeProductId]);
      const decision = chooseLikeItem(choices.stateOf(productId), {
        productId,
        likeProductId,
        share,
        other: choices.stateOf(likeProductId),
        isLiked: (await unit.claimsWithPrefix(likeItemKey(productId, ''))).length > 0,
      });
      if (decision.kind === 'rejected') return atField(decision, other.path);
      return choices.write(context, productId, decision);
    });
  },

  dropLikeItem: (services, context) =>
    inTransaction(services, context, async (unit) => {
      const [productId = ''] = await lockProducts(unit, [ownProduct(context)]);
      const choices = await lockChoices(unit, [productId]);
      return choices.write(context, productId, dropLikeItem(choices.stateOf(productId), productId));
    }),
};

function ownProduct({ parameters: { productId } }: CommandContext): Reference {
  return productReference(productId === undefined ? {} : { productId });
}

/** The products' ids, each known to be the tenant's; 404 where one is not. */
async function lockProducts(unit: UnitOfWork, references: readonly Reference[]): Promise<readonly string[]> {
  const byKey = await unit.claims(references.flatMap(({ key }) => key ?? []));
  const ids = references.map(
    (reference) => reference.id ?? byKey.get(reference.key ?? '') ?? missingReference(reference),
  );
  const rows = await unit.lock(ids);
  for (const [i, reference] of references.entries()) {
    if (rows.get(ids[i] ?? '')?.type !== 'product') missingReference(reference);
  }
  return ids;
}

type Choices = {
  stateOf(productId: string): LikeItemState;
  write(
    context: CommandContext,
    productId: string,
    decision: Acceptance<LikeItemState>,
  ): Promise<CommandResult>;
};

const streamOf = (productId: string): string => idOfName(likeItemStreamName(productId));

async function lockChoices(unit: UnitOfWork, productIds: readonly string[]): Promise<Choices> {
  const rows = await unit.lock(productIds.map(streamOf));
  // Streams of like items are written by these commands alone, in this shape.
  const stateOf = (productId: string) => (rows.get(streamOf(productId))?.state ?? null) as LikeItemState;
  return {
    stateOf,
    write: async ({ ifMatch }, productId, { events, state }) => {
      const streamId = streamOf(productId);
      const version = rows.get(streamId)?.version ?? 0;
      demandVersion(ifMatch, version);
      const before = stateOf(productId);
      const [written] = await unit.append([{ streamId, streamType: 'likeItem', events, state }]);
      if (written === undefined) {
        const body = { eventId: null, streamId, streamVersion: version, outcome: 'unchanged' };
        return { status: 202, body };
      }
      // Who is liked is found by the claims of those who like it.
      if (before !== null) await unit.releaseClaims([likeItemKey(before.likeProductId, productId)]);
      if (state !== null) await unit.takeClaim(likeItemKey(state.likeProductId, productId), streamId);
      const { eventId, streamVersion } = written;
      return { status: 202, body: { eventId, streamId, streamVersion, outcome: 'changed' } };
    },
  };
}
