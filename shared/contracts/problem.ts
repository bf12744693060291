/** RFC 9457 problem details: what every refused request is answered with. */
import * as v from 'valibot';

/** One thing that is wrong with a request: where, and why. */
export const ProblemError = v.strictObject({ path: v.string(), message: v.string() });
/** One thing that is wrong with a request. */
export type ProblemError = v.InferOutput<typeof ProblemError>;

/** The body of an `application/problem+json` answer; some problems carry more (a winner, a diff). */
export const Problem = v.looseObject({
  type: v.string(),
  title: v.string(),
  status: v.number(),
  detail: v.optional(v.string()),
  errors: v.optional(v.array(ProblemError)),
});
/** The body of an `application/problem+json` answer. */
export type Problem = v.InferOutput<typeof Problem>;

/** valibot's issues as the errors of a problem, the path in dots (`items.3.quantity`). */
export function problemErrors(issues: readonly v.BaseIssue<unknown>[]): ProblemError[] {
  return issues.slice(0, 50).map((issue) => ({ path: v.getDotPath(issue) ?? '', message: issue.message }));
}
