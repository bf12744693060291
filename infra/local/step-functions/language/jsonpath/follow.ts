import { type Json, isJsonArray, isJsonObject } from '#infra/local/step-functions/json.ts';
import type { PathStep } from './path-types.ts';

/** The values that the steps of a path lead to, from a value. */
export function followSteps(steps: readonly PathStep[], from: Json, root: Json = from): readonly Json[] {
  let values: readonly Json[] = [from];
  for (const step of steps) values = values.flatMap((value) => followStep(step, value, root));
  return values;
}

function followStep(step: PathStep, value: Json, root: Json): readonly Json[] {
  switch (step.kind) {
    case 'names':
      return isJsonObject(value) ? step.names.flatMap((name) => own(value, name)) : [];
    case 'indexes':
      return step.indexes.flatMap((index) => at(value, index));
    case 'slice':
      return slice(value, step);
    case 'wildcard':
      return childrenOf(value);
    case 'descend':
      return descend(value);
    case 'filter':
      return (isJsonArray(value) ? value : [value]).filter((item) => step.filter(item, root));
  }
}

function own(value: { readonly [key: string]: Json }, name: string): readonly Json[] {
  return Object.hasOwn(value, name) ? [value[name] ?? null] : [];
}

function at(values: Json, index: number): readonly Json[] {
  const found = isJsonArray(values) ? values.at(index) : undefined;
  return found === undefined ? [] : [found];
}

function slice(values: Json, step: Extract<PathStep, { kind: 'slice' }>): readonly Json[] {
  if (!isJsonArray(values)) return [];
  const taken = values.slice(step.from, step.to);
  const stride = step.step ?? 1;
  return stride > 0 ? taken.filter((_, i) => i % stride === 0) : [];
}

function childrenOf(value: Json): readonly Json[] {
  if (isJsonArray(value)) return value;
  return isJsonObject(value) ? Object.values(value) : [];
}

/** The value itself and everything in it. */
function descend(value: Json): readonly Json[] {
  return [value, ...childrenOf(value).flatMap(descend)];
}
