import type { Reason } from '#shared/contracts/events/envelope.ts';
import type { Messages } from '#web/messages/en.ts';

/** A reason in the reader's words, with what the person added; undefined where none was given. */
export function reasonText(reason: Reason | null, t: Messages): string | undefined {
  if (reason === null) return undefined;
  return reason.text === undefined ? t.reasons[reason.code] : `${t.reasons[reason.code]}: ${reason.text}`;
}
