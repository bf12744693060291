import type { ExecutionStep } from '#shared/contracts/api/models/operations.ts';

/** An event of Step Functions' GetExecutionHistory; its details are in a member named after its type. */
export type HistoryEventLike = {
  readonly id?: number | undefined;
  readonly previousEventId?: number | undefined;
  readonly type?: string | undefined;
  readonly timestamp?: Date | string | number | undefined;
};

const longestCause = 500;

/**
 * The steps of a history that people may see: when, what, in which state, and of failures the error and the beginning
 * of the cause. Inputs, outputs, parameters and task tokens are never looked at.
 */
export function redactHistory(events: readonly HistoryEventLike[]): readonly ExecutionStep[] {
  const stateAfter = new Map<number, string | null>();
  return events.map(({ id = 0, previousEventId = 0, type = 'Unknown', timestamp = 0, ...members }) => {
    const details = detailsOf(members);
    const state = ownStateOf(type, details, stateAfter.get(previousEventId) ?? null);
    stateAfter.set(id, type.endsWith('StateExited') ? null : state);
    const at = new Date(timestamp).toISOString();
    return { id, previousId: previousEventId, type, at, state, ...failureOf(type, details) };
  });
}

type Details = Readonly<Record<string, unknown>>;

/** `TaskFailed` has its details in `taskFailedEventDetails`; all states share `stateEnteredEventDetails`. */
function detailsOf(members: object): Details {
  const found: unknown = Object.entries(members).find(([key]) => key.endsWith('EventDetails'))?.[1];
  return isRecord(found) ? found : {};
}

function isRecord(value: unknown): value is Details {
  return typeof value === 'object' && value !== null;
}

/** Events of states and of a map's iterations name their state; others belong to the state of the event before them. */
function ownStateOf(type: string, details: Details, before: string | null): string | null {
  if (type.startsWith('Execution')) return null;
  const isNamed = /State(Entered|Exited)$|^MapIteration/.test(type);
  return (isNamed ? textOf(details, 'name') : null) ?? before;
}

function failureOf(type: string, details: Details): Pick<ExecutionStep, 'error' | 'cause'> {
  if (!/(Failed|TimedOut|Aborted)$/.test(type)) return { error: null, cause: null };
  return { error: textOf(details, 'error'), cause: textOf(details, 'cause')?.slice(0, longestCause) ?? null };
}

function textOf(details: Details, member: string): string | null {
  const value = details[member];
  return typeof value === 'string' ? value : null;
}
