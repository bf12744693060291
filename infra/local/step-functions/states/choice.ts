import type { StateHandler } from '#infra/local/step-functions/engine/visit.ts';

/** Choice: goes where the first rule that holds says, else to Default. */
export const choiceState: StateHandler = {
  async work(visit) {
    const { next, ...conclusion } = await visit.dialect.decide(visit);
    return { kind: 'leave', conclusion, next };
  },
};
