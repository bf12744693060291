import jsonata from 'jsonata';
import { QueryFailure } from '#infra/local/step-functions/failures/query-failure.ts';
import type { Json, JsonObject } from '#infra/local/step-functions/json.ts';
import { awsFunctions } from './functions.ts';

/** The only importer of jsonata: compiles each expression once and gives its values as plain JSON. */

type Expression = ReturnType<typeof jsonata>;

const compiled = new Map<string, Expression>();
const cacheSize = 5_000;
/** An expression must not hold up every other execution: milliseconds and depth it may take. */
const guards = { timeout: 2_000, stack: 1_000 };

/** The text inside `{% … %}`, or undefined where a string is a constant. */
export function expressionOf(text: string): string | undefined {
  return text.startsWith('{%') && text.endsWith('%}') && text.length >= 4
    ? text.slice(2, -2).trim()
    : undefined;
}

/** The error of an expression that does not compile, or undefined. */
export function syntaxErrorOf(expression: string): string | undefined {
  try {
    compile(expression);
    return undefined;
  } catch (error) {
    return errorText(error);
  }
}

export type Evaluation = {
  readonly expression: string;
  /** Where the expression stands, as AWS names it: `Output/result`. */
  readonly field: string;
  /** `$states` and the variables. */
  readonly bindings: JsonObject;
};

/** The value of an expression; failing, undefined and function values are States.QueryEvaluationError. */
export async function evaluate(evaluation: Evaluation): Promise<Json> {
  const about = `The JSONata expression '${evaluation.expression}' specified for the field '${evaluation.field}'`;
  let value: unknown;
  try {
    value = await compile(evaluation.expression).evaluate(undefined, {
      ...awsFunctions,
      ...evaluation.bindings,
    });
  } catch (error) {
    throw new QueryFailure(
      `${about} threw an error during evaluation. ${errorText(error)}`,
      evaluation.field,
    );
  }
  if (value === undefined) throw new QueryFailure(`${about} returned nothing (undefined).`, evaluation.field);
  const json = toJson(value);
  if (json === undefined) {
    throw new QueryFailure(`${about} returned an unsupported result type.`, evaluation.field);
  }
  return json;
}

function compile(expression: string): Expression {
  const known = compiled.get(expression);
  if (known) return known;
  const fresh = jsonata(expression, guards);
  if (compiled.size >= cacheSize) compiled.clear();
  compiled.set(expression, fresh);
  return fresh;
}

/** JSONata's arrays carry hidden marks and its objects may hold functions: a copy has neither. */
function toJson(value: unknown): Json | undefined {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value === 'number') return Number.isFinite(value) ? value : undefined;
  if (Array.isArray(value)) return arrayToJson(value);
  if (typeof value !== 'object' || '_jsonata_lambda' in value || '_jsonata_function' in value)
    return undefined;
  return objectToJson(value);
}

function arrayToJson(values: readonly unknown[]): Json | undefined {
  const copy: Json[] = [];
  for (const value of values) {
    const json = toJson(value);
    if (json === undefined) return undefined;
    copy.push(json);
  }
  return copy;
}

function objectToJson(object: object): Json | undefined {
  const copy: Record<string, Json> = {};
  for (const [key, value] of Object.entries(object)) {
    if (value === undefined) continue;
    const json = toJson(value);
    if (json === undefined) return undefined;
    copy[key] = json;
  }
  return copy;
}

function errorText(error: unknown): string {
  if (typeof error !== 'object' || error === null) return String(error);
  const code = 'code' in error && typeof error.code === 'string' ? `${error.code}: ` : '';
  const message = 'message' in error && typeof error.message === 'string' ? error.message : 'unknown error';
  return code + message;
}
