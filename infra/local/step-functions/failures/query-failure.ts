import { StateFailure } from './state-failure.ts';

/** States.QueryEvaluationError: a JSONata expression failed, or gave a value of the wrong type. */
export class QueryFailure extends StateFailure {
  override readonly name = 'QueryFailure';
  readonly location: string | undefined;

  constructor(reason: string, location?: string) {
    super('States.QueryEvaluationError', reason);
    this.location = location;
  }

  override get namesState(): boolean {
    return true;
  }

  override get evaluation(): { readonly location?: string } {
    return this.location === undefined ? {} : { location: this.location };
  }

  override withReason(reason: string): QueryFailure {
    return new QueryFailure(reason, this.location);
  }
}
