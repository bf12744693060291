import { describe, expect, test } from 'vitest';

import { redactHistory } from './redact-history.ts';

const at = new Date('2026-11-22T08:30:00Z');

const history = [
  {
    id: 1,
    previousEventId: 0,
    type: 'ExecutionStarted',
    timestamp: at,
    executionStartedEventDetails: { input: 'SECRET', roleArn: 'SECRET' },
  },
  {
    id: 2,
    previousEventId: 0,
    type: 'TaskStateEntered',
    timestamp: at,
    stateEnteredEventDetails: { name: 'AwaitDecision', input: 'SECRET' },
  },
  {
    id: 3,
    previousEventId: 2,
    type: 'TaskScheduled',
    timestamp: at,
    taskScheduledEventDetails: { parameters: 'SECRET', resource: 'invoke.waitForTaskToken' },
  },
  {
    id: 4,
    previousEventId: 3,
    type: 'TaskSubmitted',
    timestamp: at,
    taskSubmittedEventDetails: { output: 'SECRET' },
  },
  {
    id: 5,
    previousEventId: 4,
    type: 'TaskFailed',
    timestamp: at,
    taskFailedEventDetails: { error: 'States.Timeout', cause: 'x'.repeat(2000) },
  },
  {
    id: 6,
    previousEventId: 5,
    type: 'TaskStateExited',
    timestamp: at,
    stateExitedEventDetails: { name: 'AwaitDecision', output: 'SECRET' },
  },
  {
    id: 7,
    previousEventId: 6,
    type: 'ExecutionSucceeded',
    timestamp: at,
    executionSucceededEventDetails: { output: 'SECRET', cause: 'SECRET' },
  },
] as const;

describe('a redacted history', () => {
  const steps = redactHistory(history);

  test('holds nothing of inputs, outputs, parameters and tokens', () => {
    expect(JSON.stringify(steps)).not.toContain('SECRET');
  });

  test('keeps order, links, types and times', () => {
    expect(steps.map(({ id, previousId, type }) => [id, previousId, type])).toEqual(
      history.map(({ id, previousEventId, type }) => [id, previousEventId, type]),
    );
    expect(steps[0]?.at).toBe('2026-11-22T08:30:00.000Z');
  });

  test('names the state of every event inside a state, and none outside', () => {
    const inside = 'AwaitDecision';
    expect(steps.map((step) => step.state)).toEqual([null, inside, inside, inside, inside, inside, null]);
  });

  test('tells the error of a failure and the first 500 characters of its cause', () => {
    expect(steps[4]?.error).toBe('States.Timeout');
    expect(steps[4]?.cause).toHaveLength(500);
  });
});

test('the iterations of a map keep to their own states', () => {
  const steps = redactHistory([
    { id: 1, type: 'MapStateEntered', timestamp: at, stateEnteredEventDetails: { name: 'Shards' } },
    {
      id: 2,
      previousEventId: 1,
      type: 'MapIterationStarted',
      timestamp: at,
      mapIterationStartedEventDetails: { name: 'Shards', index: 0 },
    },
    {
      id: 3,
      previousEventId: 2,
      type: 'TaskStateEntered',
      timestamp: at,
      stateEnteredEventDetails: { name: 'ForecastShard' },
    },
    {
      id: 4,
      previousEventId: 2,
      type: 'TaskStateEntered',
      timestamp: at,
      stateEnteredEventDetails: { name: 'StoreShard' },
    },
    { id: 5, previousEventId: 3, type: 'TaskSucceeded', timestamp: at, taskSucceededEventDetails: {} },
  ] as const);
  expect(steps.map((step) => step.state)).toEqual([
    'Shards',
    'Shards',
    'ForecastShard',
    'StoreShard',
    'ForecastShard',
  ]);
});

test('an execution that failed says why, and belongs to no state', () => {
  const [step] = redactHistory([
    {
      id: 9,
      previousEventId: 8,
      type: 'ExecutionFailed',
      timestamp: '2026-11-22T08:30:00Z',
      executionFailedEventDetails: { error: 'States.Runtime', cause: 'no such field' },
    } as const,
  ]);
  expect(step).toMatchObject({ state: null, error: 'States.Runtime', cause: 'no such field' });
});
