import { type JsonObject, isJsonObject, tryParseJson } from '#infra/local/step-functions/json.ts';
import { ApiError } from '#infra/local/step-functions/wire/api-error.ts';
import type { Request } from '#infra/local/step-functions/wire/request.ts';

/** Where a list goes on, as an opaque token. */
export function writePageToken(position: JsonObject): string {
  return Buffer.from(JSON.stringify(position)).toString('base64');
}

/** The position in a request's nextToken, or undefined on a first page. */
export function readPageToken(request: Request, maxLength: number): JsonObject | undefined {
  const token = request.optionalText('nextToken', { min: 1, max: maxLength });
  if (token === undefined) return undefined;
  const position = tryParseJson(Buffer.from(token, 'base64').toString('utf8'));
  if (!isJsonObject(position)) throw new ApiError('InvalidToken', "Invalid Token: 'Invalid token'");
  return position;
}

/** maxResults: up to 1,000, and 100 where none (or 0) is given. */
export function readPageSize(request: Request): number {
  const size = request.optionalInteger('maxResults', { min: 0, max: 1000 }) ?? 0;
  return size === 0 ? 100 : size;
}
