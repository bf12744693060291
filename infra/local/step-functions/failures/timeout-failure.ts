import { StateFailure } from './state-failure.ts';

/** States.Timeout, which AWS also reports for a missed heartbeat; it has no cause. */
export class TimeoutFailure extends StateFailure {
  override readonly name = 'TimeoutFailure';
  readonly heartbeat: boolean;

  constructor(heartbeat = false) {
    super('States.Timeout');
    this.heartbeat = heartbeat;
  }

  override get aliases(): readonly string[] {
    return this.heartbeat ? ['States.HeartbeatTimeout'] : [];
  }
}
