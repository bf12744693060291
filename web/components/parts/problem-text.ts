import * as v from 'valibot';

import { Role } from '#shared/contracts/roles.ts';
import type { ApiProblem } from '#web/lib/api-problem.ts';
import type { Messages } from '#web/messages/en.ts';

type ProblemText = { readonly title: string; readonly text: string };

/** A problem in the reader's words; what the API said in detail follows. */
export function problemText(problem: ApiProblem, t: Messages): ProblemText {
  const said = whatWasSaid(problem);
  switch (problem.status) {
    case 401:
      return { title: t.problem.title, text: t.signIn.ended };
    case 403:
      return { title: neededRole(problem, said, t) ?? t.problem.title, text: said };
    case 404:
      return { title: t.problem.notFound, text: t.problem.notFoundText };
    case 429:
      return { title: t.problem.title, text: t.problem.tooMany };
    case 503:
    case 504:
      return { title: t.problem.title, text: t.problem.noAnswer };
    default:
      return { title: t.problem.title, text: said };
  }
}

function whatWasSaid({ problem }: ApiProblem): string {
  const { title, detail, errors = [] } = problem;
  return [detail ?? title, ...errors.map(({ path, message }) => `${path} ${message}`.trim())].join('. ');
}

/** The API names the role in a field or in its words. */
function neededRole({ problem }: ApiProblem, said: string, t: Messages): string | undefined {
  const named = problem['role'] ?? /\b(viewer|operator|approver|admin)\b/.exec(said)?.[1];
  const role = v.safeParse(Role, named);
  return role.success ? t.problem.forbidden(t.roles[role.output]) : undefined;
}
