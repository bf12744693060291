import type { StateHandler } from '#infra/local/step-functions/engine/visit.ts';

/** Succeed: ends its thread well. */
export const succeedState: StateHandler = {
  async work(visit) {
    return { kind: 'leave', conclusion: await visit.dialect.passOn(visit), next: null };
  },
};
