import {
  type Json,
  type JsonObject,
  isJsonObject,
  parseJson,
  jsonText,
} from '#infra/local/step-functions/json.ts';
import {
  type AliasRow,
  aliasesOf,
  deleteAlias,
  findAlias,
  insertAlias,
  updateAlias,
} from '#infra/local/step-functions/store/aliases.ts';
import type { Sql } from '#infra/local/step-functions/store/connection.ts';
import { findVersion } from '#infra/local/step-functions/store/versions.ts';
import { ApiError } from '#infra/local/step-functions/wire/api-error.ts';
import type { Operation } from '#infra/local/step-functions/wire/http-server.ts';
import type { Request } from '#infra/local/step-functions/wire/request.ts';
import type { ApiServices } from './api-services.ts';
import { readMachineArn } from './arns.ts';
import { readPageSize, readPageToken, writePageToken } from './pages.ts';
import { requireMachine } from './state-machines.ts';
import { epochSeconds } from './times.ts';

/** Operations on aliases. */
export function aliasOperations(services: ApiServices): Readonly<Record<string, Operation>> {
  return {
    CreateStateMachineAlias: (request) => services.reads.run((sql) => create(sql, request)),
    UpdateStateMachineAlias: (request) => services.reads.run((sql) => update(sql, request)),
    DescribeStateMachineAlias: (request) =>
      services.reads.run(async (sql) => describe(await requireAlias(sql, request))),
    ListStateMachineAliases: (request) => services.reads.run((sql) => list(sql, request)),
    DeleteStateMachineAlias: (request) => services.reads.run((sql) => remove(sql, request)),
  };
}

type Route = { readonly stateMachineVersionArn: string; readonly weight: number };

const namePattern = /^(?=.*[a-zA-Z_\-.])[a-zA-Z0-9_\-.]+$/;

async function create(sql: Sql, request: Request): Promise<JsonObject> {
  const name = readName(request);
  const routes = await readRoutes(sql, request);
  const { machineArn } = readMachineArn(routes[0]?.stateMachineVersionArn ?? '');
  const alias = {
    arn: `${machineArn}:${name}`,
    machine_arn: machineArn,
    name,
    description: request.optionalText('description', { max: 256 }) ?? null,
    routing: JSON.stringify(routes),
  };
  const isNew = await insertAlias(sql, alias);
  const row = await findAlias(sql, alias.arn);
  if (!isNew && (row?.routing !== alias.routing || row.description !== alias.description)) {
    throw new ApiError(
      'ConflictException',
      `State machine alias '${alias.arn}' already exists with another configuration.`,
    );
  }
  return { stateMachineAliasArn: alias.arn, creationDate: epochSeconds(row?.created_at ?? Date.now()) };
}

function readName(request: Request): string {
  const name = request.text('name', { min: 1, max: 80 });
  if (!namePattern.test(name)) {
    const pattern = String.raw`^(?=.*[a-zA-Z_\-\.])[a-zA-Z0-9_\-\.]+$`;
    throw invalid(
      `1 validation error detected: Value '${name}' at 'name' failed to satisfy constraint: Member must satisfy regular expression pattern: ${pattern}`,
    );
  }
  return name;
}

async function update(sql: Sql, request: Request): Promise<JsonObject> {
  const before = await requireAlias(sql, request);
  if (!request.has('description') && !request.has('routingConfiguration')) {
    throw invalid('Either the description or the routing configuration must be specified');
  }
  await updateAlias(sql, {
    arn: before.arn,
    description: request.optionalText('description', { max: 256 }) ?? before.description,
    routing: request.has('routingConfiguration')
      ? JSON.stringify(await readRoutes(sql, request))
      : before.routing,
  });
  return { updateDate: epochSeconds((await requireAlias(sql, request)).updated_at) };
}

function describe(alias: AliasRow): JsonObject {
  return {
    stateMachineAliasArn: alias.arn,
    name: alias.name,
    ...(alias.description !== null && { description: alias.description }),
    routingConfiguration: parseJson(alias.routing),
    creationDate: epochSeconds(alias.created_at),
    updateDate: epochSeconds(alias.updated_at),
  };
}

