import { StateFailure } from './state-failure.ts';

/** States.Runtime: the definition cannot be applied to this input; never retried and never caught. */
export class RuntimeFailure extends StateFailure {
  override readonly name = 'RuntimeFailure';

  constructor(reason: string) {
    super('States.Runtime', reason);
  }

  override get recoverable(): boolean {
    return false;
  }

  override get namesState(): boolean {
    return true;
  }

  override withReason(reason: string): RuntimeFailure {
    return new RuntimeFailure(reason);
  }
}
