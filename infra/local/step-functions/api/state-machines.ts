import { randomUUID } from 'node:crypto';
import { compileProgram } from '#infra/local/step-functions/definition/program.ts';
import { variableReferences } from '#infra/local/step-functions/definition/variable-references.ts';
import { validateDefinition, type Diagnostic } from '#infra/local/step-functions/definition/validate.ts';
import {
  type Json,
  type JsonObject,
  isJsonArray,
  isJsonObject,
  parseJson,
} from '#infra/local/step-functions/json.ts';
import { limits } from '#infra/local/step-functions/limits.ts';
import { forgetExecutions } from '#infra/local/step-functions/store/executions.ts';
import type { Sql } from '#infra/local/step-functions/store/connection.ts';
import {
  type MachineRow,
  type NewRevision,
  deleteMachine,
  findMachine,
  insertMachine,
  listMachines,
  updateMachine,
} from '#infra/local/step-functions/store/machines.ts';
import { findVersion, publishVersion } from '#infra/local/step-functions/store/versions.ts';
import { ApiError } from '#infra/local/step-functions/wire/api-error.ts';
import type { Operation } from '#infra/local/step-functions/wire/http-server.ts';
import type { Request } from '#infra/local/step-functions/wire/request.ts';
import type { ApiServices } from './api-services.ts';
import { machineArn, readMachineArn } from './arns.ts';
import { checkName } from './names.ts';
import { readPageSize, readPageToken, writePageToken } from './pages.ts';
import { checkTags } from './tags.ts';
import { epochSeconds } from './times.ts';

const defaults = {
  loggingConfiguration: { level: 'OFF', includeExecutionData: false },
  tracingConfiguration: { enabled: false },
  encryptionConfiguration: { type: 'AWS_OWNED_KEY' },
} as const satisfies JsonObject;

const machineTypes = ['STANDARD', 'EXPRESS'] as const;

/** Operations on state machines. */
export function stateMachineOperations(services: ApiServices): Readonly<Record<string, Operation>> {
  return {
    CreateStateMachine: (request) => services.reads.run((sql) => create(services, sql, request)),
    UpdateStateMachine: (request) => services.reads.run((sql) => update(sql, request)),
    DescribeStateMachine: (request) => services.reads.run((sql) => describe(sql, request)),
    DeleteStateMachine: (request) => remove(services, request),
    ListStateMachines: (request) => services.reads.run((sql) => list(sql, request)),
  };
}

/** The machine an ARN names, or StateMachineDoesNotExist. */
export async function requireMachine(sql: Sql, arn: string): Promise<MachineRow> {
  const machine = await findMachine(sql, arn);
  if (!machine) throw noSuchMachine(arn);
  return machine;
}

export function noSuchMachine(arn: string): ApiError {
  return new ApiError('StateMachineDoesNotExist', `State Machine Does Not Exist: '${arn}'`);
}

/** Refuses a definition with errors, in AWS's words. */
export function checkDefinition(definition: string, type: 'STANDARD' | 'EXPRESS'): void {
  const error = validateDefinition(definition, type).find((diagnostic) => diagnostic.severity === 'ERROR');
  if (error)
    throw new ApiError('InvalidDefinition', `Invalid State Machine Definition: '${definitionError(error)}'`);
}

function definitionError(error: Diagnostic): string {
  return `${error.code}: ${error.message}${error.location === undefined ? '' : ` at ${error.location}`}`;
}

