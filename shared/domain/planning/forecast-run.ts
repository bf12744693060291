/** A forecast run, as far as its stream knows it: its rows are stored by the run itself. */
import type { DomainEvent } from '#shared/contracts/events/event-types.ts';
import type { ForecastRunCompleted, ForecastRunScheduled } from '#shared/contracts/events/planning.ts';
import { accept, reject, type Acceptance, type Decision } from '#shared/domain/decider.ts';

/** A run as its events made it. */
export type ForecastRunState = ForecastRunScheduled & {
  readonly status: 'scheduled' | 'completed';
  readonly result: ForecastRunCompleted | null;
};

/** Schedules a run; one that is scheduled already stays as it is. */
export function scheduleForecastRun(
  state: ForecastRunState | null,
  run: ForecastRunScheduled,
): Acceptance<ForecastRunState | null> {
  const events: DomainEvent[] = state === null ? [{ type: 'ForecastRunScheduled', payload: run }] : [];
  return accept(state, events, evolveForecastRun);
}

/** Seals a run; sealing it twice with the same result is one sealing. */
export function sealForecastRun(
  state: ForecastRunState | null,
  result: ForecastRunCompleted,
): Decision<ForecastRunState | null> {
  if (state === null) return reject(404, 'No such forecast run');
  if (state.result === null) {
    return accept<ForecastRunState | null>(
      state,
      [{ type: 'ForecastRunCompleted', payload: result }],
      evolveForecastRun,
    );
  }
  if (isSameResult(state.result, result))
    return accept<ForecastRunState | null>(state, [], evolveForecastRun);
  return reject(409, 'The forecast run is sealed', { detail: 'it was sealed with another result' });
}

/** What an event makes of a run. */
function evolveForecastRun(state: ForecastRunState | null, event: DomainEvent): ForecastRunState | null {
  if (event.type === 'ForecastRunScheduled') return { ...event.payload, status: 'scheduled', result: null };
  if (event.type !== 'ForecastRunCompleted' || state === null) return state;
  return { ...state, status: 'completed', result: event.payload };
}

function isSameResult(a: ForecastRunCompleted, b: ForecastRunCompleted): boolean {
  return (
    a.planned === b.planned &&
    a.failed === b.failed &&
    a.shardHashes.length === b.shardHashes.length &&
    a.shardHashes.every((hash, index) => hash === b.shardHashes[index])
  );
}
