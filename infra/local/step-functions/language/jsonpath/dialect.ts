import type { Catcher } from '#infra/local/step-functions/definition/definition.ts';
import { contextObject } from '#infra/local/step-functions/engine/context-object.ts';
import type {
  Conclusion,
  Decision,
  Dialect,
  TextField,
  Visit,
} from '#infra/local/step-functions/engine/visit.ts';
import { RuntimeFailure } from '#infra/local/step-functions/failures/runtime-failure.ts';
import { noChoiceMatched } from '#infra/local/step-functions/failures/task-failures.ts';
import { type Json, type JsonObject, isJsonArray, isJsonObject } from '#infra/local/step-functions/json.ts';
import { ruleHolds } from './choice-rules.ts';
import { type PathData, lookUpOrFail } from './lookup.ts';
import { readNumber } from './numbers.ts';
import { placeResult } from './result-path.ts';
import { fillPayload, fillReference } from './template.ts';

function dataOf(visit: Visit, input: Json): PathData {
  return { input, context: () => contextObject(visit), variables: visit.execution.variablesOf(visit.frame) };
}

/** What InputPath leaves of the input. */
function effectiveInput(visit: Visit): Json {
  const { InputPath: path } = visit.state.definition;
  const whole = path === undefined || path === '$';
  const input =
    path === null ? {} : whole ? visit.frame.input : lookUpOrFail(path, dataOf(visit, visit.frame.input));
  visit.inspect?.('afterInputPath', input);
  return input;
}

async function prepare(visit: Visit): Promise<Json> {
  const input = effectiveInput(visit);
  const { Parameters: template } = visit.state.definition;
  const parameters = template === undefined ? input : fillPayload(template, dataOf(visit, input));
  visit.inspect?.('afterParameters', parameters);
  return parameters;
}

function assignedFrom(visit: Visit, template: JsonObject | undefined, input: Json): JsonObject | undefined {
  // An object template gives an object.
  return template && (fillPayload(template, dataOf(visit, input)) as JsonObject);
}

function filterOutput(visit: Visit, output: Json): Json {
  const { OutputPath: path } = visit.state.definition;
  if (path === null) return {};
  return path === undefined || path === '$' ? output : lookUpOrFail(path, dataOf(visit, output));
}

/** ResultSelector, ResultPath (on the raw input), OutputPath; variables see the result as it came. */
async function conclude(visit: Visit, result: Json): Promise<Conclusion> {
  const { definition } = visit.state;
  const { ResultSelector: selector } = definition;
  const selected = selector === undefined ? result : fillPayload(selector, dataOf(visit, result));
  visit.inspect?.('afterResultSelector', selected);
  const placed = placeResult(visit.frame.input, definition.ResultPath, selected);
  visit.inspect?.('afterResultPath', placed);
  return concluded(filterOutput(visit, placed), assignedFrom(visit, definition.Assign, result));
}

async function passOn(visit: Visit): Promise<Conclusion> {
  const { definition } = visit.state;
  if (definition.Type === 'Pass') return conclude(visit, definition.Result ?? (await prepare(visit)));
  const input = effectiveInput(visit);
  return concluded(filterOutput(visit, input), assignedFrom(visit, definition.Assign, input));
}

async function concludeCaught(visit: Visit, catcher: Catcher, error: JsonObject): Promise<Conclusion> {
  const output = placeResult(visit.frame.input, catcher.ResultPath, error);
  return concluded(output, assignedFrom(visit, catcher.Assign, error));
}

function concluded(output: Json, assigned: JsonObject | undefined): Conclusion {
  return assigned ? { output, assigned } : { output };
}

async function items(visit: Visit): Promise<readonly Json[]> {
  const input = effectiveInput(visit);
  const { ItemsPath: path } = visit.state.definition;
  const value = path === undefined ? input : lookUpOrFail(path, dataOf(visit, input));
  visit.inspect?.('afterItemsPath', value);
  if (isJsonArray(value)) return value;
  throw new RuntimeFailure(`Reference path "${path ?? '$'}" must point to array.`);
}

/** ItemSelector, or Parameters as it was called before; `$` in it is the Map's effective input. */
async function item(visit: Visit, index: number, value: Json): Promise<Json> {
  const { definition } = visit.state;
  const template = definition.ItemSelector ?? definition.Parameters;
  if (template === undefined) return value;
  return fillPayload(template, {
    ...dataOf(visit, effectiveInput(visit)),
    context: () => contextObject(visit, { index, value }),
  });
}

async function decide(visit: Visit): Promise<Decision> {
  const { definition, name } = visit.state;
  const input = effectiveInput(visit);
  const data = dataOf(visit, input);
  const output = filterOutput(visit, input);
  const rule = (definition.Choices ?? []).find((candidate) => ruleHolds(candidate, data));
  if (rule) return { next: rule.Next ?? name, ...concluded(output, assignedFrom(visit, rule.Assign, input)) };
  if (definition.Default === undefined) throw noChoiceMatched(name);
  return { next: definition.Default, ...concluded(output, assignedFrom(visit, definition.Assign, input)) };
}

async function text(visit: Visit, field: TextField): Promise<string | undefined> {
  const { definition } = visit.state;
  const path = definition[`${field}Path`];
  if (path === undefined) {
    const value = definition[field];
    return typeof value === 'string' ? value : undefined;
  }
  const value = fillReference(path, `${field}Path`, dataOf(visit, effectiveInput(visit)));
  if (typeof value === 'string') return value;
  throw new RuntimeFailure(`The ${field}Path field refers to a value that is not a string: ${path}`);
}

async function credentials(visit: Visit): Promise<JsonObject | undefined> {
  const template = visit.state.definition.Credentials;
  const filled = template && fillPayload(template, dataOf(visit, effectiveInput(visit)));
  return isJsonObject(filled) ? filled : undefined;
}

/** Input and output processing in JSONPath. */
export const jsonPathDialect: Dialect = {
  prepare,
  conclude,
  passOn,
  concludeCaught,
  items,
  item,
  decide,
  text,
  credentials,
  async number(visit, field) {
    return readNumber(visit, field, dataOf(visit, effectiveInput(visit)));
  },
};
