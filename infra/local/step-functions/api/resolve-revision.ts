import { isJsonArray, isJsonObject, parseJson, jsonText } from '#infra/local/step-functions/json.ts';
import { findAlias } from '#infra/local/step-functions/store/aliases.ts';
import type { Sql } from '#infra/local/step-functions/store/connection.ts';
import { type RevisionRow, findMachine, findRevision } from '#infra/local/step-functions/store/machines.ts';
import { findVersion } from '#infra/local/step-functions/store/versions.ts';
import { type MachineReference, readMachineArn } from './arns.ts';
import { noSuchMachine } from './state-machines.ts';

/** What a start runs, and by which version and alias it came there. */
export type Target = {
  readonly revision: RevisionRow;
  readonly versionArn: string | null;
  readonly aliasArn: string | null;
};

/** The revision that a machine, version or alias ARN leads to. */
export async function resolveRevision(sql: Sql, reference: MachineReference): Promise<Target> {
  if (reference.alias !== undefined) {
    const alias = await findAlias(sql, reference.arn);
    const versionArn = alias && pickVersion(alias.routing);
    if (versionArn === undefined) throw noSuchMachine(reference.arn);
    return { ...(await resolveRevision(sql, readMachineArn(versionArn))), aliasArn: reference.arn };
  }
  if (reference.version !== undefined) {
    const version = await findVersion(sql, reference.machineArn, reference.version);
    if (!version) throw noSuchMachine(reference.arn);
    return {
      revision: await requireRevision(sql, version.revision, reference.arn),
      versionArn: reference.arn,
      aliasArn: null,
    };
  }
  const machine = await findMachine(sql, reference.arn);
  if (!machine) throw noSuchMachine(reference.arn);
  return {
    revision: await requireRevision(sql, machine.revision, reference.arn),
    versionArn: null,
    aliasArn: null,
  };
}

async function requireRevision(sql: Sql, id: number, arn: string): Promise<RevisionRow> {
  const revision = await findRevision(sql, id);
  if (!revision) throw noSuchMachine(arn);
  return revision;
}

/** One of an alias's versions, by their weights. */
function pickVersion(routing: string): string | undefined {
  const routes = parseJson(routing);
  if (!isJsonArray(routes)) return undefined;
  let dice = Math.random() * 100;
  for (const route of routes) {
    if (!isJsonObject(route)) continue;
    dice -= Number(route['weight']);
    if (dice < 0) return jsonText(route['stateMachineVersionArn']);
  }
  return undefined;
}
