/** Commands that decide in several steps: one transaction on locked rows, repeated where that is safe. */
import { codeOf } from '#functions/_kit/database-faults.ts';
import type { Sql } from '#functions/_kit/database.ts';
import type { WrittenEvent } from '#functions/_kit/ringer.ts';
import type { Rejection } from '#shared/domain/decider.ts';

import { isRejection, replayed, type CommandContext, type CommandResult } from './command.ts';
import type { Services } from './services.ts';
import { prepareAppend, sendAppend } from './stream-write.ts';
import { openUnit, type UnitOfWork } from './unit-of-work.ts';

const attempts = 5;

/**
 * Runs a command in one transaction: a repeated idempotency key gets the first answer, a rejection leaves nothing
 * behind, and after the commit doorbells ring. `run` may be run again, so it must have no effect but on the database.
 */
export async function inTransaction(
  services: Services,
  context: CommandContext,
  run: (unit: UnitOfWork) => Promise<CommandResult>,
): Promise<CommandResult> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await runOnce(services, context, run);
    } catch (error) {
      if (error instanceof TurnedDown) return error.rejection;
      // Somebody wrote the stream, the claim or the key first: now it can be read.
      if (!isOvertaken(error) || attempt === attempts) throw error;
    }
  }
}

/** Whether emit_append wrote nothing because something is not as this command read or remembered it. */
export function isOvertaken(error: unknown): boolean {
  return /^SM00[1234]$/.test(codeOf(error));
}

/** Carries a rejection out of the transaction, so that it is rolled back. */
class TurnedDown extends Error {
  override readonly name = 'TurnedDown';
  readonly rejection: Rejection;

  constructor(rejection: Rejection) {
    super(rejection.title);
    this.rejection = rejection;
  }
}

async function runOnce(
  { database, ringer }: Services,
  context: CommandContext,
  run: (unit: UnitOfWork) => Promise<CommandResult>,
): Promise<CommandResult> {
  const scope = { tenantId: context.tenantId, ...(context.sub === null ? {} : { sub: context.sub }) };
  let written: readonly WrittenEvent[] = [];
  const result = await database.transaction(
    scope,
    async (sql) => {
      const first = await firstAnswer(sql, context);
      if (first !== null) return first;
      const open = openUnit(sql, context);
      const answer = await run(open.unit);
      if (isRejection(answer)) throw new TurnedDown(answer);
      if (context.idempotencyKey !== null) {
        const nothing = prepareAppend({ context, writes: [], versionOf: () => 0 });
        await sendAppend(sql, nothing, { context, answer, checkCaller: false });
      }
      written = open.written;
      return answer;
    },
    // With a key a repeat after an unknown commit finds the first answer; without one it might do the work twice.
    { retry: context.idempotencyKey !== null },
  );
  // Not waited for here: see handler.ts.
  void ringer.ring(written);
  return result;
}

async function firstAnswer(
  sql: Sql,
  { tenantId, idempotencyKey, requestHash }: CommandContext,
): Promise<CommandResult | null> {
  if (idempotencyKey === null) return null;
  const [row] = await sql<{ requestHash: string; response: unknown }[]>`
    SELECT request_hash AS "requestHash", response FROM commands
    WHERE tenant_id = ${tenantId} AND idempotency_key = ${idempotencyKey}`;
  return row === undefined ? null : replayed(row, requestHash);
}
