import type { Json, JsonObject } from '#infra/local/step-functions/json.ts';
import {
  type ActivityRow,
  deleteActivity,
  findActivity,
  insertActivity,
  listActivities,
} from '#infra/local/step-functions/store/activities.ts';
import { ApiError } from '#infra/local/step-functions/wire/api-error.ts';
import type { Operation } from '#infra/local/step-functions/wire/http-server.ts';
import type { Request } from '#infra/local/step-functions/wire/request.ts';
import type { ApiServices } from './api-services.ts';
import { activityArn, checkActivityArn } from './arns.ts';
import { checkName } from './names.ts';
import { readPageSize, readPageToken, writePageToken } from './pages.ts';
import { checkTags } from './tags.ts';
import { epochSeconds } from './times.ts';

/** How long GetActivityTask waits for a task, as on AWS. */
const longPollMs = 60_000;

/** Operations on activities. */
export function activityOperations(services: ApiServices): Readonly<Record<string, Operation>> {
  return {
    CreateActivity: (request) => create(services, request),
    DescribeActivity: async (request) => describe(await requireActivity(services, request)),
    DeleteActivity: (request) => remove(services, request),
    ListActivities: (request) => list(services, request),
    GetActivityTask: (request) => take(services, request),
  };
}

async function create(services: ApiServices, request: Request): Promise<JsonObject> {
  const name = checkName(request.text('name', { min: 1 }));
  const arn = activityArn(services, name);
  await services.reads.run((sql) =>
    insertActivity(sql, { arn, name, tags: JSON.stringify(checkTags(request.list('tags'))) }),
  );
  services.engine.activities.add(arn);
  const row = await services.reads.run((sql) => findActivity(sql, arn));
  return { activityArn: arn, creationDate: epochSeconds(row?.created_at ?? Date.now()) };
}

async function requireActivity(services: ApiServices, request: Request): Promise<ActivityRow> {
  const arn = checkActivityArn(request.text('activityArn', { min: 1 }));
  const row = await services.reads.run((sql) => findActivity(sql, arn));
  if (!row) throw new ApiError('ActivityDoesNotExist', `Activity Does Not Exist: '${arn}'`);
  return row;
}

function describe(row: ActivityRow): JsonObject {
  return {
    activityArn: row.arn,
    name: row.name,
    creationDate: epochSeconds(row.created_at),
    encryptionConfiguration: { type: 'AWS_OWNED_KEY' },
  };
}

async function remove(services: ApiServices, request: Request): Promise<JsonObject> {
  const arn = checkActivityArn(request.text('activityArn', { min: 1 }));
  await services.reads.run((sql) => deleteActivity(sql, arn));
  services.engine.activities.remove(arn);
  return {};
}

async function list(services: ApiServices, request: Request): Promise<JsonObject> {
  const size = readPageSize(request);
  const after = readPageToken(request, 1024)?.['name'];
  const rows = await services.reads.run((sql) =>
    listActivities(sql, typeof after === 'string' ? after : '', size + 1),
  );
  const page = rows.slice(0, size);
  const last = page.at(-1);
  return {
    activities: page.map((row): Json => ({
      activityArn: row.arn,
      name: row.name,
      creationDate: epochSeconds(row.created_at),
    })),
    ...(rows.length > size && last && { nextToken: writePageToken({ name: last.name }) }),
  };
}

async function take(services: ApiServices, request: Request): Promise<JsonObject> {
  const { arn } = await requireActivity(services, request);
  const taken = await services.engine.activities.take(
    arn,
    request.optionalText('workerName', { max: 80 }),
    longPollMs,
  );
  if (!taken) return { taskToken: null, input: null };
  return { taskToken: services.tokens.issue(taken), input: JSON.stringify(taken.input) };
}
