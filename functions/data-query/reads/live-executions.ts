/** Executions that Step Functions still holds. The only importer of its client here; data never leaves it. */
import {
  DescribeExecutionCommand,
  ExecutionDoesNotExist,
  GetExecutionHistoryCommand,
  type HistoryEvent,
  SFNClient,
} from '@aws-sdk/client-sfn';

import { Refusal } from '#functions/_kit/refusal.ts';
import type { ExecutionStep } from '#shared/contracts/api/models/operations.ts';
import { redactHistory } from '#shared/domain/workflows/redact-history.ts';

/** What is shown of an execution that is not archived yet. */
type LiveExecution = {
  readonly status: string;
  readonly stoppedAt: string | null;
  readonly steps: readonly ExecutionStep[];
};

/** Reads executions of Step Functions, redacted. */
export type LiveExecutions = {
  /** Null: Step Functions does not know it (any more). */
  read(executionArn: string): Promise<LiveExecution | null>;
};

/** A nightly run of many shards has a few thousand events; more than this nobody reads. */
const mostEvents = 5000;

/** Executions of this account; address and credentials come from the environment. */
export function connectLiveExecutions(): LiveExecutions {
  const client = new SFNClient({
    maxAttempts: 2,
    requestHandler: { connectionTimeout: 1000, requestTimeout: 5000 },
  });
  return { read: (executionArn) => readExecution(client, executionArn).catch(translate) };
}

async function readExecution(client: SFNClient, executionArn: string): Promise<LiveExecution> {
  const [execution, events] = await Promise.all([
    client.send(new DescribeExecutionCommand({ executionArn, includedData: 'METADATA_ONLY' })),
    readHistory(client, executionArn),
  ]);
  return {
    status: execution.status ?? 'RUNNING',
    stoppedAt: execution.stopDate?.toISOString() ?? null,
    steps: redactHistory(events),
  };
}

async function readHistory(client: SFNClient, executionArn: string): Promise<readonly HistoryEvent[]> {
  const events: HistoryEvent[] = [];
  let nextToken: string | undefined;
  do {
    const page = await client.send(
      new GetExecutionHistoryCommand({
        executionArn,
        nextToken,
        maxResults: 1000,
        includeExecutionData: false,
      }),
    );
    events.push(...(page.events ?? []));
    nextToken = page.nextToken;
  } while (nextToken !== undefined && events.length < mostEvents);
  return events;
}

function translate(error: unknown): null {
  if (error instanceof ExecutionDoesNotExist) return null;
  const refusal = new Refusal(503, undefined, {
    detail:
      'the workflow engine does not answer; what the tables hold can be read all the same, try again in a moment',
    headers: { 'retry-after': '5' },
  });
  refusal.cause = error;
  throw refusal;
}
