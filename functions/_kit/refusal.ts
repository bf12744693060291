/** A "no" to a request, as RFC 9457 writes it. */
import type { Problem, ProblemError } from '#shared/contracts/problem.ts';

const titles: Readonly<Record<number, string>> = {
  400: 'The request cannot be read',
  401: 'Sign-in is needed',
  403: 'Not allowed',
  404: 'Not found',
  405: 'Method not allowed',
  409: 'In conflict with what is there',
  412: 'The stream moved on',
  413: 'Too large',
  422: 'The idempotency key was used for something else',
  500: 'Something went wrong here',
  503: 'Not available at the moment',
};

/** Members of a problem beside type, title and status. */
export type ProblemDetails = {
  readonly detail?: string;
  readonly errors?: readonly ProblemError[];
  /** Members of this kind of problem, such as `winner` or `diff`. */
  readonly extra?: Readonly<Record<string, unknown>>;
  readonly headers?: Readonly<Record<string, string>>;
};

/** A request is refused; thrown at a door, answered as problem+json. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly status: number;
  readonly title: string;
  readonly details: ProblemDetails;

  constructor(status: number, title?: string, details: ProblemDetails = {}) {
    super(details.detail ?? title ?? titles[status] ?? String(status));
    this.status = status;
    this.title = title ?? titles[status] ?? 'Refused';
    this.details = details;
  }
}

/** The body of the answer to a refused request. */
export function problemOf(refusal: Refusal): Problem {
  const { detail, errors, extra } = refusal.details;
  return {
    type: 'about:blank',
    title: refusal.title,
    status: refusal.status,
    ...(detail === undefined ? {} : { detail }),
    ...(errors === undefined ? {} : { errors: [...errors] }),
    ...extra,
  };
}
