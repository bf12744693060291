import { Cron } from 'croner';
import { parseExpression } from './expression.ts';

type Schedule = {
  readonly expression: string;
  readonly function: string;
  readonly input: Readonly<Record<string, string>>;
};

type Invoke = (
  name: string,
  event: unknown,
) => Promise<{ readonly payload: string; readonly functionError?: string }>;

export type SchedulerOptions = {
  readonly schedules: Readonly<Record<string, Schedule>>;
  readonly invoke: Invoke;
  /** Before the first schedule fires, and between the first firings of two: a start is busy enough. */
  readonly firstAfterMs?: number;
  readonly apartMs?: number;
  readonly log?: (line: string) => void;
};

/**
 * Invokes functions by the clock, in UTC. Every schedule also fires shortly after the start: a machine that is
 * switched off at night would otherwise never come to what is due at night, and all schedules may fire twice.
 */
export function startScheduler(options: SchedulerOptions): { stop(): void } {
  const { schedules, firstAfterMs = 2_000, apartMs = 500 } = options;
  const stops = Object.entries(schedules).map(([name, schedule], index) => {
    const fire = firing(name, schedule, options);
    const first = setTimeout(fire, firstAfterMs + index * apartMs);
    const stopClock = startClock(schedule.expression, fire);
    return () => {
      clearTimeout(first);
      stopClock();
    };
  });
  return {
    stop() {
      for (const stop of stops) stop();
    },
  };
}

function startClock(text: string, fire: () => void): () => void {
  const expression = parseExpression(text);
  if (expression.kind === 'rate') {
    const timer = setInterval(fire, expression.everyMs);
    return () => clearInterval(timer);
  }
  // AWS counts weekdays from 1 = Sunday.
  const job = new Cron(expression.pattern, { timezone: 'UTC', alternativeWeekdays: true }, fire);
  return () => job.stop();
}

/** A firing is left out while the one before is under way, so that slow work does not pile up. */
function firing(name: string, schedule: Schedule, { invoke, log = () => {} }: SchedulerOptions): () => void {
  let isUnderWay = false;
  const run = async (): Promise<void> => {
    try {
      const { functionError, payload } = await invoke(schedule.function, schedule.input);
      if (functionError !== undefined) log(`schedule ${name}: ${payload.slice(0, 300)}`);
    } catch (error) {
      log(`schedule ${name}: ${String(error)}`);
    } finally {
      isUnderWay = false;
    }
  };
  return () => {
    if (isUnderWay) return;
    isUnderWay = true;
    void run();
  };
}
