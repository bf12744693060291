import {
  type Json,
  type JsonObject,
  isJsonArray,
  isJsonObject,
  jsonText,
} from '#infra/local/step-functions/json.ts';
import { expressionOf, syntaxErrorOf } from '#infra/local/step-functions/language/jsonata/expressions.ts';
import { parseCall } from '#infra/local/step-functions/language/jsonpath/intrinsics/parse-call.ts';
import { parsePath } from '#infra/local/step-functions/language/jsonpath/path.ts';
import { parseTimestamp } from '#infra/local/step-functions/language/timestamps.ts';
import { type StateType, stateTypes } from './definition.ts';
import type { Diagnostic, StatesContext } from './diagnostic.ts';

type Check = (state: JsonObject, context: StatesContext) => readonly Diagnostic[];

const required: Readonly<Record<StateType, readonly string[]>> = {
  Pass: [],
  Task: ['Resource'],
  Choice: ['Choices'],
  Wait: [],
  Succeed: [],
  Fail: [],
  Parallel: ['Branches'],
  Map: [],
};

const jsonPathOnly = [
  'InputPath',
  'OutputPath',
  'Parameters',
  'ResultPath',
  'ResultSelector',
  'ItemsPath',
  'TimeoutSecondsPath',
  'HeartbeatSecondsPath',
  'SecondsPath',
  'TimestampPath',
  'MaxConcurrencyPath',
] as const;
const jsonataOnly = ['Arguments', 'Output', 'Items'] as const;

/** Everything wrong with one state, its inner scopes apart. */
export function validateState(state: JsonObject, context: StatesContext): readonly Diagnostic[] {
  const type = stateTypes.find((known) => known === state['Type']);
  if (!type) {
    const message =
      state['Type'] === undefined
        ? 'These fields are required: [Type]'
        : `The field 'Type' should have one of these values: [Task, Wait, Pass, Succeed, Fail, Choice, Parallel, Map]`;
    return [error(message, state['Type'] === undefined ? context.path : `${context.path}/Type`)];
  }
  const missing = required[type].filter((field) => state[field] === undefined);
  const lacking =
    missing.length > 0 ? [error(`These fields are required: [${missing.join(', ')}]`, context.path)] : [];
  return [...lacking, ...checks.flatMap((check) => check(state, context))];
}

const checks: readonly Check[] = [
  checkTransitions,
  checkLanguage,
  checkExpressions,
  checkReferences,
  checkTimestamp,
  checkContainers,
  checkExpress,
];

function checkTransitions(state: JsonObject, context: StatesContext): readonly Diagnostic[] {
  const isOpen = ['Choice', 'Succeed', 'Fail'].includes(jsonText(state['Type']));
  const goesOn = isOpen || state['Next'] !== undefined || state['End'] === true;
  const stuck = goesOn ? [] : [error('One of these fields is required: [Next, End]', context.path)];
  const lost = targetsOf(state, isOpen)
    .filter(([, target]) => typeof target !== 'string' || !context.names.has(target))
    .map(([field, target]): Diagnostic => ({
      severity: 'ERROR',
      code: 'MISSING_TRANSITION_TARGET',
      message: `Missing 'Next' target: ${jsonText(target)}`,
      location: `${context.path}/${field}`,
    }));
  return [...stuck, ...lost];
}

type Target = readonly [field: string, state: Json | undefined];

/** Everywhere the state may lead. */
function targetsOf(state: JsonObject, isOpen: boolean): readonly Target[] {
  const own = (isOpen ? ['Default'] : ['Next', 'Default']).filter((field) => state[field] !== undefined);
  return [
    ...own.map((field): Target => [field, state[field]]),
    ...listTargets(state, 'Choices'),
    ...listTargets(state, 'Catch'),
  ];
}

function listTargets(state: JsonObject, list: 'Choices' | 'Catch'): readonly Target[] {
  const entries = state[list];
  if (!isJsonArray(entries)) return [];
  return entries.map((entry, i): Target => [
    `${list}[${String(i)}]/Next`,
    isJsonObject(entry) ? entry['Next'] : undefined,
  ]);
}

