import { type Json, jsonEquals, tryParseJson } from '#infra/local/step-functions/json.ts';
import { followSteps } from './follow.ts';
import type { Filter, PathStep } from './path-types.ts';

type ParseSteps = (text: string) => readonly PathStep[] | undefined;

type Operand = (item: Json, root: Json) => Json | undefined;

/** Parses what stands after the `?` of a filter: comparisons of `@` paths, joined by && and ||. */
export function parseFilter(text: string, parseSteps: ParseSteps): Filter | undefined {
  const inside = text.startsWith('(') && text.endsWith(')') ? text.slice(1, -1).trim() : text;
  const either = splitOutside(inside, '||');
  if (either.length > 1) return join(either, parseSteps, (parts, item) => parts.some((part) => part(item)));
  const both = splitOutside(inside, '&&');
  if (both.length > 1) return join(both, parseSteps, (parts, item) => parts.every((part) => part(item)));
  if (inside.startsWith('!')) return negate(parseFilter(inside.slice(1).trim(), parseSteps));
  if (inside.startsWith('(') && inside.endsWith(')')) return parseFilter(inside.slice(1, -1), parseSteps);
  return parseComparison(inside, parseSteps);
}

type Decide = (parts: readonly ((item: Json) => boolean)[], item: Json) => boolean;

function join(texts: readonly string[], parseSteps: ParseSteps, decide: Decide): Filter | undefined {
  const parts = texts.map((part) => parseFilter(part.trim(), parseSteps));
  const known = parts.filter((part) => part !== undefined);
  if (known.length < parts.length) return undefined;
  return (item, root) =>
    decide(
      known.map((part) => (value: Json) => part(value, root)),
      item,
    );
}

function negate(filter: Filter | undefined): Filter | undefined {
  return filter && ((item, root) => !filter(item, root));
}

function parseComparison(text: string, parseSteps: ParseSteps): Filter | undefined {
  const match = /^(.+?)\s*(==|!=|<=|>=|<|>|=~)\s*(.+)$/s.exec(text);
  if (!match) {
    const operand = parseOperand(text, parseSteps);
    return operand && ((item, root) => operand(item, root) !== undefined);
  }
  const [, leftText = '', operator = '', rightText = ''] = match;
  const left = parseOperand(leftText, parseSteps);
  const right = parseOperand(rightText, parseSteps);
  return left && right && ((item, root) => compare(operator, left(item, root), right(item, root)));
}

function parseOperand(text: string, parseSteps: ParseSteps): Operand | undefined {
  if (text.startsWith('@') || text.startsWith('$')) {
    const steps = parseSteps(text.slice(1));
    return steps && ((item, root) => followSteps(steps, text.startsWith('@') ? item : root, root)[0]);
  }
  const quoted = /^'((?:[^'\\]|\\.)*)'$/.exec(text)?.[1];
  const constant =
    quoted === undefined ? (tryParseJson(text) ?? bareWord(text)) : quoted.replaceAll(/\\(.)/g, '$1');
  return constant === undefined ? undefined : () => constant;
}

/** AWS takes a word without quotes for a text. */
function bareWord(text: string): string | undefined {
  return /^[\w-]+$/.test(text) ? text : undefined;
}

function compare(operator: string, left: Json | undefined, right: Json | undefined): boolean {
  if (left === undefined || right === undefined) return operator === '!=' && left !== right;
  if (operator === '==') return jsonEquals(left, right);
  if (operator === '!=') return !jsonEquals(left, right);
  const difference = differenceOf(left, right);
  return difference !== undefined && ordered(operator, difference);
}

function differenceOf(left: Json, right: Json): number | undefined {
  if (typeof left === 'number' && typeof right === 'number') return left - right;
  if (typeof left !== 'string' || typeof right !== 'string') return undefined;
  return left < right ? -1 : Number(left > right);
}

function ordered(operator: string, difference: number): boolean {
  if (operator === '<') return difference < 0;
  if (operator === '<=') return difference <= 0;
  return operator === '>' ? difference > 0 : difference >= 0;
}

function splitOutside(text: string, separator: string): readonly string[] {
  const parts: string[] = [];
  let depth = 0;
  let quote = '';
  let start = 0;
  for (let i = 0; i < text.length; i++) {
    const char = text.charAt(i);
    if (quote !== '') {
      if (char === quote) quote = '';
      continue;
    }
    if (char === "'" || char === '"') quote = char;
    depth += '(['.includes(char) ? 1 : ')]'.includes(char) ? -1 : 0;
    if (depth > 0 || !text.startsWith(separator, i)) continue;
    parts.push(text.slice(start, i));
    start = i + separator.length;
  }
  return [...parts, text.slice(start)];
}
