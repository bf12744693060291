import { type Json, type JsonObject, isJsonArray, isJsonObject } from '#infra/local/step-functions/json.ts';
import { ApiError } from './api-error.ts';

type TextLimits = { readonly min?: number; readonly max?: number; readonly oneOf?: readonly string[] };

/** The members of a request, read with the checks and messages of AWS's service model. */
export class Request {
  readonly members: JsonObject;

  constructor(members: JsonObject) {
    this.members = members;
  }

  has(name: string): boolean {
    return this.members[name] !== undefined && this.members[name] !== null;
  }

  text(name: string, limits: TextLimits = {}): string {
    const value = this.optionalText(name, limits);
    if (value === undefined) throw violation('null', name, 'Member must not be null');
    return value;
  }

  optionalText(name: string, limits: TextLimits = {}): string | undefined {
    const value = this.members[name];
    if (value === undefined || value === null) return undefined;
    if (typeof value !== 'string') throw wrongType(name, 'a string');
    checkText(name, value, limits);
    return value;
  }

  optionalInteger(name: string, limits: { readonly min: number; readonly max: number }): number | undefined {
    const value = this.members[name];
    if (value === undefined || value === null) return undefined;
    if (typeof value !== 'number' || !Number.isInteger(value)) throw wrongType(name, 'an integer');
    if (value < limits.min)
      throw violation(
        quote(value),
        name,
        `Member must have value greater than or equal to ${String(limits.min)}`,
      );
    if (value > limits.max)
      throw violation(
        quote(value),
        name,
        `Member must have value less than or equal to ${String(limits.max)}`,
      );
    return value;
  }

  boolean(name: string): boolean {
    return this.members[name] === true;
  }

  optionalObject(name: string): JsonObject | undefined {
    const value = this.members[name];
    if (value === undefined || value === null) return undefined;
    if (!isJsonObject(value)) throw wrongType(name, 'an object');
    return value;
  }

  list(name: string): readonly Json[] {
    const value = this.members[name];
    if (value === undefined || value === null) return [];
    if (!isJsonArray(value)) throw wrongType(name, 'a list');
    return value;
  }
}

function checkText(name: string, value: string, limits: TextLimits): void {
  const { min = 0, max = Number.POSITIVE_INFINITY, oneOf } = limits;
  if (value.length < min)
    throw violation(quote(value), name, `Member must have length greater than or equal to ${String(min)}`);
  if (value.length > max)
    throw violation(quote(value), name, `Member must have length less than or equal to ${String(max)}`);
  if (oneOf && !oneOf.includes(value))
    throw violation(quote(value), name, `Member must satisfy enum value set: [${oneOf.join(', ')}]`);
}

function quote(value: string | number): string {
  return `'${String(value)}'`;
}

function violation(value: string, name: string, constraint: string): ApiError {
  return new ApiError(
    'ValidationException',
    `1 validation error detected: Value ${value} at '${name}' failed to satisfy constraint: ${constraint}`,
  );
}

function wrongType(name: string, expected: string): ApiError {
  return new ApiError('SerializationException', `The member '${name}' must be ${expected}.`);
}
