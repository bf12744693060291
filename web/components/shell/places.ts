import type { Messages } from '#web/messages/en.ts';
import type { IconName } from '#web/components/parts/icon.tsx';

/** The places of the navigation, with the letter that goes there after `g`. */
export const places: readonly {
  readonly href: string;
  readonly name: keyof Messages['nav'];
  readonly icon: IconName;
  readonly letter: string;
}[] = [
  { href: '/approvals', name: 'approvals', icon: 'approvals', letter: 'a' },
  { href: '/products', name: 'products', icon: 'products', letter: 'p' },
  { href: '/stock', name: 'stock', icon: 'stock', letter: 's' },
  { href: '/purchase-orders', name: 'purchaseOrders', icon: 'orders', letter: 'o' },
  { href: '/policies', name: 'policies', icon: 'policies', letter: 'l' },
  { href: '/demand-events', name: 'demandEvents', icon: 'events', letter: 'e' },
  { href: '/forecast-runs', name: 'forecastRuns', icon: 'runs', letter: 'r' },
  { href: '/audit', name: 'audit', icon: 'audit', letter: 't' },
];

/** What a place is called. */
export function placeName(place: (typeof places)[number], t: Messages): string {
  const name = t.nav[place.name];
  return typeof name === 'string' ? name : '';
}
