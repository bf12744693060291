import * as v from 'valibot';

import { Role } from '#shared/contracts/roles.ts';
import type { ApiProblem } from '#web/lib/api-problem.ts';
import type { Messages } from '#web/messages/en.ts';

/** A problem in the reader's words; what the API said in detail follows. */
export function problemText(problem: ApiProblem, t: Messages): { readonly title: string; readonly text: string } {
  const { status, title, detail, errors } = problem.problem;
  const said = [detail ?? title, ...(errors ?? []).map(({ path, message }) => `${path} ${message}`.trim())].join('. ');
  if (status === 401) return { title: t.problem.title, text: t.signIn.ended };
  if (status === 403) {
    const needed = v.safeParse(Role, problem.problem['role'] ?? /\b(viewer|operator|approver|admin)\b/.exec(said)?.[1]);
    return { title: needed.success ? t.problem.forbidden(t.roles[needed.output]) : t.problem.title, text: said };
  }
  if (status === 404) return { title: t.problem.notFound, text: t.problem.notFoundText };
  if (status === 429) return { title: t.problem.title, text: t.problem.tooMany };
  if (status === 503 || status === 504) return { title: t.problem.title, text: t.problem.noAnswer };
  return { title: t.problem.title, text: said };
}
