import type { Json, JsonObject } from '#infra/local/step-functions/json.ts';

/** The eight state types of the Amazon States Language. */
export const stateTypes = ['Pass', 'Task', 'Choice', 'Wait', 'Succeed', 'Fail', 'Parallel', 'Map'] as const;
export type StateType = (typeof stateTypes)[number];

/** The two languages a state's fields may be written in. */
export type QueryLanguage = 'JSONPath' | 'JSONata';

/** One Retry entry. */
export type Retrier = {
  readonly ErrorEquals: readonly string[];
  readonly IntervalSeconds?: number;
  readonly MaxAttempts?: number;
  readonly BackoffRate?: number;
  readonly MaxDelaySeconds?: number;
  readonly JitterStrategy?: 'FULL' | 'NONE';
};

/** One Catch entry. */
export type Catcher = {
  readonly ErrorEquals: readonly string[];
  readonly Next: string;
  readonly ResultPath?: string | null;
  readonly Output?: Json;
  readonly Assign?: JsonObject;
};

/** One Choices entry: a JSONata Condition, or a tree of JSONPath comparisons. */
type ChoiceRule = JsonObject & {
  readonly Next?: string;
  readonly Condition?: Json;
  readonly Output?: Json;
  readonly Assign?: JsonObject;
};

/** A list of states with an entry: the machine, a branch, an item processor. */
export type StatesDefinition = {
  readonly StartAt: string;
  readonly States: Readonly<Record<string, StateDefinition>>;
  readonly QueryLanguage?: QueryLanguage;
  readonly ProcessorConfig?: {
    readonly Mode?: 'INLINE' | 'DISTRIBUTED';
    readonly ExecutionType?: 'STANDARD' | 'EXPRESS';
  };
};

/** A whole state machine. */
export type MachineDefinition = StatesDefinition & {
  readonly TimeoutSeconds?: number;
};

/** A state with every field any type may have; the validator has checked which are there. */
export type StateDefinition = {
  readonly Type: StateType;
  readonly QueryLanguage?: QueryLanguage;
  readonly Next?: string;
  readonly End?: boolean;
  readonly InputPath?: string | null;
  readonly OutputPath?: string | null;
  readonly Parameters?: Json;
  readonly ResultSelector?: Json;
  readonly ResultPath?: string | null;
  readonly Arguments?: Json;
  readonly Output?: Json;
  readonly Assign?: JsonObject;
  readonly Retry?: readonly Retrier[];
  readonly Catch?: readonly Catcher[];
  readonly Result?: Json;
  readonly Resource?: string;
  readonly Credentials?: JsonObject;
  readonly TimeoutSeconds?: Json;
  readonly TimeoutSecondsPath?: string;
  readonly HeartbeatSeconds?: Json;
  readonly HeartbeatSecondsPath?: string;
  readonly Choices?: readonly ChoiceRule[];
  readonly Default?: string;
  readonly Seconds?: Json;
  readonly SecondsPath?: string;
  readonly Timestamp?: Json;
  readonly TimestampPath?: string;
  readonly Error?: Json;
  readonly ErrorPath?: string;
  readonly Cause?: Json;
  readonly CausePath?: string;
  readonly Branches?: readonly StatesDefinition[];
  readonly Items?: Json;
  readonly ItemsPath?: string;
  readonly ItemProcessor?: StatesDefinition;
  readonly Iterator?: StatesDefinition;
  readonly ItemSelector?: Json;
  readonly ItemReader?: JsonObject;
  readonly ItemBatcher?: JsonObject;
  readonly ResultWriter?: JsonObject;
  readonly Label?: string;
  readonly MaxConcurrency?: Json;
  readonly MaxConcurrencyPath?: string;
  readonly ToleratedFailureCount?: Json;
  readonly ToleratedFailureCountPath?: string;
  readonly ToleratedFailurePercentage?: Json;
  readonly ToleratedFailurePercentagePath?: string;
};
