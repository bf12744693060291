import { expect, test } from 'vitest';

import { completeExecution, runningExecution } from './execution.ts';

const completed = {
  executionId: 'arn',
  machine: 'issue-analysis',
  status: 'FAILED',
  historySha256: 'a',
} as const;

test('an execution completes once per history: a redriven one completes again', () => {
  const first = completeExecution(runningExecution, completed);
  expect(first.events).toEqual([{ type: 'WorkflowCompleted', payload: completed }]);
  expect(completeExecution(first.state, completed).events).toEqual([]);
  const redriven = { ...completed, status: 'SUCCEEDED', historySha256: 'b' } as const;
  expect(completeExecution(first.state, redriven).events).toHaveLength(1);
});