async function create(services: ApiServices, sql: Sql, request: Request): Promise<JsonObject> {
  const name = checkName(request.text('name', { min: 1 }));
  const definition = request.text('definition', { max: limits.definitionBytes });
  const type = readType(request);
  const arn = machineArn(services, name);
  const publish = request.boolean('publish');
  const description = request.optionalText('versionDescription');
  if (description !== undefined && !publish) {
    throw new ApiError('ValidationException', 'Version description can only be set when publish is true');
  }
  checkDefinition(definition, type);
  const wanted = {
    machine_arn: arn,
    definition,
    role_arn: request.text('roleArn', { min: 1 }),
    type,
    configuration: JSON.stringify(readConfiguration(request, defaults)),
    revision_id: randomUUID(),
  };
  const tags = JSON.stringify(checkTags(request.list('tags')));
  if (await insertMachine(sql, { name, tags }, wanted)) await forgetExecutions(sql, arn);
  else await requireSame(sql, wanted, tags);
  const machine = await requireMachine(sql, arn);
  return {
    stateMachineArn: arn,
    creationDate: epochSeconds(machine.created_at),
    ...(publish && { stateMachineVersionArn: await publishCurrent(sql, machine, description) }),
  };
}

/** Creating the very same machine again is fine; anything else under its name is not. */
async function requireSame(sql: Sql, wanted: NewRevision, tags: string): Promise<void> {
  const existing = await requireMachine(sql, wanted.machine_arn);
  const isSame =
    existing.definition === wanted.definition &&
    existing.type === wanted.type &&
    existing.configuration === wanted.configuration &&
    existing.role_arn === wanted.role_arn;
  if (!isSame)
    throw new ApiError('StateMachineAlreadyExists', `State Machine Already Exists: '${wanted.machine_arn}'`);
  if (existing.tags !== tags && tags !== '[]')
    throw new ApiError('ConflictException', `The machine '${wanted.machine_arn}' exists with other tags.`);
}

async function update(sql: Sql, request: Request): Promise<JsonObject> {
  const arn = request.text('stateMachineArn', { min: 1 });
  if (
    ![
      'definition',
      'roleArn',
      'loggingConfiguration',
      'tracingConfiguration',
      'encryptionConfiguration',
    ].some((name) => request.has(name))
  ) {
    throw new ApiError(
      'MissingRequiredParameter',
      'Either the definition, the role ARN, the LoggingConfiguration, or the TracingConfiguration must be specified',
    );
  }
  const publish = request.boolean('publish');
  const description = request.optionalText('versionDescription');
  if (description !== undefined && !publish) {
    throw new ApiError('ValidationException', 'Version description can only be set when publish is true');
  }
  const machine = await requireMachine(sql, arn);
  const definition =
    request.optionalText('definition', { max: limits.definitionBytes }) ?? machine.definition;
  checkDefinition(definition, machine.type);
  // The cast is the boundary: only this file writes the configuration.
  const configuration = parseJson(machine.configuration) as JsonObject;
  const wanted = {
    machine_arn: arn,
    definition,
    role_arn: request.optionalText('roleArn') ?? machine.role_arn,
    type: machine.type,
    configuration: JSON.stringify(readConfiguration(request, configuration)),
    revision_id: randomUUID(),
  };
  if (isUnchanged(machine, wanted))
    return updated(sql, machine, { publish, description, updatedAt: machine.updated_at ?? Date.now() });
  const updatedAt = await updateMachine(sql, wanted);
  return updated(sql, await requireMachine(sql, arn), { publish, description, updatedAt });
}

/** An update that changes nothing makes no revision. */
function isUnchanged(machine: MachineRow, wanted: NewRevision): boolean {
  return (
    machine.definition === wanted.definition &&
    machine.role_arn === wanted.role_arn &&
    machine.configuration === wanted.configuration
  );
}

type Update = {
  readonly publish: boolean;
  readonly description: string | undefined;
  readonly updatedAt: number;
};

async function updated(sql: Sql, machine: MachineRow, update: Update): Promise<JsonObject> {
  return {
    updateDate: epochSeconds(update.updatedAt),
    ...(!machine.initial && { revisionId: machine.revision_id }),
    ...(update.publish && { stateMachineVersionArn: await publishCurrent(sql, machine, update.description) }),
  };
}

async function publishCurrent(
  sql: Sql,
  machine: MachineRow,
  description: string | undefined,
): Promise<string> {
  const version = await publishVersion(sql, {
    machineArn: machine.arn,
    revision: machine.revision,
    description: description ?? null,
  });
  return `${machine.arn}:${String(version.number)}`;
}

