/** Base schemas of text: what Postgres cannot store as it was sent is refused at the door. */
import * as v from 'valibot';

/** No NUL and no lone surrogates: Postgres refuses the one and rewrites the other. */
export const StorableText = v.pipe(
  v.string(),
  v.check((text) => !text.includes('\u0000'), 'must not contain the NUL character'),
  v.check((text) => text.isWellFormed(), 'must be well-formed Unicode (it holds half of a surrogate pair)'),
);

/** One line of text that a person typed: trimmed, not empty, at most 200 characters. */
export const Line = v.pipe(
  StorableText,
  v.trim(),
  v.minLength(1, 'must not be empty'),
  v.maxLength(200, 'must have at most 200 characters'),
  v.regex(/^\P{Cc}*$/u, 'must not contain control characters'),
);

/** Free text, at most 2,000 characters. */
export const Paragraph = v.pipe(
  StorableText,
  v.trim(),
  v.minLength(1, 'must not be empty'),
  v.maxLength(2000),
);

/** A stock keeping unit: a short code of the tenant's own. */
export const Sku = v.pipe(Line, v.maxLength(64, 'must have at most 64 characters'));
