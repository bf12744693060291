import type { JsonObject } from '#infra/local/step-functions/json.ts';

/** An error of an API operation, as AWS names and words it. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly code: string;
  /** Further members of the error, such as `reason`. */
  readonly members: JsonObject;

  constructor(code: string, message: string, members: JsonObject = {}) {
    super(message);
    this.code = code;
    this.members = members;
  }
}
