import { type Json, type JsonObject, isJsonArray, isJsonObject } from '#infra/local/step-functions/json.ts';
import { expressionOf } from '#infra/local/step-functions/language/jsonata/expressions.ts';
import type { Program, ProgramState } from './program.ts';

/** Which variables each state reads, by state name: DescribeStateMachine shows it. */
export function variableReferences(program: Program): JsonObject {
  const references: Record<string, Json> = {};
  for (const scope of program.scopes.values()) {
    for (const state of scope.states.values()) {
      const names = [...new Set(referencesOf(state))].toSorted();
      if (names.length > 0) references[state.name] = names;
    }
  }
  return references;
}

const innerFields = new Set(['Branches', 'ItemProcessor', 'Iterator', 'Comment', 'Result']);

function referencesOf(state: ProgramState): readonly string[] {
  return Object.entries(state.definition).flatMap(([field, value]) => {
    if (innerFields.has(field)) return [];
    return state.language === 'JSONata' ? inExpressions(value) : inPaths(field, value);
  });
}

function inExpressions(value: Json): readonly string[] {
  if (typeof value === 'string') {
    const expression = expressionOf(value);
    if (expression === undefined) return [];
    return [...expression.matchAll(/\$([A-Za-z_]\w*)(?!\w*\s*\()/g)]
      .map((match) => match[1] ?? '')
      .filter((name) => name !== 'states');
  }
  return children(value).flatMap(([, item]) => inExpressions(item));
}

/** In JSONPath a text is a reference by the field it stands in. */
function inPaths(field: string, value: Json): readonly string[] {
  if (typeof value !== 'string') return children(value).flatMap(([key, item]) => inPaths(key, item));
  const isReference = field.endsWith('.$') || field.endsWith('Path') || field === 'Variable';
  if (!isReference) return [];
  return [...value.matchAll(/(?<!\$)\$([A-Za-z_]\w*)/g)].map((match) => match[1] ?? '');
}

function children(value: Json): readonly (readonly [string, Json])[] {
  if (isJsonArray(value)) return value.map((item) => ['', item] as const);
  return isJsonObject(value) ? Object.entries(value) : [];
}
