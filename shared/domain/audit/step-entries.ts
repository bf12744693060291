import type { TimelineEntry } from '#shared/contracts/api/models/audit.ts';
import type { ExecutionStep } from '#shared/contracts/api/models/operations.ts';

import { spaced } from './sentences/words.ts';

/** What each state of purchase-order-decision does, in words. */
const stateWords: Readonly<Record<string, string>> = {
  DraftOrder: 'drafts the order',
  LoadFacts: 'reads the facts',
  ReserveAdvice: 'reserves the advice',
  AskAdvice: 'asks for advice',
  CheckAdvice: 'checks every figure of the advice',
  RecordAdvice: 'records the advice',
  RouteApproval: 'asks for a decision',
  AwaitDecision: 'waits for the decision',
  UndoWindow: 'leaves time to take the decision back',
  LoadDecision: 'reads the decision',
  IssueOrder: 'issues the order',
  PersistOutcome: 'records the outcome',
  ApplyOutcome: 'brings the tables up to date',
};

const endWords: Readonly<Record<string, string>> = {
  ExecutionStarted: 'started',
  ExecutionSucceeded: 'is done',
  ExecutionFailed: 'failed',
  ExecutionTimedOut: 'ran out of time',
  ExecutionAborted: 'was stopped',
  ExecutionRedriven: 'was taken up again where it had failed',
};

/** The steps of an execution that people want to see: states entered, failures, beginning and end. */
export function stepEntries(
  executionName: string,
  steps: readonly ExecutionStep[],
): readonly TimelineEntry[] {
  return steps.flatMap((step) => {
    const summary = summaryOf(step);
    if (summary === null) return [];
    const words = spaced(step.type).trim();
    const type = step.state === null ? words : `${step.state} ${words.split(' ').at(-1)}`;
    return entry(`${executionName}/${step.id}`, step.at, { type, state: step.state, summary });
  });
}

/** Stands where the steps of an execution would, when they cannot be read. */
export function missingSteps(executionName: string, at: string): TimelineEntry {
  const summary = 'The steps of the workflow cannot be read at the moment.';
  return entry(`${executionName}/missing`, at, { type: 'steps missing', state: null, summary });
}

function entry(
  id: string,
  at: string,
  words: Pick<TimelineEntry, 'type' | 'state' | 'summary'>,
): TimelineEntry {
  return { id, at, kind: 'workflow', actor: null, actorName: null, reason: null, payload: null, ...words };
}

function summaryOf({ type, state, error }: ExecutionStep): string | null {
  const end = endWords[type];
  if (end !== undefined) return `The workflow ${end}${error === null ? '' : ` (${error})`}.`;
  // A choice decides in no time: what it led to tells more.
  if (state === null || type === 'ChoiceStateEntered') return null;
  if (type.endsWith('StateEntered')) return `The workflow ${stateWords[state] ?? `came to ${state}`}.`;
  if (/(Failed|TimedOut)$/.test(type)) return `${state} failed${error === null ? '' : ` (${error})`}.`;
  return null;
}