async function describe(sql: Sql, request: Request): Promise<JsonObject> {
  const reference = readMachineArn(request.text('stateMachineArn', { min: 1 }));
  if (reference.version !== undefined) return describeVersion(sql, reference.arn, reference.version);
  const machine = await requireMachine(sql, reference.arn);
  return {
    ...describeMachine(machine),
    stateMachineArn: machine.arn,
    creationDate: epochSeconds(machine.created_at),
  };
}

async function describeVersion(sql: Sql, arn: string, number: number): Promise<JsonObject> {
  const version = await findVersion(sql, readMachineArn(arn).machineArn, number);
  if (!version) throw noSuchMachine(arn);
  return {
    ...describeMachine(version),
    stateMachineArn: arn,
    creationDate: epochSeconds(version.version_created_at),
    ...(version.description !== null && { description: version.description }),
  };
}

/** What DescribeStateMachine and DescribeStateMachineForExecution share. */
export function describeMachine(
  machine: Pick<
    MachineRow,
    'name' | 'definition' | 'role_arn' | 'type' | 'configuration' | 'revision_id' | 'initial'
  >,
): JsonObject {
  const configuration = parseJson(machine.configuration);
  const references = variableReferences(compileProgram(machine.definition));
  return {
    name: machine.name,
    status: 'ACTIVE',
    definition: machine.definition,
    roleArn: machine.role_arn,
    type: machine.type,
    // AWS names no revision until the first update.
    ...(!machine.initial && { revisionId: machine.revision_id }),
    ...(isJsonObject(configuration) && configuration),
    ...(Object.keys(references).length > 0 && { variableReferences: references }),
  };
}

/** AWS ends the machine's executions, and deletes the machine when they have ended. */
async function remove(services: ApiServices, request: Request): Promise<JsonObject> {
  const { machineArn: arn } = readMachineArn(request.text('stateMachineArn', { min: 1 }));
  await services.engine.abortAll(arn);
  await services.reads.run((sql) => deleteMachine(sql, arn));
  return {};
}

async function list(sql: Sql, request: Request): Promise<JsonObject> {
  const size = readPageSize(request);
  const after = readPageToken(request, 1024)?.['name'];
  const rows = await listMachines(sql, typeof after === 'string' ? after : '', size + 1);
  const page = rows.slice(0, size);
  const last = page.at(-1);
  return {
    stateMachines: page.map((machine): Json => ({
      stateMachineArn: machine.arn,
      name: machine.name,
      type: machine.type,
      creationDate: epochSeconds(machine.created_at),
    })),
    ...(rows.length > size && last && { nextToken: writePageToken({ name: last.name }) }),
  };
}

function readType(request: Request): 'STANDARD' | 'EXPRESS' {
  return request.optionalText('type', { oneOf: machineTypes }) === 'EXPRESS' ? 'EXPRESS' : 'STANDARD';
}

function readConfiguration(request: Request, before: JsonObject): JsonObject {
  const logging = request.optionalObject('loggingConfiguration');
  const encryption = request.optionalObject('encryptionConfiguration');
  const tracing = request.optionalObject('tracingConfiguration');
  if (logging && logging['level'] !== undefined && logging['level'] !== 'OFF') checkDestination(logging);
  return {
    ...before,
    ...(logging && { loggingConfiguration: { ...defaults.loggingConfiguration, ...logging } }),
    ...(encryption && { encryptionConfiguration: encryption }),
    ...(tracing && { tracingConfiguration: { ...defaults.tracingConfiguration, ...tracing } }),
  };
}

function checkDestination(logging: JsonObject): void {
  const { destinations } = logging;
  if (isJsonArray(destinations) && destinations.length === 1) return;
  throw new ApiError(
    'InvalidLoggingConfiguration',
    'Invalid Logging Configuration: Must specify exactly one Log Destination.',
  );
}
