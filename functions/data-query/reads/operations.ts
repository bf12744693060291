/** Imports, and events that could not be applied. */
import type { Sql } from '#functions/_kit/database.ts';

import { keyAfter, keyParts, toPage } from './cursor.ts';
import type { Fragment } from './fragment.ts';
import type { AnswerOf, Caller, ReadsOf } from './read.ts';

type Import = AnswerOf<'getImport'>;
type Quarantined = AnswerOf<'listQuarantine'>['items'][number];

/** Reads of what comes in and what got stuck. */
export const operationsReads: ReadsOf<'listImports' | 'getImport' | 'listQuarantine'> = {
  listImports: ({ inTransaction, caller, query }) =>
    inTransaction(async (sql) => {
      const after = keyAfter('imports', query.cursor, [keyParts.instant, keyParts.id]);
      const rows = await selectImports(
        sql,
        caller,
        sql`${
          after === null
            ? sql``
            : sql`AND (started_at, import_id) < (${after[0]}::timestamptz, ${after[1]}::uuid)`
        } ORDER BY started_at DESC, import_id DESC LIMIT ${query.limit + 1}`,
      );
      return toPage('imports', rows, { limit: query.limit, keyOf: (row) => [row.startedAt, row.importId] });
    }),

  getImport: ({ inTransaction, caller, parameters }) =>
    inTransaction(async (sql) => {
      const [found] = await selectImports(sql, caller, sql`AND import_id = ${parameters.importId}`);
      return found ?? null;
    }),

  listQuarantine: ({ inTransaction, caller, query }) =>
    inTransaction(async (sql) => {
      const after = keyAfter('quarantine', query.cursor, [keyParts.instant, keyParts.id]);
      const rows = await sql<Quarantined[]>`
        SELECT stream_id AS "streamId", event_id AS "eventId", stream_version AS "streamVersion", type, reason,
          attempts, quarantined_at AS "quarantinedAt"
        FROM quarantine
        WHERE tenant_id = ${caller.tenantId}
          ${
            after === null
              ? sql``
              : sql`AND (quarantined_at, stream_id) < (${after[0]}::timestamptz, ${after[1]}::uuid)`
          }
        ORDER BY quarantined_at DESC, stream_id DESC LIMIT ${query.limit + 1}`;
      return toPage('quarantine', rows, {
        limit: query.limit,
        keyOf: (row) => [row.quarantinedAt, row.streamId],
      });
    }),
};

async function selectImports(sql: Sql, { tenantId }: Caller, rest: Fragment): Promise<readonly Import[]> {
  return sql<Import[]>`
    SELECT import_id AS "importId", kind, file_name AS "fileName", status, rows_accepted AS "rowsAccepted",
      rows_refused AS "rowsRefused", started_at AS "startedAt", finished_at AS "finishedAt"
    FROM imports WHERE tenant_id = ${tenantId} ${rest}`;
}
