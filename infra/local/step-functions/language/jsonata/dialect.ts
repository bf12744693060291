import type { Catcher } from '#infra/local/step-functions/definition/definition.ts';
import { contextObject } from '#infra/local/step-functions/engine/context-object.ts';
import type { Conclusion, Decision, Dialect, Visit } from '#infra/local/step-functions/engine/visit.ts';
import { QueryFailure } from '#infra/local/step-functions/failures/query-failure.ts';
import { noChoiceMatched } from '#infra/local/step-functions/failures/task-failures.ts';
import { type Json, type JsonObject, isJsonArray } from '#infra/local/step-functions/json.ts';
import { fillTemplate, fillTyped } from './template.ts';

/** What `$states` holds besides input and context. */
type Extra = { readonly result?: Json; readonly errorOutput?: Json };
type Outputs = { readonly Output?: Json; readonly Assign?: JsonObject };

function bindingsOf(visit: Visit, extra: Extra = {}): JsonObject {
  const states = { input: visit.frame.input, context: contextObject(visit), ...extra };
  return { ...visit.execution.variablesOf(visit.frame), states };
}

/** Output and Assign are both computed from the values before the state. */
async function concludeWith(fields: Outputs, bindings: JsonObject, otherwise: Json): Promise<Conclusion> {
  const output =
    fields.Output === undefined
      ? otherwise
      : await fillTemplate({ value: fields.Output, field: 'Output', bindings });
  if (fields.Assign === undefined) return { output };
  // An object template gives an object.
  const assigned = (await fillTemplate({ value: fields.Assign, field: 'Assign', bindings })) as JsonObject;
  return { output, assigned };
}

async function prepare(visit: Visit): Promise<Json> {
  const template = visit.state.definition.Arguments;
  if (template === undefined) return visit.frame.input;
  const filled = await fillTemplate({ value: template, field: 'Arguments', bindings: bindingsOf(visit) });
  visit.inspect?.('afterArguments', filled);
  return filled;
}

async function conclude(visit: Visit, result: Json): Promise<Conclusion> {
  return concludeWith(visit.state.definition, bindingsOf(visit, { result }), result);
}

async function passOn(visit: Visit): Promise<Conclusion> {
  return concludeWith(visit.state.definition, bindingsOf(visit), visit.frame.input);
}

async function concludeCaught(visit: Visit, catcher: Catcher, errorOutput: JsonObject): Promise<Conclusion> {
  return concludeWith(catcher, bindingsOf(visit, { errorOutput }), errorOutput);
}

async function items(visit: Visit): Promise<readonly Json[]> {
  const template = visit.state.definition.Items;
  if (template !== undefined)
    return fillTyped({ value: template, field: 'Items', bindings: bindingsOf(visit) }, 'array');
  const { input } = visit.frame;
  if (isJsonArray(input)) return input;
  throw new QueryFailure(`Map state input must be an array but was: ${JSON.stringify(input)}`);
}

async function item(visit: Visit, index: number, value: Json): Promise<Json> {
  const template = visit.state.definition.ItemSelector;
  if (template === undefined) return value;
  const bindings = {
    ...visit.execution.variablesOf(visit.frame),
    states: { input: visit.frame.input, context: contextObject(visit, { index, value }) },
  };
  return fillTemplate({ value: template, field: 'ItemSelector', bindings });
}

async function decide(visit: Visit): Promise<Decision> {
  const { definition, name } = visit.state;
  const bindings = bindingsOf(visit);
  for (const [i, rule] of (definition.Choices ?? []).entries()) {
    const template = { value: rule.Condition ?? false, field: `Choices[${String(i)}]/Condition`, bindings };
    if (!(await fillTyped(template, 'boolean'))) continue;
    return { next: rule.Next ?? name, ...(await concludeWith(rule, bindings, visit.frame.input)) };
  }
  if (definition.Default === undefined) throw noChoiceMatched(name);
  return { next: definition.Default, ...(await concludeWith(definition, bindings, visit.frame.input)) };
}

/** Input and output processing in JSONata. */
export const jsonataDialect: Dialect = {
  prepare,
  conclude,
  passOn,
  concludeCaught,
  items,
  item,
  decide,
  async number(visit, field) {
    const value = visit.state.definition[field];
    return value === undefined
      ? undefined
      : fillTyped({ value, field, bindings: bindingsOf(visit) }, 'number');
  },
  async text(visit, field) {
    const value = visit.state.definition[field];
    return value === undefined
      ? undefined
      : fillTyped({ value, field, bindings: bindingsOf(visit) }, 'string');
  },
  async credentials(visit) {
    const value = visit.state.definition.Credentials;
    return value && fillTyped({ value, field: 'Credentials', bindings: bindingsOf(visit) }, 'object');
  },
};
