/** What the commands work with. */
import type { Clock } from '#functions/_kit/clock.ts';
import type { Database } from '#functions/_kit/database.ts';
import type { Ringer } from '#functions/_kit/ringer.ts';

import type { Knowledge } from './knowledge.ts';

/** What the commands work with. */
export type Services = {
  readonly database: Database;
  readonly ringer: Ringer;
  readonly clock: Clock;
  readonly knowledge: Knowledge;
  /** Items of one batch under way at once. */
  readonly parallelItems: number;
};
