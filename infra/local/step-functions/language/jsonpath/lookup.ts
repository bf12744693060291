import { RuntimeFailure } from '#infra/local/step-functions/failures/runtime-failure.ts';
import { type Json, type JsonObject, isJsonArray, isJsonObject } from '#infra/local/step-functions/json.ts';
import { followSteps } from './follow.ts';
import { parsePath } from './path.ts';
import type { Path, PathStep } from './path-types.ts';

/** What paths are looked up in. */
export type PathData = {
  readonly input: Json;
  readonly context: () => JsonObject;
  readonly variables: JsonObject;
};

/** What a path led to: a value, or why not, in the words of AWS's path library. */
export type Found = { readonly value: Json } | { readonly missing: string };

/** Looks a path up; an indefinite one that matches nothing gives an empty array. */
export function lookUp(path: Path, data: PathData): Found {
  const root = rootOf(path, data);
  if (root === undefined) return { missing: `No results for path: ${path.text}` };
  const values = followSteps(path.steps, root);
  if (!path.isDefinite) return { value: values };
  const [value] = values;
  return value === undefined ? { missing: whyMissing(path.steps, root) } : { value };
}

/** Parses a path of the definition, or fails. */
export function requirePath(text: string): Path {
  const path = parsePath(text);
  if (!path) throw new RuntimeFailure(`Invalid path '${text}'`);
  return path;
}

/** The value at an InputPath, OutputPath and the like. */
export function lookUpOrFail(text: string, data: PathData): Json {
  const found = lookUp(requirePath(text), data);
  if ('value' in found) return found.value;
  throw new RuntimeFailure(`Invalid path '${text}' : ${found.missing}`);
}

function rootOf(path: Path, data: PathData): Json | undefined {
  switch (path.root.kind) {
    case 'input':
      return data.input;
    case 'context':
      return data.context();
    case 'variable':
      return data.variables[path.root.name];
  }
}

/** The leaf is absent, or a property on the way to it is. */
function whyMissing(steps: readonly PathStep[], root: Json): string {
  let value = root;
  let at = '$';
  for (const [i, step] of steps.entries()) {
    at += stepText(step);
    const next =
      step.kind === 'names'
        ? child(value, step.names[0] ?? '')
        : step.kind === 'indexes' && isJsonArray(value)
          ? value.at(step.indexes[0] ?? 0)
          : undefined;
    if (next === undefined)
      return i === steps.length - 1 ? `No results for path: ${at}` : `Missing property in path ${at}`;
    value = next;
  }
  return `No results for path: ${at}`;
}

function child(value: Json, name: string): Json | undefined {
  return isJsonObject(value) && Object.hasOwn(value, name) ? value[name] : undefined;
}

function stepText(step: PathStep): string {
  if (step.kind === 'names') return `['${step.names.join("','")}']`;
  return step.kind === 'indexes' ? `[${step.indexes.join(',')}]` : '[*]';
}
