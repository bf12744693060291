import { type StateHandler, type Visit, leave } from '#infra/local/step-functions/engine/visit.ts';
import { parseTimestamp } from '#infra/local/step-functions/language/timestamps.ts';

/** Wait: for seconds, or until an instant. */
export const waitState: StateHandler = {
  async work(visit) {
    visit.frame.wait = { kind: 'delay', until: await dueAt(visit) };
    return { kind: 'wait' };
  },
  async delayOver(visit) {
    return leave(visit, await visit.dialect.passOn(visit));
  },
};

async function dueAt(visit: Visit): Promise<number> {
  const timestamp = await visit.dialect.text(visit, 'Timestamp');
  if (timestamp !== undefined) return parseTimestamp(timestamp) ?? visit.frame.entered.at;
  const seconds = (await visit.dialect.number(visit, 'Seconds')) ?? 0;
  return visit.frame.entered.at + seconds * 1000;
}
