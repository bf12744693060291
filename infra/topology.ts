/**
 * What the system consists of, said once: the one-machine runtime and the CDK stacks both read this file.
 * It is data only; how each home renders a topic or a function is the home's affair.
 */

/** A value of a function's environment: text, or what each home resolves to its own address. */
export type EnvironmentValue =
  | string
  | { readonly topicArnPrefix: true }
  | { readonly queueUrl: QueueName }
  | { readonly tableName: TableName }
  | { readonly stateMachineArnPrefix: true }
  | { readonly functionName: string }
  | { readonly mailFrom: true }
  | { readonly appUrl: true };

/** Subjects of events; one SNS topic each. */
export const topics = [
  'catalogue',
  'suppliers',
  'stock',
  'demand',
  'purchasing',
  'approvals',
  'planning',
  'advice',
  'access',
  'billing',
] as const;
export type TopicName = (typeof topics)[number];

export type QueueSpec = {
  /** Seconds a received message stays hidden; at least six times the consumer's timeout. */
  readonly visibilityTimeoutSeconds: number;
  /** Seconds before a new message can be seen. */
  readonly delaySeconds?: number;
  /** After this many receives a message goes to `<name>-dead`. */
  readonly maxReceiveCount: number;
};

export const queues = {
  persistence: { visibilityTimeoutSeconds: 180, maxReceiveCount: 5 },
  // By then the start that the same doorbell announces is due, so bursts coalesce.
  'workflow-starter': { visibilityTimeoutSeconds: 180, delaySeconds: 6, maxReceiveCount: 5 },
  'approvals-resolve': { visibilityTimeoutSeconds: 90, maxReceiveCount: 5 },
} as const satisfies Record<string, QueueSpec>;
export type QueueName = keyof typeof queues;

export type SubscriptionSpec = {
  readonly topic: TopicName;
  readonly queue: QueueName;
  /** Message attribute `type` must be one of these; absent: every message. */
  readonly eventTypes?: readonly string[];
};

export const subscriptions: readonly SubscriptionSpec[] = [
  ...topics.map((topic) => ({ topic, queue: 'persistence' as const })),
  ...(['catalogue', 'suppliers', 'stock', 'demand', 'purchasing', 'approvals', 'planning'] as const).map(
    (topic) => ({ topic, queue: 'workflow-starter' as const }),
  ),
  { topic: 'approvals', queue: 'approvals-resolve' },
  // Calling an order off ends its approval too.
  { topic: 'purchasing', queue: 'approvals-resolve', eventTypes: ['PurchaseOrderCancelled'] },
];

/** DynamoDB tables: one string partition key `pk`, a `ttl` attribute in epoch seconds. */
export const tables = ['task-tokens', 'web-sessions'] as const;
export type TableName = (typeof tables)[number];

/** Postgres roles (infra/database/roles.sql); each function logs in as exactly one. */
export type DatabaseRole =
  | 'app_query'
  | 'app_emit'
  | 'app_persist'
  | 'app_resolve'
  | 'app_start'
  | 'app_sweep_outbox'
  | 'app_sweep_approvals'
  | 'app_sweep_mails'
  | 'app_sweep_history'
  | 'app_sweep_partitions';

export type FunctionSpec = {
  /** Module that exports `handler`, by its path from the root. */
  readonly module: string;
  readonly databaseRole?: DatabaseRole;
  readonly timeoutSeconds: number;
  readonly memoryMb: number;
  /** Most invocations under way at once: reserved concurrency on AWS, the limit of the runner here. */
  readonly concurrency: number;
  /** For work that keeps a core busy: processes on one machine, each with one invocation at a time. */
  readonly processes?: number;
  readonly lowPriority?: true;
  readonly environment: Readonly<Record<string, EnvironmentValue>>;
  /** Names of variables handed through from the surroundings where they are set (secrets, addresses). */
  readonly passThrough?: readonly string[];
  /** AWS services the function calls, for its role on AWS and its endpoint variables here. */
  readonly calls: readonly ('sns' | 'sqs' | 'sfn' | 'dynamodb' | 'lambda' | 'sesv2')[];
};

const topicArns = { TOPIC_ARN_PREFIX: { topicArnPrefix: true } } as const;

