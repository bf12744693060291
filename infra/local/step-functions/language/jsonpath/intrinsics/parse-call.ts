import type { Json } from '#infra/local/step-functions/json.ts';

/** An argument of an intrinsic function. */
export type Argument =
  | { readonly kind: 'constant'; readonly value: Json }
  | { readonly kind: 'path'; readonly text: string }
  | { readonly kind: 'call'; readonly call: Call };

/** `States.Name(arguments)`. */
export type Call = { readonly name: string; readonly arguments: readonly Argument[] };

/** A position in a text. */
type Cursor = { readonly text: string; at: number };

/** Parses a call of an intrinsic function; undefined where the text is none. */
export function parseCall(text: string): Call | undefined {
  const cursor = { text, at: 0 };
  const call = readCall(cursor);
  skipSpace(cursor);
  return call && cursor.at === text.length ? call : undefined;
}

function readCall(cursor: Cursor): Call | undefined {
  const match = /^\s*States\.(\w+)\s*\(/.exec(cursor.text.slice(cursor.at));
  if (!match) return undefined;
  cursor.at += match[0].length;
  const list: Argument[] = [];
  skipSpace(cursor);
  if (take(cursor, ')')) return { name: match[1] ?? '', arguments: list };
  for (;;) {
    const argument = readArgument(cursor);
    if (!argument) return undefined;
    list.push(argument);
    skipSpace(cursor);
    if (take(cursor, ')')) return { name: match[1] ?? '', arguments: list };
    if (!take(cursor, ',')) return undefined;
  }
}

function readArgument(cursor: Cursor): Argument | undefined {
  skipSpace(cursor);
  const next = cursor.text.charAt(cursor.at);
  if (next === "'") return readText(cursor);
  if (next === '$') return readPath(cursor);
  const call = readCall(cursor);
  if (call) return { kind: 'call', call };
  const match = /^(-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)/.exec(cursor.text.slice(cursor.at));
  if (!match) return undefined;
  cursor.at += match[0].length;
  // The pattern admits JSON scalars alone.
  return { kind: 'constant', value: JSON.parse(match[0]) as Json };
}

function readText(cursor: Cursor): Argument | undefined {
  let value = '';
  for (let i = cursor.at + 1; i < cursor.text.length; i++) {
    const char = cursor.text.charAt(i);
    if (char === "'") {
      cursor.at = i + 1;
      return { kind: 'constant', value };
    }
    if (char !== '\\') {
      value += char;
      continue;
    }
    const next = cursor.text.charAt(++i);
    if (!"'\\{}".includes(next)) return undefined;
    // What becomes of an escaped brace is the affair of States.Format.
    value += '{}'.includes(next) ? `\\${next}` : next;
  }
  return undefined;
}

function readPath(cursor: Cursor): Argument {
  const start = cursor.at;
  let depth = 0;
  while (cursor.at < cursor.text.length) {
    const char = cursor.text.charAt(cursor.at);
    if (depth === 0 && /[,)\s]/.test(char)) break;
    if ('[('.includes(char)) depth++;
    if ('])'.includes(char)) depth--;
    cursor.at = char === "'" || char === '"' ? afterQuote(cursor.text, cursor.at) : cursor.at + 1;
  }
  return { kind: 'path', text: cursor.text.slice(start, cursor.at) };
}

/** The position after the quoted text that begins here. */
function afterQuote(text: string, at: number): number {
  const end = text.indexOf(text.charAt(at), at + 1);
  return end < 0 ? text.length : end + 1;
}

function skipSpace(cursor: Cursor): void {
  while (/\s/.test(cursor.text.charAt(cursor.at))) cursor.at++;
}

function take(cursor: Cursor, char: string): boolean {
  if (cursor.text.charAt(cursor.at) !== char) return false;
  cursor.at++;
  return true;
}
