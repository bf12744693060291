import type { Catcher } from '#infra/local/step-functions/definition/definition.ts';
import type { ProgramState } from '#infra/local/step-functions/definition/program.ts';
import type { StateFailure } from '#infra/local/step-functions/failures/state-failure.ts';
import type { Json, JsonObject } from '#infra/local/step-functions/json.ts';
import type { Execution } from './execution.ts';
import type { Frame } from './frame.ts';

/** What a visit may know of its surroundings. */
export type Surroundings = {
  readonly region: string;
  readonly accountId: string;
  /** The token that settles a callback task. */
  taskToken(executionId: number, frameId: number, taskNumber: number): string;
  activityExists(arn: string): boolean;
};

/** One thread standing in one state. */
export type Visit = {
  readonly execution: Execution;
  readonly frame: Frame;
  readonly state: ProgramState;
  readonly dialect: Dialect;
  readonly surroundings: Surroundings;
  /** TestState: a context object to use instead of the visit's own, and who looks at the stages of the data flow. */
  readonly context?: JsonObject;
  readonly inspect?: (stage: string, value: Json) => void;
  /** Set while the arguments of a callback task are computed. */
  readonly taskToken?: string;
};

/** What a state passes on. */
export type Conclusion = { readonly output: Json; readonly assigned?: JsonObject };

/** How a Choice decided. */
export type Decision = Conclusion & { readonly next: string };

/** The fields that hold one number, as a constant, an expression or a path. */
export type NumberField =
  | 'TimeoutSeconds'
  | 'HeartbeatSeconds'
  | 'Seconds'
  | 'MaxConcurrency'
  | 'ToleratedFailureCount'
  | 'ToleratedFailurePercentage';

/** The fields that hold one text, as a constant, an expression or a path. */
export type TextField = 'Timestamp' | 'Error' | 'Cause';

/** Input and output processing of a query language: all that differs between JSONPath and JSONata. */
export type Dialect = {
  /** What the state's work is given: Parameters over InputPath, or Arguments. */
  prepare(visit: Visit): Promise<Json>;
  /** What the state passes on, from the result of its work. */
  conclude(visit: Visit, result: Json): Promise<Conclusion>;
  /** What a state without work of its own (Pass, Wait, Succeed) passes on. */
  passOn(visit: Visit): Promise<Conclusion>;
  /** What a Catch passes on. */
  concludeCaught(visit: Visit, catcher: Catcher, error: JsonObject): Promise<Conclusion>;
  number(visit: Visit, field: NumberField): Promise<number | undefined>;
  text(visit: Visit, field: TextField): Promise<string | undefined>;
  /** RoleArn of Credentials. */
  credentials(visit: Visit): Promise<JsonObject | undefined>;
  items(visit: Visit): Promise<readonly Json[]>;
  /** The input of one iteration. */
  item(visit: Visit, index: number, value: Json): Promise<Json>;
  decide(visit: Visit): Promise<Decision>;
};

/** What a handler found: the state is left, or it waits with `frame.wait` saying for what. */
export type Outcome =
  | { readonly kind: 'leave'; readonly conclusion: Conclusion; readonly next: string | null }
  | { readonly kind: 'wait' };

/** How a task ended. */
export type Settlement =
  | { readonly kind: 'succeeded'; readonly output: Json }
  | { readonly kind: 'failed'; readonly failure: StateFailure };

/** A state type: what it does when entered, and how it goes on from each thing it may wait for. */
export type StateHandler = {
  /** Does the state's work: after StateEntered, and again for every retry. */
  work(visit: Visit): Promise<Outcome>;
  delayOver?(visit: Visit): Promise<Outcome>;
  taskSettled?(visit: Visit, settlement: Settlement): Promise<Outcome>;
  childDone?(visit: Visit, child: Frame, output: Json): Promise<Outcome>;
  /** Returns to go on in spite of the failure, throws to fail with it. */
  childFailed?(visit: Visit, child: Frame, failure: StateFailure): Promise<Outcome>;
  /** The event that says the state itself failed, after the last retry (MapStateFailed). */
  readonly failedEvent?: string;
};

/** Leaves the state for the one its definition names, or ends the thread. */
export function leave(visit: Visit, conclusion: Conclusion): Outcome {
  return { kind: 'leave', conclusion, next: visit.state.definition.Next ?? null };
}
