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
  const placed =
    step.kind === 'names'
      ? placeAtName(into, step.names[0] ?? '', { steps: rest, result })
      : placeAtIndex(into, step, { steps: rest, result });
  if (placed !== undefined) return placed;
  throw new StateFailure(
    'States.ResultPathMatchFailure',
    'Unable to apply step "ResultPath" to the input: the path leads into something that is no object.',
  );
}

type Rest = { readonly steps: readonly PathStep[]; readonly result: Json };

function placeAtName(into: Json | undefined, name: string, rest: Rest): Json | undefined {
  if (into !== undefined && !isJsonObject(into)) return undefined;
  return { ...into, [name]: place(into?.[name], rest.steps, rest.result) };
}

function placeAtIndex(into: Json | undefined, step: PathStep, rest: Rest): Json | undefined {
  const at = step.kind === 'indexes' ? (step.indexes[0] ?? 0) : -1;
  if (!isJsonArray(into) || at < 0 || at >= into.length) return undefined;
  return into.map((item, i) => (i === at ? place(item, rest.steps, rest.result) : item));
}
