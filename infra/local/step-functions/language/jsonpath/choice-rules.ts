import { RuntimeFailure } from '#infra/local/step-functions/failures/runtime-failure.ts';
import {
  type Json,
  type JsonObject,
  isJsonArray,
  isJsonObject,
  jsonText,
} from '#infra/local/step-functions/json.ts';
import { parseTimestamp } from '#infra/local/step-functions/language/timestamps.ts';
import { type PathData, lookUp, requirePath } from './lookup.ts';

type Test = (actual: Json, expected: Json) => boolean;

const order: Readonly<Record<string, (difference: number) => boolean>> = {
  Equals: (difference) => difference === 0,
  LessThan: (difference) => difference < 0,
  GreaterThan: (difference) => difference > 0,
  LessThanEquals: (difference) => difference <= 0,
  GreaterThanEquals: (difference) => difference >= 0,
};

/** Values of different types compare as false, never as an error. */
const differences: Readonly<Record<string, (left: Json, right: Json) => number | undefined>> = {
  String: (left, right) =>
    typeof left === 'string' && typeof right === 'string'
      ? left < right
        ? -1
        : left > right
          ? 1
          : 0
      : undefined,
  Numeric: (left, right) =>
    typeof left === 'number' && typeof right === 'number' ? left - right : undefined,
  Timestamp: (left, right) => {
    const from = typeof left === 'string' ? parseTimestamp(left) : undefined;
    const to = typeof right === 'string' ? parseTimestamp(right) : undefined;
    return from === undefined || to === undefined ? undefined : from - to;
  },
  Boolean: (left, right) =>
    typeof left === 'boolean' && typeof right === 'boolean' ? Number(left) - Number(right) : undefined,
};

const typeTests: Readonly<Record<string, (value: Json) => boolean>> = {
  IsNull: (value) => value === null,
  IsNumeric: (value) => typeof value === 'number',
  IsString: (value) => typeof value === 'string',
  IsBoolean: (value) => typeof value === 'boolean',
  IsTimestamp: (value) => typeof value === 'string' && parseTimestamp(value) !== undefined,
};

/** True if a choice rule holds. */
export function ruleHolds(rule: JsonObject, data: PathData): boolean {
  const { And: and, Or: or, Not: not } = rule;
  if (isJsonArray(and)) return and.every((part) => isJsonObject(part) && ruleHolds(part, data));
  if (isJsonArray(or)) return or.some((part) => isJsonObject(part) && ruleHolds(part, data));
  if (isJsonObject(not)) return !ruleHolds(not, data);
  return comparisonHolds(rule, data);
}

const notOperators = new Set(['Variable', 'Next', 'Comment', 'Assign', 'Output']);

function comparisonHolds(rule: JsonObject, data: PathData): boolean {
  const operator = Object.keys(rule).find((key) => !notOperators.has(key)) ?? '';
  const expected = rule[operator] ?? null;
  const path = jsonText(rule['Variable']);
  const found = lookUp(requirePath(path), data);
  if (operator === 'IsPresent') return 'value' in found === expected;
  if (!('value' in found))
    throw new RuntimeFailure(
      `Invalid path '${path}': The choice state's condition path references an invalid value.`,
    );
  return testOf(operator)(found.value, operator.endsWith('Path') ? reference(expected, data) : expected);
}

function testOf(operator: string): Test {
  const isType = typeTests[operator];
  if (isType) return (actual, expected) => isType(actual) === expected;
  if (operator === 'StringMatches')
    return (actual, pattern) => typeof actual === 'string' && wildcard(jsonText(pattern)).test(actual);
  const parts =
    /^(String|Numeric|Timestamp|Boolean)(Equals|LessThanEquals|LessThan|GreaterThanEquals|GreaterThan)(Path)?$/.exec(
      operator,
    );
  const difference = differences[parts?.[1] ?? ''];
  const decide = order[parts?.[2] ?? ''];
  if (!difference || !decide) throw new RuntimeFailure(`Unknown comparison operator '${operator}'`);
  return (actual, expected) => {
    const value = difference(actual, expected);
    return value !== undefined && decide(value);
  };
}

function reference(path: Json, data: PathData): Json {
  const text = jsonText(path);
  const found = lookUp(requirePath(text), data);
  if ('value' in found) return found.value;
  throw new RuntimeFailure(
    `Invalid path '${text}': The choice state's condition path references an invalid value.`,
  );
}

/** `*` stands for any characters; `\\*` and `\\\\` for themselves. */
function wildcard(pattern: string): RegExp {
  const source = pattern.replaceAll(/\\([\\*])|\*|[.+?^${}()|[\]\\]/g, (match, escaped: string | undefined) =>
    escaped === undefined ? (match === '*' ? '.*' : `\\${match}`) : `\\${escaped}`,
  );
  return new RegExp(`^${source}$`, 's');
}
