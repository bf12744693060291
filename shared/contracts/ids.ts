import * as v from 'valibot';

/** Any UUID, in lower case. */
export const Uuid = v.pipe(
  v.string(),
  v.regex(/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i, 'must be a UUID'),
  v.toLowerCase(),
);

/** What a repeated write is recognised by. */
export const IdempotencyKey = v.pipe(
  v.string(),
  v.minLength(1),
  v.maxLength(200, 'must have at most 200 characters'),
  v.regex(/^[\x21-\x7e]+$/, 'must be printable ASCII without blanks'),
);
