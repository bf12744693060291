import {
  type Json,
  type JsonObject,
  isJsonArray,
  isJsonObject,
  parseJson,
} from '#infra/local/step-functions/json.ts';
import { findMachine, setMachineTags } from '#infra/local/step-functions/store/machines.ts';
import type { Sql } from '#infra/local/step-functions/store/connection.ts';
import { ApiError } from '#infra/local/step-functions/wire/api-error.ts';
import type { Operation } from '#infra/local/step-functions/wire/http-server.ts';
import type { Request } from '#infra/local/step-functions/wire/request.ts';
import type { ApiServices } from './api-services.ts';

/** Operations on tags. */
export function tagOperations(services: ApiServices): Readonly<Record<string, Operation>> {
  return {
    ListTagsForResource: (request) =>
      services.reads.run(async (sql) => ({ tags: await readTags(sql, request) })),
    TagResource: (request) => services.reads.run((sql) => tag(sql, request)),
    UntagResource: (request) => services.reads.run((sql) => untag(sql, request)),
  };
}

type Tag = { readonly key: string; readonly value: string };

/** Checks a list of tags. */
export function checkTags(tags: readonly Json[]): readonly Tag[] {
  return tags.map((entry) => {
    const key = isJsonObject(entry) ? entry['key'] : undefined;
    const value = isJsonObject(entry) ? entry['value'] : undefined;
    if (typeof key !== 'string' || key === '')
      throw new ApiError('ValidationException', 'A tag needs a key.');
    return { key, value: typeof value === 'string' ? value : '' };
  });
}

async function readTags(sql: Sql, request: Request): Promise<readonly Tag[]> {
  const arn = request.text('resourceArn', { min: 1 });
  const machine = await findMachine(sql, arn);
  if (!machine) throw new ApiError('ResourceNotFound', `Resource not found: '${arn}'`, { resourceName: arn });
  const tags = parseJson(machine.tags);
  return isJsonArray(tags) ? checkTags(tags) : [];
}

async function tag(sql: Sql, request: Request): Promise<JsonObject> {
  const added = checkTags(request.list('tags'));
  const kept = (await readTags(sql, request)).filter((old) => !added.some((fresh) => fresh.key === old.key));
  await setMachineTags(sql, request.text('resourceArn'), JSON.stringify([...kept, ...added]));
  return {};
}

async function untag(sql: Sql, request: Request): Promise<JsonObject> {
  const gone = request.list('tagKeys');
  const kept = (await readTags(sql, request)).filter((old) => !gone.includes(old.key));
  await setMachineTags(sql, request.text('resourceArn'), JSON.stringify(kept));
  return {};
}
