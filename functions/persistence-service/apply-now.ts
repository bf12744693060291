import { applyStreams, type Services } from './apply-streams.ts';
import type { TaskOf } from './tasks.ts';

/** Up to where the tables show each stream; what waits in quarantine stays behind its stream's version. */
export type AppliedVersions = { readonly appliedVersions: Readonly<Record<string, number>> };

/** Applies the streams at once, for a workflow whose next state reads what they say. */
export async function applyNow(
  services: Services,
  { tenantId, streamIds }: TaskOf<'apply-streams'>,
): Promise<AppliedVersions> {
  await applyStreams(services, tenantId, streamIds);
  const rows = await services.database.transaction(
    { tenantId },
    (sql) => sql<{ streamId: string; appliedVersion: number }[]>`
      SELECT stream_id AS "streamId", applied_version AS "appliedVersion" FROM streams
      WHERE tenant_id = ${tenantId} AND stream_id = ANY(${streamIds}::uuid[])`,
    { retry: true, readOnly: true },
  );
  return { appliedVersions: Object.fromEntries(rows.map((row) => [row.streamId, row.appliedVersion])) };
}
