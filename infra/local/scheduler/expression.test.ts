import { Cron } from 'croner';
import { describe, expect, it } from 'vitest';
import { parseExpression } from './expression.ts';

/** The first instants of a cron expression after the given one, as the scheduler would fire. */
function firings(expression: string, after: string, count = 2): readonly string[] {
  const parsed = parseExpression(expression);
  if (parsed.kind !== 'cron') throw new Error('not a cron expression');
  const job = new Cron(parsed.pattern, { timezone: 'UTC', alternativeWeekdays: true, paused: true });
  return job.nextRuns(count, after).map((date) => date.toISOString().slice(0, 16));
}

describe('schedule expressions', () => {
  it.each([
    ['rate(1 minute)', 60_000],
    ['rate(15 minutes)', 900_000],
    ['rate(2 hours)', 7_200_000],
    ['rate(1 day)', 86_400_000],
  ])('reads %s', (text, everyMs) => expect(parseExpression(text)).toEqual({ kind: 'rate', everyMs }));

  it.each(['rate(0 minutes)', 'rate(1 week)', 'cron(1 2 3)', 'at(2026-01-01T00:00:00)', ''])(
    'refuses %s',
    (text) => {
      expect(() => parseExpression(text)).toThrow('neither');
    },
  );

  it.each([
    ['cron(10 1 * * ? *)', ['2026-11-23T01:10', '2026-11-24T01:10']],
    // Sunday is 1.
    ['cron(0 9 ? * 2 *)', ['2026-11-23T09:00', '2026-11-30T09:00']],
    ['cron(0 9 ? * MON-FRI *)', ['2026-11-23T09:00', '2026-11-24T09:00']],
    // From minute 5, every 20.
    ['cron(5/20 * * * ? *)', ['2026-11-22T12:05', '2026-11-22T12:25']],
    ['cron(0/30 8-9 * * ? *)', ['2026-11-23T08:00', '2026-11-23T08:30']],
    ['cron(0 12 L * ? *)', ['2026-11-30T12:00', '2026-12-31T12:00']],
    ['cron(0 12 ? * 2#1 *)', ['2026-12-07T12:00', '2027-01-04T12:00']],
    ['cron(0 0 1 1 ? 2028)', ['2028-01-01T00:00']],
    ['cron(*/10 * * * ? *)', ['2026-11-22T12:10', '2026-11-22T12:20']],
  ])('fires %s when AWS would', (text, expected) => {
    expect(firings(text, '2026-11-22T12:00:00Z')).toEqual(expected);
  });
});
