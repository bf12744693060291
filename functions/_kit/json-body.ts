/** JSON from outside: limited in size and depth, without what Postgres or JavaScript would read differently. */
import type { HttpRequest } from './http.ts';
import { Refusal } from './refusal.ts';

const maxDepth = 32;
const trapKeys = new Set(['__proto__', 'constructor', 'prototype']);

/** The request's body as JSON; `undefined` where there is none. */
export function parseJsonBody(request: HttpRequest, maxBytes = 1024 * 1024): unknown {
  const text = textOf(request, maxBytes);
  if (text.trim() === '') return undefined;
  const value = parse(text);
  inspect(value);
  return value;
}

function textOf(request: HttpRequest, maxBytes: number): string {
  const { body, isBase64Encoded } = request;
  if (body === null) return '';
  const bytes = isBase64Encoded ? Math.floor((body.length * 3) / 4) : Buffer.byteLength(body);
  if (bytes > maxBytes) {
    throw new Refusal(413, undefined, {
      detail: `the body has ${bytes} bytes; at most ${maxBytes} are taken here`,
    });
  }
  if (!isBase64Encoded) return body;
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(body, 'base64'));
  } catch (cause) {
    throw bad('', 'must be UTF-8', cause);
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw bad('', `must be JSON; it stops being so at position ${brokenAt(text, cause)}`, cause);
  }
}

// What V8 says of a text that could still become JSON if it went on.
const unfinished = /end of JSON|Unterminated|No number after|Exponent part|[Ee]scape/;

/** Where the text stops being JSON. V8 says so in some of its messages only; else the longest good beginning is sought. */
function brokenAt(text: string, error: unknown): number {
  const named = positionIn(error);
  if (named !== undefined) return named;
  let [good, broken] = [0, Math.min(text.length, 64 * 1024)];
  while (broken - good > 1) {
    const middle = (good + broken) >> 1;
    if (canBegin(text.slice(0, middle))) good = middle;
    else broken = middle;
  }
  return good;
}

function canBegin(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch (error) {
    if (!(error instanceof Error)) return false;
    return unfinished.test(error.message) || (positionIn(error) ?? -1) >= text.length;
  }
}

function positionIn(error: unknown): number | undefined {
  const position = error instanceof Error ? /at position (\d+)/.exec(error.message)?.[1] : undefined;
  return position === undefined ? undefined : Number(position);
}

type Place = { readonly value: unknown; readonly path: string; readonly depth: number };

/** Looks at every key and text; a pile of its own instead of recursion, so that depth is no attack. */
function inspect(root: unknown): void {
  const pile: Place[] = [{ value: root, path: '', depth: 0 }];
  for (let place = pile.pop(); place !== undefined; place = pile.pop()) {
    if (typeof place.value === 'string') inspectText(place.value, place.path);
    else if (typeof place.value === 'object' && place.value !== null)
      pile.push(...membersOf(place.value, place));
  }
}

function membersOf(value: object, { path, depth }: Place): Place[] {
  if (depth >= maxDepth) throw bad(path, `must not be nested more than ${maxDepth} deep`);
  const places: Place[] = [];
  for (const [key, member] of Object.entries(value)) {
    const memberPath = path === '' ? key : `${path}.${key}`;
    if (!Array.isArray(value)) inspectKey(key, memberPath);
    if (typeof member === 'string' || typeof member === 'object') {
      places.push({ value: member, path: memberPath, depth: depth + 1 });
    }
  }
  return places;
}

function inspectKey(key: string, path: string): void {
  if (trapKeys.has(key)) throw bad(path, 'is not a field of anything');
  inspectText(key, path);
}

function inspectText(text: string, path: string): void {
  if (text.includes('\u0000')) throw bad(path, 'must not contain the NUL character');
  if (!text.isWellFormed())
    throw bad(path, 'must be well-formed Unicode (it holds half of a surrogate pair)');
}

function bad(path: string, message: string, cause?: unknown): Refusal {
  const refusal = new Refusal(400, undefined, {
    detail: path === '' ? `the body ${message}` : `${path.toWellFormed().slice(0, 200)} ${message}`,
    errors: [{ path: path.toWellFormed().slice(0, 200), message }],
  });
  refusal.cause = cause;
  return refusal;
}
