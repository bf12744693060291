import { StateFailure } from './state-failure.ts';

/** No branch of a Choice matched and there is no Default. */
export function noChoiceMatched(stateName: string): StateFailure {
  return new StateFailure('States.NoChoiceMatched', `No choice matched in state '${stateName}'`);
}

/** More items of a Map failed than it tolerates. */
export function toleratedFailureExceeded(): StateFailure {
  return new StateFailure(
    'States.ExceedToleratedFailureThreshold',
    'The specified tolerated failure threshold was exceeded',
  );
}
