import { StateFailure } from './state-failure.ts';

/** States.IntrinsicFailure: an intrinsic function got arguments it cannot work with. */
export class IntrinsicFailure extends StateFailure {
  override readonly name = 'IntrinsicFailure';

  constructor(reason: string) {
    super('States.IntrinsicFailure', reason);
  }

  override get namesState(): boolean {
    return true;
  }

  override withReason(reason: string): IntrinsicFailure {
    return new IntrinsicFailure(reason);
  }
}
