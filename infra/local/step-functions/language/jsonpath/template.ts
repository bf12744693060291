import { RuntimeFailure } from '#infra/local/step-functions/failures/runtime-failure.ts';
import { type Json, isJsonArray, isJsonObject } from '#infra/local/step-functions/json.ts';
import { evaluateIntrinsic, isIntrinsic } from './intrinsics/evaluate.ts';
import { type PathData, lookUp, requirePath } from './lookup.ts';

/** A payload template with every `"key.$"` replaced by the value its path or intrinsic function gives. */
export function fillPayload(template: Json, data: PathData): Json {
  if (isJsonArray(template)) return template.map((item) => fillPayload(item, data));
  if (!isJsonObject(template)) return template;
  const filled: Record<string, Json> = {};
  for (const [key, value] of Object.entries(template)) {
    if (key.endsWith('.$') && typeof value === 'string')
      filled[key.slice(0, -2)] = fillReference(value, key, data);
    else filled[key] = fillPayload(value, data);
  }
  return filled;
}

/** The value of a path or intrinsic function that stands in a field. */
export function fillReference(text: string, field: string, data: PathData): Json {
  if (isIntrinsic(text)) return evaluateIntrinsic(text, data);
  const found = lookUp(requirePath(text), data);
  if ('value' in found) return found.value;
  throw new RuntimeFailure(
    `The JSONPath '${text}' specified for the field '${field}' could not be found in the input '${JSON.stringify(data.input)}'`,
  );
}
