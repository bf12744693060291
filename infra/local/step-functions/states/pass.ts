import { type StateHandler, leave } from '#infra/local/step-functions/engine/visit.ts';

/** Pass: hands its input, its Result or its Output on. */
export const passState: StateHandler = {
  async work(visit) {
    return leave(visit, await visit.dialect.passOn(visit));
  },
};
