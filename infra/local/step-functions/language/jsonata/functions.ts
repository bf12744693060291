import { createHash, randomUUID } from 'node:crypto';
import { type Json, isJsonArray, parseJson } from '#infra/local/step-functions/json.ts';
import { seededRandom } from '#infra/local/step-functions/language/seeded-random.ts';

/** A failure of one of AWS's functions, worded like JSONata's own. */
function refuse(message: string): never {
  throw Object.assign(new Error(message), { code: 'T0410' });
}

function partition(array: Json, size: number): readonly Json[] {
  if (!isJsonArray(array)) refuse('Argument 1 of function "partition" must be an array');
  if (!Number.isFinite(size) || size < 1)
    refuse('Argument 2 of function "partition" must be a positive number');
  const step = Math.floor(size);
  return Array.from({ length: Math.ceil(array.length / step) }, (_, i) =>
    array.slice(i * step, (i + 1) * step),
  );
}

/** Like every sequence of JSONata, a range of one number is that number. */
function range(first: number, last: number, step: number): number | readonly number[] {
  if (![first, last, step].every(Number.isFinite))
    refuse('The arguments of function "range" must be numbers');
  if (step === 0) refuse('Argument 3 of function "range" must not be zero');
  const length = Math.floor((last - first) / step) + 1;
  return length === 1 ? first : Array.from({ length: Math.max(0, length) }, (_, i) => first + i * step);
}

const algorithms: Readonly<Record<string, string>> = {
  MD5: 'md5',
  'SHA-1': 'sha1',
  'SHA-256': 'sha256',
  'SHA-384': 'sha384',
  'SHA-512': 'sha512',
};

function hash(data: Json, algorithm: string): string {
  const name = algorithms[algorithm];
  if (name === undefined)
    refuse(`Argument 2 of function "hash" must be one of ${Object.keys(algorithms).join(', ')}`);
  return createHash(name)
    .update(typeof data === 'string' ? data : JSON.stringify(data))
    .digest('hex');
}

function random(seed?: number): number {
  return seed === undefined ? Math.random() : seededRandom(seed);
}

/**
 * The functions AWS adds to JSONata, and `$eval`, which it refuses.
 * https://docs.aws.amazon.com/step-functions/latest/dg/transforming-data.html
 */
export const awsFunctions: Readonly<Record<string, unknown>> = {
  partition,
  range,
  hash,
  random,
  uuid: () => randomUUID(),
  parse: (text: string) => parseJson(text),
  eval: undefined,
};
