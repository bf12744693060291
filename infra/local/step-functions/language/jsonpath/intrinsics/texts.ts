import { createHash, randomUUID } from 'node:crypto';
import { IntrinsicFailure } from '#infra/local/step-functions/failures/intrinsic-failure.ts';
import { type Json, isJsonArray, isJsonObject, tryParseJson } from '#infra/local/step-functions/json.ts';
import { type Intrinsic, asText } from './arguments.ts';

const algorithms: Readonly<Record<string, string>> = {
  MD5: 'md5',
  'SHA-1': 'sha1',
  'SHA-256': 'sha256',
  'SHA-384': 'sha384',
  'SHA-512': 'sha512',
};

/** Intrinsic functions on texts: formatting, encoding, hashing, splitting. */
export const textIntrinsics: Readonly<Record<string, Intrinsic>> = {
  Format(template, ...values) {
    const parts = templateParts(asText(template, 'States.Format'));
    if (parts.length - 1 !== values.length) {
      throw new IntrinsicFailure(
        'Invalid arguments in States.Format: the number of arguments must be the number of {} in the template',
      );
    }
    return parts.map((part, i) => part + (i < values.length ? formatted(values[i] ?? null) : '')).join('');
  },

  StringSplit(text, delimiters) {
    // A set of delimiter characters, and no empty pieces.
    const set = new Set(asText(delimiters, 'States.StringSplit'));
    const pieces: string[] = [''];
    for (const char of asText(text, 'States.StringSplit')) {
      if (set.has(char)) pieces.push('');
      else pieces.push((pieces.pop() ?? '') + char);
    }
    return pieces.filter((piece) => piece !== '');
  },

  StringToJson(text) {
    const source = asText(text, 'States.StringToJson');
    if (source.trim() === '') return null;
    const value = tryParseJson(source);
    if (value === undefined)
      throw new IntrinsicFailure('Invalid arguments in States.StringToJson: the string is not JSON');
    return value;
  },

  JsonToString: (value) => JSON.stringify(value ?? null),
  Base64Encode: (text) => Buffer.from(asText(text, 'States.Base64Encode')).toString('base64'),
  Base64Decode: (text) => Buffer.from(asText(text, 'States.Base64Decode'), 'base64').toString('utf8'),

  Hash(data, algorithm) {
    const name = algorithms[asText(algorithm, 'States.Hash')];
    if (name === undefined)
      throw new IntrinsicFailure(
        `Invalid arguments in States.Hash: the algorithm must be one of ${Object.keys(algorithms).join(', ')}`,
      );
    return createHash(name)
      .update(typeof data === 'string' ? data : JSON.stringify(data))
      .digest('hex');
  },

  UUID: () => randomUUID(),
};

/** The text between the `{}` of a template, its escapes resolved. */
function templateParts(template: string): readonly string[] {
  const parts = [''];
  for (let i = 0; i < template.length; i++) {
    const char = template.charAt(i);
    const next = template.charAt(i + 1);
    if (char === '\\' && ['{', '}', '\\', "'"].includes(next)) {
      parts.push((parts.pop() ?? '') + next);
      i++;
    } else if (char === '{' && next === '}') {
      parts.push('');
      i++;
    } else parts.push((parts.pop() ?? '') + char);
  }
  return parts;
}

/** AWS prints arrays and objects the way Java prints its lists and maps. */
function formatted(value: Json): string {
  if (isJsonArray(value)) return `[${value.map(formatted).join(', ')}]`;
  if (!isJsonObject(value)) return String(value);
  const members = Object.entries(value).map(([key, item]) => `${key}=${formatted(item)}`);
  return `{${members.join(', ')}}`;
}
