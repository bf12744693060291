/**
 * What AWS's JSON reader (Jackson) says about a text that is not JSON: the three mistakes people make,
 * and a general sentence for the rest.
 */
export function jacksonError(text: string): {
  readonly message: string;
  readonly line: number;
  readonly column: number;
} {
  const at = wordStart(text, errorPosition(text));
  const before = text.slice(0, at);
  const line = before.split('\n').length;
  const column = at - (before.lastIndexOf('\n') + 1) + 1;
  const rest = text.slice(at);
  if (rest === '') return { message: 'Unexpected end-of-input', line, column };
  const word = /^[A-Za-z_$][\w$]*/.exec(rest)?.[0];
  if (word !== undefined) {
    const message = `Unrecognized token '${word}': was expecting (JSON String, Number, Array, Object or token 'null', 'true' or 'false')`;
    return { message, line, column: column + word.length };
  }
  return {
    message: `Unexpected character (${characterName(rest)}): was expecting ${expectation(before)}`,
    line,
    column,
  };
}

/** JSON.parse may give up in the middle of a word (`not` begins like `null`); Jackson names the whole. */
function wordStart(text: string, at: number): number {
  const before = /[A-Za-z_$][\w$]*$/.exec(text.slice(0, at))?.[0] ?? '';
  return /^[\w$]/.test(text.slice(at)) ? at - before.length : at;
}

/** Where JSON.parse gives up. */
function errorPosition(text: string): number {
  try {
    JSON.parse(text);
    return text.length;
  } catch (error) {
    const message = error instanceof Error ? error.message : '';
    const position = /at position (\d+)/.exec(message)?.[1];
    if (position !== undefined) return Number(position);
    const token = /Unexpected token '(.)'/su.exec(message)?.[1];
    return token === undefined ? text.length : Math.max(0, text.indexOf(token));
  }
}

function characterName(rest: string): string {
  return `'${rest.charAt(0)}' (code ${String(rest.charCodeAt(0))})`;
}

function expectation(before: string): string {
  const last = before.trimEnd().at(-1);
  if (last === '{' || last === ',') return 'double-quote to start field name';
  return "a valid value (JSON String, Number, Array, Object or token 'null', 'true' or 'false')";
}
