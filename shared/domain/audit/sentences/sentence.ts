import type { Reason } from '#shared/contracts/events/envelope.ts';
import type { EventType, PayloadOf } from '#shared/contracts/events/event-types.ts';

import type { Words } from './words.ts';

/** Sentences about some event types, by type. */
export type SentencesOf<Types extends EventType> = {
  readonly [T in Types]: (payload: PayloadOf<T>, words: Words, reason: Reason | null) => string;
};
