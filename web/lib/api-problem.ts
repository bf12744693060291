import * as v from 'valibot';

import { Problem } from '#shared/contracts/problem.ts';

/** A refusal of the API, or of the way to it: what it says, and the request it belongs to. */
export class ApiProblem extends Error {
  override readonly name = 'ApiProblem';
  readonly problem: Problem;
  readonly requestId: string;

  constructor(problem: Problem, requestId: string, cause?: unknown) {
    super(`${problem.status} ${problem.title}${problem.detail === undefined ? '' : `: ${problem.detail}`}`, {
      cause,
    });
    this.problem = problem;
    this.requestId = requestId;
  }

  get status(): number {
    return this.problem.status;
  }
}

/** The problem in an answer that is not a success; one is made where the body holds none. */
export async function problemOf(answer: Response, requestId: string): Promise<ApiProblem> {
  const text = await answer.text();
  const id = answer.headers.get('x-request-id') ?? requestId;
  try {
    return new ApiProblem(v.parse(Problem, JSON.parse(text)), id);
  } catch (cause) {
    const title = answer.statusText === '' ? `Status ${answer.status}` : answer.statusText;
    return new ApiProblem({ type: 'about:blank', title, status: answer.status }, id, cause);
  }
}

/** No answer at all: the service is down, or too slow. */
export function noAnswer(requestId: string, cause: unknown): ApiProblem {
  const title = 'The service does not answer';
  return new ApiProblem({ type: 'urn:stock-mate:no-answer', title, status: 503 }, requestId, cause);
}
