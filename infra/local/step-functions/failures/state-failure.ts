/**
 * An error inside an execution: what Retry and Catch see as Error and Cause.
 * The subclasses are one file per family; the engine only needs what is declared here.
 */
export class StateFailure extends Error {
  override readonly name: string = 'StateFailure';
  /** Absent where a Fail state gives none. */
  readonly error: string | undefined;
  readonly reason: string | undefined;

  constructor(error: string | undefined, reason?: string) {
    super(`${error ?? 'no error name'}: ${reason ?? 'no cause'}`);
    this.error = error;
    this.reason = reason;
  }

  /** Further names a Retry or Catch may use for this failure. */
  get aliases(): readonly string[] {
    return [];
  }

  /** False where AWS never lets a Retry or Catch see the failure. */
  get recoverable(): boolean {
    return true;
  }

  /** True where AWS words the cause as "An error occurred while executing the state …". */
  get namesState(): boolean {
    return false;
  }

  /** The field at fault, which makes AWS record an EvaluationFailed event. */
  get evaluation(): { readonly location?: string } | undefined {
    return undefined;
  }

  /** The same failure with another cause. */
  withReason(reason: string): StateFailure {
    return new StateFailure(this.error, reason);
  }
}
