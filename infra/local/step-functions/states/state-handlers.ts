import type { StateType } from '#infra/local/step-functions/definition/definition.ts';
import type { StateHandler } from '#infra/local/step-functions/engine/visit.ts';
import { choiceState } from './choice.ts';
import { failState } from './fail.ts';
import { mapState } from './map.ts';
import { parallelState } from './parallel.ts';
import { passState } from './pass.ts';
import { succeedState } from './succeed.ts';
import { taskState } from './task.ts';
import { waitState } from './wait.ts';

/** What each state type does. */
export const stateHandlers: Readonly<Record<StateType, StateHandler>> = {
  Pass: passState,
  Task: taskState,
  Choice: choiceState,
  Wait: waitState,
  Succeed: succeedState,
  Fail: failState,
  Parallel: parallelState,
  Map: mapState,
};
