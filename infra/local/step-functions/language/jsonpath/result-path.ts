import { StateFailure } from '#infra/local/step-functions/failures/state-failure.ts';
import { type Json, isJsonArray, isJsonObject } from '#infra/local/step-functions/json.ts';
import { requirePath } from './lookup.ts';
import type { PathStep } from './path-types.ts';

/** The input with a result put at its ResultPath: `$` replaces it, null leaves it, a path is made where it is missing. */
export function placeResult(input: Json, resultPath: string | null | undefined, result: Json): Json {
  if (resultPath === null) return input;
  if (resultPath === undefined || resultPath === '$') return result;
  return place(input, requirePath(resultPath).steps, result);
}

function place(into: Json | undefined, steps: readonly PathStep[], result: Json): Json {
  const [step, ...rest] = steps;
  if (!step) return result;
  if (step.kind === 'indexes' && isJsonArray(into)) {
    const at = step.indexes[0] ?? 0;
    if (at >= 0 && at < into.length) return into.map((item, i) => (i === at ? place(item, rest, result) : item));
  }
  if (step.kind === 'names' && (into === undefined || isJsonObject(into))) {
    const name = step.names[0] ?? '';
    return { ...into, [name]: place(into?.[name], rest, result) };
  }
  throw new StateFailure('States.ResultPathMatchFailure', 'Unable to apply step "ResultPath" to the input: the path leads into something that is no object.');
}
