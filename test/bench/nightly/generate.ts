/** Demand of a shop: seasonal, trended, intermittent, lumpy and new products; the same for the same number. */
import { at } from '#shared/forecasting/at.ts';
import { seededRandom } from '#shared/forecasting/seeded-random.ts';

/** How the demand of a product comes. */
type Kind = 'seasonal' | 'trended' | 'intermittent' | 'lumpy' | 'new';

const kinds: readonly Kind[] = [
  ...Array<Kind>(6).fill('seasonal'),
  ...Array<Kind>(4).fill('trended'),
  ...Array<Kind>(6).fill('intermittent'),
  ...Array<Kind>(3).fill('lumpy'),
  'new',
];
const week = [1.1, 1, 0.9, 1, 1.3, 1.5, 0.4];

/** Units sold on each of the last `days` days, oldest first; whole numbers. */
export function generateDemand(number: number, days: number): readonly number[] {
  const random = seededRandom(`sku ${number}`);
  const kind = kinds[number % kinds.length] ?? 'seasonal';
  const level = 0.5 + 20 * random() ** 3;
  const chance = 0.03 + 0.25 * random();
  const drift = (random() - 0.4) / days;
  const phase = Math.floor(random() * 365);
  const begin = kind === 'new' ? days - 10 - Math.floor(random() * 120) : 0;
  return Array.from({ length: days }, (_, day) => {
    if (day < begin) return 0;
    const noise = 0.5 + random();
    if (kind === 'intermittent') return random() < chance ? 1 + Math.floor(random() * 4) : 0;
    if (kind === 'lumpy') return random() < chance / 2 ? 1 + Math.floor(random() ** 4 * 200) : 0;
    const year = kind === 'seasonal' ? 1 + 0.5 * Math.sin((2 * Math.PI * (day + phase)) / 365) : 1;
    const trend = kind === 'trended' ? Math.max(0.2, 1 + drift * day * 2) : 1;
    return Math.round(level * at(week, day % 7) * year * trend * noise);
  });
}
