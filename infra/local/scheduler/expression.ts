/**
 * Schedule expressions of EventBridge Scheduler.
 * https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html
 */

/** An expression as it was understood: every so many milliseconds, or by a pattern that croner takes. */
export type Expression =
  | { readonly kind: 'rate'; readonly everyMs: number }
  | { readonly kind: 'cron'; readonly pattern: string };

const unitMs = { minute: 60_000, hour: 3_600_000, day: 86_400_000 } as const;

/** Reads `rate(5 minutes)` or `cron(10 1 * * ? *)`. */
export function parseExpression(text: string): Expression {
  const rate = /^rate\((\d+) (minute|hour|day)s?\)$/.exec(text);
  if (rate !== null && Number(rate[1]) > 0) {
    // The pattern admits these three units only.
    const unit = rate[2] as keyof typeof unitMs;
    return { kind: 'rate', everyMs: Number(rate[1]) * unitMs[unit] };
  }
  const fields = /^cron\(([^()]+)\)$/.exec(text)?.[1]?.trim().split(/\s+/);
  if (fields?.length === 6) return { kind: 'cron', pattern: cronerPattern(fields) };
  throw new Error(
    `the schedule ${text} is neither rate(<n> minutes|hours|days) nor cron(<minute> <hour> <day> <month> <weekday> <year>)`,
  );
}

const stepRanges = ['0-59', '0-23', '1-31', '1-12', '1-7', ''];

/** AWS has no seconds, and its `a/n` (from a, every n) is `a-<highest>/n` for croner. */
function cronerPattern(fields: readonly string[]): string {
  const rewritten = fields.map((field, index) => {
    const highest = stepRanges[index]?.split('-')[1];
    return highest === undefined ? field : field.replaceAll(/(?<![-\d*])(\d+)\/(\d+)/g, `$1-${highest}/$2`);
  });
  return `0 ${rewritten.join(' ')}`;
}