function checkLanguage(state: JsonObject, context: StatesContext): readonly Diagnostic[] {
  if (context.machineLanguage === 'JSONata' && state['QueryLanguage'] === 'JSONPath') {
    return [
      error(
        "'QueryLanguage' can not be 'JSONPath' if set to 'JSONata' for whole state machine",
        `${context.path}/QueryLanguage`,
      ),
    ];
  }
  const foreign = context.language === 'JSONata' ? jsonPathOnly : jsonataOnly;
  return foreign
    .filter((field) => state[field] !== undefined)
    .map((field) =>
      error(
        `Field '${field}' is not supported with query language '${context.language}'`,
        `${context.path}/${field}`,
      ),
    );
}

const innerFields = new Set(['Branches', 'ItemProcessor', 'Iterator', 'Comment']);

function checkExpressions(state: JsonObject, context: StatesContext): readonly Diagnostic[] {
  if (context.language !== 'JSONata') return [];
  return Object.entries(state).flatMap(([field, value]) =>
    innerFields.has(field) ? [] : expressionErrors(value, `${context.path}/${field}`),
  );
}

function expressionErrors(value: Json, location: string): readonly Diagnostic[] {
  if (typeof value === 'string') {
    const expression = expressionOf(value);
    const problem = expression === undefined ? undefined : syntaxErrorOf(expression);
    return problem === undefined ? [] : [error(`Invalid JSONata expression: ${problem}`, location)];
  }
  if (isJsonArray(value))
    return value.flatMap((item, i) => expressionErrors(item, `${location}[${String(i)}]`));
  if (!isJsonObject(value)) return [];
  return Object.entries(value).flatMap(([key, item]) => expressionErrors(item, `${location}/${key}`));
}

/** In JSONPath: every `"key.$"` holds a path or a call of an intrinsic function. */
function checkReferences(state: JsonObject, context: StatesContext): readonly Diagnostic[] {
  if (context.language !== 'JSONPath') return [];
  return Object.entries(state).flatMap(([field, value]) =>
    innerFields.has(field) || field === 'Result'
      ? []
      : referenceErrors(field, value, `${context.path}/${field}`),
  );
}

function referenceErrors(field: string, value: Json, location: string): readonly Diagnostic[] {
  if (isJsonArray(value))
    return value.flatMap((item, i) => referenceErrors('', item, `${location}[${String(i)}]`));
  if (isJsonObject(value))
    return Object.entries(value).flatMap(([key, item]) => referenceErrors(key, item, `${location}/${key}`));
  if (!field.endsWith('.$')) return [];
  const isFine =
    typeof value === 'string' && (parsePath(value) !== undefined || parseCall(value) !== undefined);
  return isFine
    ? []
    : [
        error(
          `The value for the field '${field}' must be a valid JSONPath or a valid intrinsic function call`,
          location,
        ),
      ];
}

function checkTimestamp(state: JsonObject, context: StatesContext): readonly Diagnostic[] {
  const timestamp = state['Timestamp'];
  if (typeof timestamp !== 'string' || parseTimestamp(timestamp) !== undefined) return [];
  if (context.language === 'JSONata' && expressionOf(timestamp) !== undefined) return [];
  return [error('String does not match RFC3339 timestamp', `${context.path}/Timestamp`)];
}

function checkContainers(state: JsonObject, context: StatesContext): readonly Diagnostic[] {
  const found: Diagnostic[] = [];
  for (const field of ['Branches', 'Choices'] as const) {
    const list = state[field];
    if (isJsonArray(list) && list.length === 0)
      found.push(error('Value cannot be empty', `${context.path}/${field}`));
  }
  if (state['Type'] === 'Map' && state['ItemProcessor'] === undefined && state['Iterator'] === undefined) {
    found.push(error('These fields are required: [ItemProcessor]', context.path));
  }
  return found;
}

/** Express workflows can neither wait for tokens nor for jobs, and have no activities. */
function checkExpress(state: JsonObject, context: StatesContext): readonly Diagnostic[] {
  const resource = state['Resource'];
  if (context.type !== 'EXPRESS' || typeof resource !== 'string') return [];
  if (!/\.(sync(:2)?|waitForTaskToken)$|:activity:/.test(resource)) return [];
  return [
    error(
      `Express state machine does not support '${resource}' service integration`,
      `${context.path}/Resource`,
    ),
  ];
}

function error(message: string, location: string): Diagnostic {
  return { severity: 'ERROR', code: 'SCHEMA_VALIDATION_FAILED', message, location };
}
