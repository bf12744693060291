import { jacksonError } from '#infra/local/step-functions/api/jackson.ts';
import { type JsonObject, isJsonObject, tryParseJson, jsonText } from '#infra/local/step-functions/json.ts';
import type { QueryLanguage } from './definition.ts';
import type { Diagnostic, StatesContext } from './diagnostic.ts';
import { validateState } from './validate-state.ts';

export type { Diagnostic } from './diagnostic.ts';

/** Everything wrong with a definition, in AWS's words where they are known. */
export function validateDefinition(text: string, type: 'STANDARD' | 'EXPRESS'): readonly Diagnostic[] {
  const definition = tryParseJson(text);
  if (definition === undefined && text.trim() !== '') return [notJson(text)];
  if (!isJsonObject(definition)) {
    return [
      {
        severity: 'ERROR',
        code: 'SCHEMA_VALIDATION_FAILED',
        message: 'Definition must be a valid JSON object',
      },
    ];
  }
  const language = definition['QueryLanguage'] === 'JSONata' ? 'JSONata' : 'JSONPath';
  return validateScope(definition, { path: '', type, language, machineLanguage: language });
}

function notJson(text: string): Diagnostic {
  const { message, line, column } = jacksonError(text);
  const location = `[Source: (String)"${text}"; line: ${String(line)}, column: ${String(column)}]`;
  return {
    severity: 'ERROR',
    code: 'INVALID_JSON_DESCRIPTION',
    message: `${message}\n at ${location}`,
    location,
  };
}

type ScopeContext = Omit<StatesContext, 'names'>;

function validateScope(scope: JsonObject, context: ScopeContext): readonly Diagnostic[] {
  const location = context.path === '' ? '/' : context.path;
  const missing = ['States', 'StartAt'].filter((field) => scope[field] === undefined);
  if (missing.length > 0) return [failed(`These fields are required: [${missing.join(', ')}]`, location)];
  const { States: states, StartAt: startAt } = scope;
  if (!isJsonObject(states) || Object.keys(states).length === 0)
    return [failed('Value cannot be empty', `${context.path}/States`)];
  const names = new Set(Object.keys(states));
  const found: Diagnostic[] = [];
  if (typeof startAt !== 'string' || !names.has(startAt)) {
    found.push({
      severity: 'ERROR',
      code: 'MISSING_TRANSITION_TARGET',
      message: `Missing 'StartAt' target: ${jsonText(startAt)}`,
      location: `${context.path}/StartAt`,
    });
  }
  for (const [name, state] of Object.entries(states)) {
    const path = `${context.path}/States/${name}`;
    if (!isJsonObject(state)) found.push(failed('Value must be an object', path));
    else found.push(...validateOne(state, { ...context, path, names }));
  }
  return found;
}

function validateOne(state: JsonObject, context: StatesContext): readonly Diagnostic[] {
  const language: QueryLanguage = state['QueryLanguage'] === 'JSONata' ? 'JSONata' : context.language;
  const own = validateState(state, { ...context, language });
  return [
    ...own,
    ...innerScopes(state).flatMap(([field, scope]) =>
      validateInner(scope, { ...context, path: `${context.path}/${field}` }),
    ),
  ];
}

function validateInner(scope: unknown, context: StatesContext): readonly Diagnostic[] {
  if (!isJsonObject(scope)) return [failed('Value must be an object', context.path)];
  const language: QueryLanguage = scope['QueryLanguage'] === 'JSONata' ? 'JSONata' : context.machineLanguage;
  const config = scope['ProcessorConfig'];
  const type = isJsonObject(config) && config['ExecutionType'] === 'EXPRESS' ? 'EXPRESS' : context.type;
  return validateScope(scope, {
    path: context.path,
    type,
    language,
    machineLanguage: context.machineLanguage,
  });
}

function innerScopes(state: JsonObject): readonly (readonly [string, unknown])[] {
  if (state['Type'] === 'Parallel' && Array.isArray(state['Branches'])) {
    return state['Branches'].map((branch: unknown, i) => [`Branches[${String(i)}]`, branch] as const);
  }
  if (state['Type'] !== 'Map') return [];
  return ['ItemProcessor', 'Iterator']
    .filter((field) => state[field] !== undefined)
    .map((field) => [field, state[field]] as const);
}

function failed(message: string, location: string): Diagnostic {
  return { severity: 'ERROR', code: 'SCHEMA_VALIDATION_FAILED', message, location };
}
