import { IntrinsicFailure } from '#infra/local/step-functions/failures/intrinsic-failure.ts';
import { type Json, type JsonObject, isJsonArray, isJsonObject } from '#infra/local/step-functions/json.ts';

/** An intrinsic function: values in, value out. */
export type Intrinsic = (...values: readonly Json[]) => Json;

export function asText(value: Json | undefined, name: string): string {
  if (typeof value !== 'string') throw wrong(value, name, 'a string');
  return value;
}

function asNumber(value: Json | undefined, name: string): number {
  if (typeof value !== 'number') throw wrong(value, name, 'a number');
  return value;
}

/** A number rounded half up, as AWS does with the operands of its functions. */
export function asInteger(value: Json | undefined, name: string): number {
  return Math.round(asNumber(value, name));
}

export function asArray(value: Json | undefined, name: string): readonly Json[] {
  if (!isJsonArray(value)) throw wrong(value, name, 'an array');
  return value;
}

export function asObject(value: Json | undefined, name: string): JsonObject {
  if (!isJsonObject(value)) throw wrong(value, name, 'an object');
  return value;
}

function wrong(value: Json | undefined, name: string, expected: string): IntrinsicFailure {
  return new IntrinsicFailure(
    `Invalid arguments in ${name}: found ${JSON.stringify(value) ?? 'nothing'}, expected ${expected}`,
  );
}
