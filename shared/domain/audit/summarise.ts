/** Events in plain words, one sentence each. */
import type { Reason } from '#shared/contracts/events/envelope.ts';
import { type EventType, eventTypes } from '#shared/contracts/events/event-types.ts';
import * as v from 'valibot';

import { approvalSettingsSentences } from './sentences/approval-settings.ts';
import { catalogueSentences } from './sentences/catalogue.ts';
import { demandPlanSentences } from './sentences/demand-plan.ts';
import { decisionSentences } from './sentences/decisions.ts';
import { operationsSentences } from './sentences/operations.ts';
import { planningSettingsSentences } from './sentences/planning-settings.ts';
import { planningSentences } from './sentences/planning.ts';
import { purchasingSentences } from './sentences/purchasing.ts';
import { stockCountSentences } from './sentences/stock-counts.ts';
import { stockSentences } from './sentences/stock.ts';
import type { SentencesOf } from './sentences/sentence.ts';
import { spaced, type Words } from './sentences/words.ts';

/** What a sentence is made of beside the words. */
export type SummarisedEvent = {
  readonly type: string;
  readonly payload: unknown;
  readonly reason: Reason | null;
};

const sentences: SentencesOf<EventType> = {
  ...approvalSettingsSentences,
  ...catalogueSentences,
  ...decisionSentences,
  ...demandPlanSentences,
  ...operationsSentences,
  ...planningSentences,
  ...planningSettingsSentences,
  ...purchasingSentences,
  ...stockCountSentences,
  ...stockSentences,
};

/** One sentence about the event; one that cannot be read any more is named by its type. */
export function summarise(event: SummarisedEvent, words: Words): string {
  if (!isEventType(event.type)) return unreadable(event.type, words);
  const payload = v.safeParse(eventTypes[event.type].payload, event.payload);
  if (!payload.success) return unreadable(event.type, words);
  // The type names the sentence and the schema its payload was parsed with: they belong together.
  const sentence = sentences[event.type] as (payload: unknown, words: Words, reason: Reason | null) => string;
  return sentence(payload.output, words, event.reason);
}

function isEventType(type: string): type is EventType {
  return Object.hasOwn(eventTypes, type);
}

function unreadable(type: string, { actor, subject }: Words): string {
  return `${actor} recorded “${spaced(type).trim()}” for ${subject}.`;
}
