/** How events are put into words: names instead of ids, amounts with their currency. */
import type { Actor, Reason } from '#shared/contracts/events/envelope.ts';

/** What sentences about events need to know beside the event. */
export type Words = {
  /** Who did it, by name. */
  readonly actor: string;
  /** What it is about: an order number, a SKU, a supplier's name. */
  readonly subject: string;
  /** The name of a product, location, supplier or order. */
  readonly nameOf: (id: string) => string;
  /** The name of a member, by the subject of their tokens. */
  readonly personOf: (sub: string) => string;
  /** Whether the reader may see amounts of money. */
  readonly seesCosts: boolean;
};

const actorNames: Readonly<Record<Exclude<Actor['kind'], 'user' | 'supplier'>, string>> = {
  system: 'Stock-Mate',
  workflow: 'The workflow',
  model: 'The advice model',
};

/** The actor's name: people by their member's name where there is one. */
export function actorName(actor: Actor, memberNames: ReadonlyMap<string, string>): string {
  const name =
    actor.kind === 'user' || actor.kind === 'supplier'
      ? memberName(actor.id, memberNames)
      : actorNames[actor.kind];
  return actor.onBehalfOf === undefined ? name : `${name} for ${memberName(actor.onBehalfOf, memberNames)}`;
}

function memberName(sub: string, memberNames: ReadonlyMap<string, string>): string {
  return memberNames.get(sub) ?? sub;
}

/** A quantity with thousands separated, at most three decimals. */
export function quantityText(quantity: number): string {
  return quantity.toLocaleString('en-GB', { maximumFractionDigits: 3 });
}

/** A share as a percentage, at most two decimals. */
export function percentText(share: number): string {
  return `${(share * 100).toLocaleString('en-GB', { maximumFractionDigits: 2 })} %`;
}

/** A product and its location by their names. */
export function placeText(
  { productId, locationId }: { readonly productId: string; readonly locationId: string },
  { nameOf }: Words,
): string {
  return `${nameOf(productId)} at ${nameOf(locationId)}`;
}

/** An amount of minor units with its currency. */
export function moneyText(amountMinor: number, currency: string): string {
  const format = new Intl.NumberFormat('en-GB', { style: 'currency', currency });
  return format.format(amountMinor / 10 ** (format.resolvedOptions().maximumFractionDigits ?? 2));
}

/** A reason as the end of a sentence: `: price too high (“until June”)`. */
export function reasonText(reason: Reason | null): string {
  if (reason === null) return '';
  const code = reason.code.replaceAll('-', ' ');
  if (reason.text === undefined) return `: ${code}`;
  return reason.code === 'other' ? `: “${reason.text}”` : `: ${code} (“${reason.text}”)`;
}

/** `reorderPoint` as `reorder point`. */
export function spaced(name: string): string {
  return name.replace(/Minor$/, '').replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}

/** `1 line`, `3 lines`. */
export function counted(count: number, singular: string, plural = `${singular}s`): string {
  return `${quantityText(count)} ${count === 1 ? singular : plural}`;
}
