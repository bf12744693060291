import { limits } from '#infra/local/step-functions/limits.ts';
import { StateFailure } from './state-failure.ts';

/** The result of a task or the output of a state is larger than AWS passes on. */
export function dataLimitExceeded(source: string): StateFailure {
  return new StateFailure(
    'States.DataLimitExceeded',
    `The state/task '${source}' returned a result with a size exceeding the maximum number of bytes service limit.`,
  );
}

/** The history is full: AWS's event 25,000 is the failure itself, and nothing can catch it. */
export class HistoryFull extends StateFailure {
  override readonly name = 'HistoryFull';

  constructor() {
    super(
      'States.Runtime',
      `The execution reached the maximum number of history events (${String(limits.historyEvents)}).`,
    );
  }

  override get recoverable(): boolean {
    return false;
  }
}
