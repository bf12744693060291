import { QueryFailure } from '#infra/local/step-functions/failures/query-failure.ts';
import {
  type Json,
  type JsonObject,
  isJsonArray,
  isJsonObject,
  jsonTypeName,
} from '#infra/local/step-functions/json.ts';
import { evaluate, expressionOf } from './expressions.ts';

/** A template with `{% … %}` strings anywhere in it, and the field it stands in. */
export type Template = { readonly value: Json; readonly field: string; readonly bindings: JsonObject };

/** The template with each expression replaced by its value. */
export async function fillTemplate(template: Template): Promise<Json> {
  const { value, field, bindings } = template;
  if (typeof value === 'string') {
    const expression = expressionOf(value);
    return expression === undefined ? value : evaluate({ expression, field, bindings });
  }
  if (isJsonArray(value)) {
    const filled: Json[] = [];
    for (const [i, item] of value.entries())
      filled.push(await fillTemplate({ value: item, field: `${field}[${String(i)}]`, bindings }));
    return filled;
  }
  if (!isJsonObject(value)) return value;
  const filled: Record<string, Json> = {};
  for (const [key, item] of Object.entries(value)) {
    filled[key] = await fillTemplate({ value: item, field: `${field}/${key}`, bindings });
  }
  return filled;
}

type Kinds = { number: number; string: string; boolean: boolean; array: readonly Json[]; object: JsonObject };

/** A field that must have one type, which an expression may miss. */
export async function fillTyped<Kind extends keyof Kinds>(
  template: Template,
  kind: Kind,
): Promise<Kinds[Kind]> {
  const value = await fillTemplate(template);
  const actual = jsonTypeName(value);
  // The cast is safe: the type's name has just been compared.
  if (actual === kind) return value as Kinds[Kind];
  const expression = typeof template.value === 'string' ? expressionOf(template.value) : undefined;
  throw new QueryFailure(
    `The JSONata expression '${expression ?? JSON.stringify(template.value)}' specified for the field '${template.field}' ` +
      `returned an unexpected result type. Expected '${kind}', but was '${actual}' for value: ${JSON.stringify(value)}`,
    template.field,
  );
}
