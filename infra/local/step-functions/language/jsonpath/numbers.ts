import type { NumberField, Visit } from '#infra/local/step-functions/engine/visit.ts';
import { RuntimeFailure } from '#infra/local/step-functions/failures/runtime-failure.ts';
import type { Json } from '#infra/local/step-functions/json.ts';
import { type PathData, lookUp, lookUpOrFail, requirePath } from './lookup.ts';

/** The number a field holds itself, or that its `…Path` leads to. */
export function readNumber(visit: Visit, field: NumberField, data: PathData): number | undefined {
  const { definition } = visit.state;
  const path = definition[`${field}Path`];
  if (path === undefined) {
    const value = definition[field];
    return typeof value === 'number' ? value : undefined;
  }
  if (field === 'Seconds') return readSeconds(path, data);
  const value = lookUpOrFail(path, data);
  // AWS also takes a number written as a text.
  const number = typeof value === 'string' && /^-?\d+(\.\d+)?$/.test(value) ? Number(value) : value;
  if (typeof number === 'number' && (field === 'ToleratedFailurePercentage' || Number.isInteger(number)))
    return number;
  throw new RuntimeFailure(
    `The ${field}Path field refers to value ${quoted(value)} which is not a valid ${kindOf(field)}: ${path}`,
  );
}

function readSeconds(path: string, data: PathData): number {
  const found = lookUp(requirePath(path), data);
  if (!('value' in found))
    throw new RuntimeFailure(`The SecondsPath parameter does not reference an input value: ${path}`);
  const { value } = found;
  if (typeof value === 'number' && Number.isInteger(value) && value >= 0) return value;
  throw new RuntimeFailure(
    `The SecondsPath parameter cannot be parsed as a positive integer value: ${path} == ${typeof value === 'string' ? value : JSON.stringify(value)}`,
  );
}

function kindOf(field: NumberField): string {
  return field === 'ToleratedFailurePercentage' ? 'float' : 'integer';
}

function quoted(value: Json): string {
  return typeof value === 'string' ? `"${value}"` : `"${JSON.stringify(value)}"`;
}
