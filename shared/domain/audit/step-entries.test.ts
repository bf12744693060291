import { describe, expect, test } from 'vitest';

import { stepEntries } from './step-entries.ts';

const at = '2026-11-22T08:00:00.000Z';
const step = (id: number, type: string, state: string | null = null, error: string | null = null) => ({
  id,
  previousId: id - 1,
  type,
  at,
  state,
  error,
  cause: null,
});

describe('steps of a workflow in words', () => {
  test('states entered, failures and the ends are told; what lies between is not', () => {
    const entries = stepEntries('run', [
      step(1, 'ExecutionStarted'),
      step(2, 'TaskStateEntered', 'AskAdvice'),
      step(3, 'TaskScheduled', 'AskAdvice'),
      step(4, 'TaskFailed', 'AskAdvice', 'AdviceUnavailable'),
      step(5, 'TaskStateExited', 'AskAdvice'),
      step(6, 'TaskStateEntered', 'SomethingNew'),
      step(8, 'ChoiceStateEntered', 'IsRouted'),
      step(7, 'ExecutionFailed', null, 'States.Timeout'),
    ]);
    expect(entries.map(({ id, type, summary }) => [id, type, summary])).toEqual([
      ['run/1', 'execution started', 'The workflow started.'],
      ['run/2', 'AskAdvice entered', 'The workflow asks for advice.'],
      ['run/4', 'AskAdvice failed', 'AskAdvice failed (AdviceUnavailable).'],
      ['run/6', 'SomethingNew entered', 'The workflow came to SomethingNew.'],
      ['run/7', 'execution failed', 'The workflow failed (States.Timeout).'],
    ]);
  });
});
