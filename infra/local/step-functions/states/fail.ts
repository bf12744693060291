import type { StateHandler } from '#infra/local/step-functions/engine/visit.ts';
import { StateFailure } from '#infra/local/step-functions/failures/state-failure.ts';

/** Fail: ends its thread with an error of its own naming. */
export const failState: StateHandler = {
  async work(visit) {
    const error = await visit.dialect.text(visit, 'Error');
    const cause = await visit.dialect.text(visit, 'Cause');
    throw new StateFailure(error, cause);
  },
};
