/** JSON Schemas of the contracts, named ones by reference. The only importer of the converter in this function. */
import { toJsonSchema, toJsonSchemaDefs } from '@valibot/to-json-schema';
import { BatchAccepted, EventStatus, WriteAccepted } from '#shared/contracts/api/common.ts';
import * as approvals from '#shared/contracts/api/models/approvals.ts';
import * as audit from '#shared/contracts/api/models/audit.ts';
import * as catalogue from '#shared/contracts/api/models/catalogue.ts';
import * as operations from '#shared/contracts/api/models/operations.ts';
import * as people from '#shared/contracts/api/models/people.ts';
import * as planning from '#shared/contracts/api/models/planning.ts';
import * as purchasing from '#shared/contracts/api/models/purchasing.ts';
import * as planningBodies from '#shared/contracts/api/planning-bodies.ts';
import * as rows from '#shared/contracts/api/read-rows.ts';
import * as bodies from '#shared/contracts/api/write-bodies.ts';
import { EventEnvelope } from '#shared/contracts/events/envelope.ts';
import { Problem } from '#shared/contracts/problem.ts';
import * as v from 'valibot';

/** A JSON Schema, or any other object of an OpenAPI document. */
export type JsonObject = { readonly [name: string]: unknown };

const answers = schemasOf({
  ...approvals,
  ...audit,
  ...catalogue,
  ...operations,
  ...people,
  ...planning,
  ...purchasing,
  ...rows,
  WriteAccepted,
  BatchAccepted,
  EventStatus,
  EventEnvelope,
  Problem,
});
const requests = schemasOf({ ...bodies, ...planningBodies });

/** Schemas that others refer to by name. */
export function namedSchemas(): JsonObject {
  return {
    ...toJsonSchemaDefs(answers, { ...settings, typeMode: 'output' }),
    ...toJsonSchemaDefs(requests, { ...settings, typeMode: 'input' }),
  };
}

/** Schema of an answer. */
export function answerSchema(schema: v.GenericSchema): JsonObject {
  return convert(schema, 'output');
}

/** Schema of what is sent. */
export function requestSchema(schema: v.GenericSchema): JsonObject {
  return convert(schema, 'input');
}

const settings = {
  target: 'draft-2020-12',
  // Checks that are functions have no counterpart in JSON Schema; the API tells about them when it refuses.
  errorMode: 'ignore',
  overrideRef: ({ referenceId }: { readonly referenceId: string }) => `#/components/schemas/${referenceId}`,
} as const;

function convert(schema: v.GenericSchema, typeMode: 'input' | 'output'): JsonObject {
  const definitions = typeMode === 'input' ? requests : answers;
  const {
    $schema: _,
    $defs: __,
    ...converted
  } = toJsonSchema(schema, { ...settings, typeMode, definitions });
  return converted;
}

/** The schemas among a module's exports, by name. */
function schemasOf(exports: Readonly<Record<string, unknown>>): Record<string, v.GenericSchema> {
  const isSchema = (value: unknown): value is v.GenericSchema =>
    typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'schema';
  const found: Record<string, v.GenericSchema> = {};
  for (const [name, value] of Object.entries(exports)) if (isSchema(value)) found[name] = value;
  return found;
}