async function list(sql: Sql, request: Request): Promise<JsonObject> {
  const size = readPageSize(request);
  const after = readPageToken(request, 1024)?.['name'];
  const reference = readMachineArn(request.text('stateMachineArn', { min: 1 }));
  await requireMachine(sql, reference.machineArn);
  const rows = (await aliasesOf(sql, reference.machineArn)).filter(
    (alias) =>
      (typeof after !== 'string' || alias.name > after) &&
      (reference.version === undefined || alias.routing.includes(`"${reference.arn}"`)),
  );
  const page = rows.slice(0, size);
  const last = page.at(-1);
  return {
    stateMachineAliases: page.map((alias): Json => ({
      stateMachineAliasArn: alias.arn,
      creationDate: epochSeconds(alias.created_at),
    })),
    ...(rows.length > size && last && { nextToken: writePageToken({ name: last.name }) }),
  };
}

async function remove(sql: Sql, request: Request): Promise<JsonObject> {
  const alias = await requireAlias(sql, request);
  await deleteAlias(sql, alias.arn);
  return {};
}

async function requireAlias(sql: Sql, request: Request): Promise<AliasRow> {
  const arn = request.text('stateMachineAliasArn', { min: 1 });
  const alias = await findAlias(sql, arn);
  if (!alias)
    throw new ApiError('ResourceNotFound', `Request references a resource that does not exist: '${arn}'`, {
      resourceName: arn,
    });
  return alias;
}

async function readRoutes(sql: Sql, request: Request): Promise<readonly Route[]> {
  const routes = request.list('routingConfiguration').map(readRoute);
  checkWeights(routes);
  const arns = routes.map((route) => route.stateMachineVersionArn);
  const received = `Received: [${arns.join(', ')}]`;
  if (arns.some((arn) => readMachineArn(arn).version === undefined)) {
    throw invalid(`Routing configuration must contain state machine version ARNs. ${received}`);
  }
  if (new Set(arns).size < arns.length)
    throw invalid(`Routing configuration must contain distinct state machine version ARNs. ${received}`);
  for (const arn of arns) {
    const { machineArn, version = 0 } = readMachineArn(arn);
    if (!(await findVersion(sql, machineArn, version))) {
      throw new ApiError('ResourceNotFound', `Request references a resource that does not exist: '${arn}'`, {
        resourceName: arn,
      });
    }
  }
  const weights = routes.map((route) => route.weight);
  if (weights.reduce((sum, weight) => sum + weight, 0) !== 100) {
    throw invalid(`Sum of routing configuration weights must equal 100. Received: [${weights.join(', ')}]`);
  }
  return routes;
}

function checkWeights(routes: readonly Route[]): void {
  if (routes.length < 1 || routes.length > 2) {
    const items = routes.map(
      (route) =>
        `RoutingConfigurationListItem(stateMachineVersionArn=${route.stateMachineVersionArn}, weight=${String(route.weight)})`,
    );
    const limit = routes.length < 1 ? 'greater than or equal to 1' : 'less than or equal to 2';
    throw invalid(
      `1 validation error detected: Value '[${items.join(', ')}]' at 'routingConfiguration' failed to satisfy constraint: Member must have length ${limit}`,
    );
  }
  for (const [i, { weight }] of routes.entries()) {
    if (weight >= 0 && weight <= 100) continue;
    const limit = weight < 0 ? 'greater than or equal to 0' : 'less than or equal to 100';
    throw invalid(
      `1 validation error detected: Value '${String(weight)}' at 'routingConfiguration.${String(i + 1)}.member.weight' failed to satisfy constraint: Member must have value ${limit}`,
    );
  }
}

function readRoute(entry: Json): Route {
  const route = isJsonObject(entry) ? entry : {};
  return {
    stateMachineVersionArn: jsonText(route['stateMachineVersionArn']),
    weight: Number(route['weight']),
  };
}

function invalid(message: string): ApiError {
  return new ApiError('ValidationException', message);
}
