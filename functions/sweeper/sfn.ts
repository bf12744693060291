/** Reads executions of Step Functions. */
import {
  DescribeExecutionCommand,
  ExecutionDoesNotExist,
  GetExecutionHistoryCommand,
  SFNClient,
} from '@aws-sdk/client-sfn';

import type { HistoryEventLike } from '#shared/domain/workflows/redact-history.ts';

/** An execution that has ended; its status is final. */
export type EndedExecution = {
  readonly status: 'SUCCEEDED' | 'FAILED' | 'TIMED_OUT' | 'ABORTED';
  readonly startedAt: Date;
  readonly stoppedAt: Date | null;
};

/** What the archive asks of Step Functions. */
export type Executions = {
  /** `null` while it runs, `gone` where Step Functions has forgotten it. */
  describe(executionArn: string): Promise<EndedExecution | 'gone' | null>;
  /** All events of the history, with all they hold: to be redacted. */
  history(executionArn: string): Promise<readonly HistoryEventLike[]>;
};

/** SDK settings come from the environment. */
export function openExecutions(): Executions {
  const sfn = new SFNClient();
  return {
    async describe(executionArn) {
      try {
        const found = await sfn.send(
          new DescribeExecutionCommand({ executionArn, includedData: 'METADATA_ONLY' }),
        );
        return endedExecution(found);
      } catch (error) {
        if (error instanceof ExecutionDoesNotExist) return 'gone';
        throw error;
      }
    },
    async history(executionArn) {
      const events: HistoryEventLike[] = [];
      let nextToken: string | undefined;
      do {
        // With data: without it the errors and causes of failures may be missing too.
        const page = await sfn.send(
          new GetExecutionHistoryCommand({ executionArn, maxResults: 1000, nextToken }),
        );
        events.push(...(page.events ?? []));
        ({ nextToken } = page);
      } while (nextToken !== undefined);
      return events;
    },
  };
}

type Described = {
  readonly status?: string | undefined;
  readonly startDate?: Date | undefined;
  readonly stopDate?: Date | undefined;
};

function endedExecution({ status, startDate, stopDate }: Described): EndedExecution | null {
  switch (status) {
    case 'SUCCEEDED':
    case 'FAILED':
    case 'TIMED_OUT':
    case 'ABORTED':
      return { status, startedAt: startDate ?? new Date(0), stoppedAt: stopDate ?? null };
    default:
      return null;
  }
}
