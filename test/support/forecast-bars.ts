/** Holds a measured run of `npm run bench:forecast` against its bars: what was met stays met, what was missed gets no worse. */
import { readFileSync } from 'node:fs';

import type { Bar } from '#test/bench/forecasting/bars.ts';

/** Bars that are missed, and the figure they have reached: nothing may fall behind it. */
const reached: Readonly<Record<string, number>> = {};

/** Times depend on what else the machine does; they are read, not held. */
const isTimed = ({ name }: Bar): boolean => /cpu|minutes|memory|rss/i.test(name);

const [file = ''] = process.argv.slice(2);
// Written by the bench.
const { bars } = JSON.parse(readFileSync(file, 'utf8')) as { readonly bars: readonly Bar[] };
const broken = bars.filter((bar) => !isTimed(bar) && !isHeld(bar));
for (const { name, value, sense, bar } of bars.filter(({ pass }) => !pass)) {
  console.log(`forecast bar missed: ${name} is ${value}, must be ${sense} ${bar}`);
}
console.log(`forecast bars: ${bars.filter(({ pass }) => pass).length} of ${bars.length} met`);
process.exitCode = bars.length > 0 && broken.length === 0 ? 0 : 1;

function isHeld({ name, value, pass, sense }: Bar): boolean {
  const known = reached[name];
  if (pass || known === undefined) return pass;
  return sense === '≤' ? value <= known : value >= known;
}
