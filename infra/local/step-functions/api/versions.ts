import type { Json, JsonObject } from '#infra/local/step-functions/json.ts';
import { aliasesOf } from '#infra/local/step-functions/store/aliases.ts';
import type { Sql } from '#infra/local/step-functions/store/connection.ts';
import {
  deleteVersion,
  listVersions,
  noVersion,
  publishVersion,
} from '#infra/local/step-functions/store/versions.ts';
import { ApiError } from '#infra/local/step-functions/wire/api-error.ts';
import type { Operation } from '#infra/local/step-functions/wire/http-server.ts';
import type { Request } from '#infra/local/step-functions/wire/request.ts';
import type { ApiServices } from './api-services.ts';
import { readMachineArn } from './arns.ts';
import { readPageSize, readPageToken, writePageToken } from './pages.ts';
import { requireMachine } from './state-machines.ts';
import { epochSeconds } from './times.ts';

/** Operations on published versions. */
export function versionOperations(services: ApiServices): Readonly<Record<string, Operation>> {
  return {
    PublishStateMachineVersion: (request) => services.reads.run((sql) => publish(sql, request)),
    ListStateMachineVersions: (request) => services.reads.run((sql) => list(sql, request)),
    DeleteStateMachineVersion: (request) => services.reads.run((sql) => remove(sql, request)),
  };
}

async function publish(sql: Sql, request: Request): Promise<JsonObject> {
  const machine = await requireMachine(sql, request.text('stateMachineArn', { min: 1 }));
  const wanted = request.optionalText('revisionId');
  if (wanted !== undefined && wanted !== machine.revision_id) {
    throw new ApiError(
      'ConflictException',
      `Failed to publish the State Machine version for revision ${wanted}. The current State Machine revision is ${machine.revision_id}.`,
    );
  }
  const description = request.optionalText('description', { max: 256 }) ?? null;
  const version = await publishVersion(sql, {
    machineArn: machine.arn,
    revision: machine.revision,
    description,
  });
  return {
    creationDate: epochSeconds(version.version_created_at),
    stateMachineVersionArn: `${machine.arn}:${String(version.number)}`,
  };
}

async function list(sql: Sql, request: Request): Promise<JsonObject> {
  const size = readPageSize(request);
  const below = readPageToken(request, 1024)?.['below'];
  const { arn } = await requireMachine(sql, request.text('stateMachineArn', { min: 1 }));
  const rows = await listVersions(sql, arn, {
    below: typeof below === 'number' ? below : noVersion,
    limit: size + 1,
  });
  const page = rows.slice(0, size);
  const last = page.at(-1);
  return {
    stateMachineVersions: page.map((row): Json => ({
      stateMachineVersionArn: `${arn}:${String(row.number)}`,
      creationDate: epochSeconds(row.version_created_at),
    })),
    ...(rows.length > size && last && { nextToken: writePageToken({ below: last.number }) }),
  };
}

async function remove(sql: Sql, request: Request): Promise<JsonObject> {
  const reference = readMachineArn(request.text('stateMachineVersionArn', { min: 1 }));
  const aliases = (await aliasesOf(sql, reference.machineArn)).filter((alias) =>
    alias.routing.includes(`"${reference.arn}"`),
  );
  if (aliases.length > 0) {
    throw new ApiError(
      'ConflictException',
      `Version to be deleted must not be referenced by an alias. Current list of aliases referencing this version: [${aliases.map((alias) => alias.name).join(', ')}]`,
    );
  }
  if (reference.version !== undefined) await deleteVersion(sql, reference.machineArn, reference.version);
  return {};
}