export const functions = {
  'data-query': {
    module: 'functions/data-query/handler.ts',
    databaseRole: 'app_query',
    timeoutSeconds: 29,
    memoryMb: 512,
    concurrency: 20,
    environment: { STATE_MACHINE_ARN_PREFIX: { stateMachineArnPrefix: true } },
    calls: ['sfn'],
  },
  'event-emitter': {
    module: 'functions/event-emitter/handler.ts',
    databaseRole: 'app_emit',
    timeoutSeconds: 29,
    memoryMb: 512,
    concurrency: 16,
    environment: topicArns,
    calls: ['sns'],
  },
  'persistence-service': {
    module: 'functions/persistence-service/handler.ts',
    databaseRole: 'app_persist',
    timeoutSeconds: 30,
    memoryMb: 512,
    concurrency: 5,
    environment: {},
    calls: [],
  },
  'issue-analyser': {
    module: 'functions/issue-analyser/handler.ts',
    databaseRole: 'app_query',
    timeoutSeconds: 30,
    memoryMb: 512,
    concurrency: 5,
    environment: {},
    calls: [],
  },
  advice: {
    module: 'functions/advice/handler.ts',
    timeoutSeconds: 30,
    memoryMb: 256,
    concurrency: 5,
    environment: {},
    passThrough: ['OPENAI_API_KEY', 'OPENAI_BASE_URL', 'ADVICE_MODEL'],
    calls: [],
  },
  'usage-analyser': {
    module: 'functions/usage-analyser/handler.ts',
    databaseRole: 'app_query',
    timeoutSeconds: 120,
    memoryMb: 1024,
    concurrency: 8,
    processes: 2,
    lowPriority: true,
    environment: {},
    calls: [],
  },
  notifier: {
    module: 'functions/notifier/handler.ts',
    timeoutSeconds: 60,
    memoryMb: 256,
    concurrency: 2,
    environment: { MAIL_FROM: { mailFrom: true }, APP_URL: { appUrl: true } },
    calls: ['sesv2'],
  },
  'approvals-park': {
    module: 'functions/approvals/park.ts',
    timeoutSeconds: 15,
    memoryMb: 256,
    concurrency: 5,
    environment: {
      TASK_TOKENS_TABLE: { tableName: 'task-tokens' },
      RESOLVE_QUEUE_URL: { queueUrl: 'approvals-resolve' },
    },
    passThrough: ['TOKEN_KEY'],
    calls: ['dynamodb', 'sqs'],
  },
  'approvals-resolve': {
    module: 'functions/approvals/resolve.ts',
    databaseRole: 'app_resolve',
    timeoutSeconds: 15,
    memoryMb: 256,
    concurrency: 5,
    environment: { TASK_TOKENS_TABLE: { tableName: 'task-tokens' } },
    passThrough: ['TOKEN_KEY'],
    calls: ['dynamodb', 'sfn'],
  },
  'workflow-starter': {
    module: 'functions/workflow-starter/handler.ts',
    databaseRole: 'app_start',
    timeoutSeconds: 30,
    memoryMb: 256,
    concurrency: 2,
    environment: { STATE_MACHINE_ARN_PREFIX: { stateMachineArnPrefix: true } },
    calls: ['sfn'],
  },
  'sweeper-outbox': {
    module: 'functions/sweeper/outbox.ts',
    databaseRole: 'app_sweep_outbox',
    timeoutSeconds: 60,
    memoryMb: 256,
    concurrency: 1,
    environment: topicArns,
    calls: ['sns'],
  },
  'sweeper-approvals': {
    module: 'functions/sweeper/approvals.ts',
    databaseRole: 'app_sweep_approvals',
    timeoutSeconds: 60,
    memoryMb: 256,
    concurrency: 1,
    environment: {
      RESOLVE_QUEUE_URL: { queueUrl: 'approvals-resolve' },
      EVENT_EMITTER: { functionName: 'event-emitter' },
    },
    calls: ['sqs', 'lambda'],
  },
  'sweeper-mails': {
    module: 'functions/sweeper/approval-mails.ts',
    databaseRole: 'app_sweep_mails',
    timeoutSeconds: 60,
    memoryMb: 256,
    concurrency: 1,
    environment: { NOTIFIER: { functionName: 'notifier' } },
    calls: ['lambda'],
  },
  'sweeper-history': {
    module: 'functions/sweeper/history.ts',
    databaseRole: 'app_sweep_history',
    timeoutSeconds: 60,
    memoryMb: 256,
    concurrency: 1,
    environment: {
      STATE_MACHINE_ARN_PREFIX: { stateMachineArnPrefix: true },
      EVENT_EMITTER: { functionName: 'event-emitter' },
    },
    calls: ['sfn', 'lambda'],
  },
  'sweeper-partitions': {
    module: 'functions/sweeper/partitions.ts',
    databaseRole: 'app_sweep_partitions',
    timeoutSeconds: 60,
    memoryMb: 256,
    concurrency: 1,
    environment: {},
    calls: [],
  },
} as const satisfies Record<string, FunctionSpec>;
export type FunctionName = keyof typeof functions;

/** An ASL file, and the functions whose ARNs it names as `${DataQueryFunctionArn}` and so on. */
export type StateMachineSpec = { readonly definition: string; readonly invokes: readonly FunctionName[] };

export const stateMachines = {
  'issue-analysis': {
    definition: 'workflows/issue-analysis/issue-analysis.asl.json',
    invokes: ['issue-analyser', 'event-emitter'],
  },
  'purchase-order-decision': {
    definition: 'workflows/purchase-order-decision/purchase-order-decision.asl.json',
    invokes: ['event-emitter', 'issue-analyser', 'advice', 'approvals-park', 'persistence-service'],
  },
  'nightly-forecast': {
    definition: 'workflows/nightly-forecast/nightly-forecast.asl.json',
    invokes: ['usage-analyser', 'persistence-service', 'event-emitter', 'notifier'],
  },
} as const satisfies Record<string, StateMachineSpec>;
export type StateMachineName = keyof typeof stateMachines;

export type ScheduleSpec = {
  /** EventBridge Scheduler expression: `rate(1 minute)` or `cron(…)`, in UTC. */
  readonly expression: string;
  readonly function: FunctionName;
  readonly input: Readonly<Record<string, string>>;
};

export const schedules = {
  'start-due': { expression: 'rate(1 minute)', function: 'workflow-starter', input: { job: 'start-due' } },
  'start-nights': { expression: 'rate(15 minutes)', function: 'workflow-starter', input: { job: 'nightly' } },
  'sweep-outbox': { expression: 'rate(1 minute)', function: 'sweeper-outbox', input: {} },
  'sweep-approvals': { expression: 'rate(1 minute)', function: 'sweeper-approvals', input: {} },
  'sweep-mails': { expression: 'rate(1 minute)', function: 'sweeper-mails', input: {} },
  'sweep-history': { expression: 'rate(1 minute)', function: 'sweeper-history', input: {} },
  'sweep-partitions': { expression: 'cron(10 1 * * ? *)', function: 'sweeper-partitions', input: {} },
} as const satisfies Record<string, ScheduleSpec>;
