import type { CommandResult } from '#functions/event-emitter/command.ts';

/** The answer to a write: its last event, and all of them by name. */
export function writeAccepted(
  events: readonly {
    readonly eventId: string;
    readonly streamId: string;
    readonly streamVersion: number;
    readonly type: string;
  }[],
): CommandResult {
  const last = events.at(-1);
  if (last === undefined) throw new Error('a write that was accepted has at least one event');
  const { eventId, streamId, streamVersion } = last;
  const names = events.map((event) => ({ eventId: event.eventId, type: event.type }));
  return { status: 202, body: { eventId, streamId, streamVersion, events: names } };
}
