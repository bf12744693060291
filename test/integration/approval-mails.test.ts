/** Mails about approvals: who gets them, and what happens where none can be sent. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';

import { type Database, openDatabase } from '#functions/_kit/database.ts';
import { handle, type Services } from '#functions/sweeper/approval-mails.ts';
import { asOwner } from '#infra/database/migrate.ts';
import type { NotifierTask } from '#shared/contracts/workflows/notifier.ts';
import { defaultApprovalPolicy } from '#shared/domain/approvals/approval-policy.ts';
import { startTestDatabase, type TestDatabase } from '#test/support/postgres.ts';
import { seedTenant, type SeededTenant } from '#test/support/read-seed.ts';

const context = { getRemainingTimeInMillis: () => 60_000 };
const summary = {
  number: 'PO-1042',
  supplierName: 'Acme',
  lineCount: 1,
  lead: { sku: 'FC-10', productName: 'Filter', inventoryPosition: 3, reorderPoint: 12 },
  decideBy: null,
  proposedBy: null,
};

let postgres: TestDatabase;
let database: Database;
let tenant: SeededTenant;
let approvalId: string;

beforeAll(async () => {
  postgres = await startTestDatabase();
  database = openDatabase(postgres.roleUrl('app_sweep_mails'), 1);
  tenant = await seedTenant(postgres.ownerUrl, 'a');
  approvalId = tenant.approvalIds[0] ?? '';
  await owner(
    (sql) => sql`UPDATE memberships SET email = sub || '@example.com', approval_limit_minor =
      CASE WHEN role = 'operator' THEN 400000 END WHERE tenant_id = ${tenant.tenantId}`,
  );
  await owner(
    (
      sql,
    ) => sql`UPDATE approvals SET policy = ${sql.json(defaultApprovalPolicy)}, summary = ${sql.json(summary)}
      WHERE approval_id = ${approvalId}`,
  );
});
afterAll(async () => {
  await database.close();
  await postgres.stop();
});
beforeEach(async () => {
  await owner((sql) => sql`DELETE FROM approval_mails WHERE tenant_id = ${tenant.tenantId}`);
});

type Query = Parameters<Parameters<typeof asOwner<unknown>>[1]>[0];

async function owner<T>(run: (sql: Query) => Promise<T>): Promise<T> {
  return asOwner(postgres.ownerUrl, async (sql) => {
    await sql`SELECT set_config('app.tenant', ${tenant.tenantId}, false)`;
    return run(sql);
  });
}

async function ask(kind = 'approval-requested'): Promise<void> {
  await owner(
    (sql) => sql`INSERT INTO approval_mails (tenant_id, approval_id, kind)
      VALUES (${tenant.tenantId}, ${approvalId}, ${kind})`,
  );
}

async function mail(): Promise<{ attempts: number; isDone: boolean; isPutOff: boolean } | undefined> {
  const [row] = await owner(
    (sql) => sql<{ attempts: number; isDone: boolean; isPutOff: boolean }[]>`
      SELECT attempts, done_at IS NOT NULL AS "isDone", due_at > now() AS "isPutOff" FROM approval_mails`,
  );
  return row;
}

/** A sweep whose mails go out, or do not. */
async function sweep(send: Services['send'] = () => Promise.resolve({ sent: 1, refused: [] })) {
  const tasks: NotifierTask[] = [];
  const answer = await handle(
    {},
    {
      database,
      send: (task) => {
        tasks.push(task);
        return send(task);
      },
    },
    context,
  );
  return { ...answer, tasks };
}

describe('mails about an approval', () => {
  test('go to those who may approve it, once, with what they need to know', async () => {
    await ask();
    const { tasks } = await sweep();
    expect(tasks).toMatchObject([
      {
        task: 'approval-requested',
        to: ['a-approver@example.com', 'a-admin@example.com', 'a-operator@example.com'].toSorted(),
        approval: { approvalId, number: 'PO-1042', value: { amountMinor: 336_000, currency: 'EUR' } },
      },
    ]);
    expect(await mail()).toMatchObject({ attempts: 1, isDone: true });
    expect((await sweep()).tasks).toEqual([]);
  });

  test('that cannot be sent are tried five times, each later, and then given up', async () => {
    await ask();
    const away = () => Promise.reject(new Error('notifier is away'));
    for (let attempt = 1; attempt <= 5; attempt += 1) {
      expect(await sweep(away)).toMatchObject({ sent: 0, failed: 1 });
      expect(await mail()).toEqual({ attempts: attempt, isDone: attempt === 5, isPutOff: true });
      expect((await sweep(away)).tasks).toEqual([]);
      await owner((sql) => sql`UPDATE approval_mails SET due_at = now() - interval '1 second'`);
    }
    expect((await sweep(away)).tasks).toEqual([]);
    const [row] = await owner(
      (sql) => sql<{ status: string }[]>`SELECT status FROM approvals WHERE approval_id = ${approvalId}`,
    );
    expect(row?.status).toBe('PENDING');
  });

  test('reach the admins once it is escalated, whatever their limit', async () => {
    await owner(
      (sql) => sql`UPDATE memberships SET approval_limit_minor = 1 WHERE role IN ('admin', 'operator')`,
    );
    await ask('approval-reminder');
    expect((await sweep()).tasks[0]?.to).toEqual(['a-approver@example.com']);
    await ask('approval-escalated');
    expect((await sweep()).tasks[0]?.to).toEqual(['a-admin@example.com', 'a-approver@example.com']);
  });

  test('are not sent any more once it is decided', async () => {
    await ask();
    await owner(
      (sql) =>
        sql`UPDATE approvals SET status = 'CANCELLED', decided_at = now() WHERE approval_id = ${approvalId}`,
    );
    expect((await sweep()).tasks).toEqual([]);
    expect(await mail()).toMatchObject({ isDone: true });
  });

  test('are all that their sweeper may write, and of other tenants it reads ids and times alone', async () => {
    await expect(database.statement((sql) => sql`SELECT 1 FROM events`)).rejects.toThrow('permission denied');
    await expect(database.statement((sql) => sql`UPDATE approvals SET status = 'DECIDED'`)).rejects.toThrow(
      'permission denied',
    );
    expect(await database.statement((sql) => sql`SELECT value_minor FROM approvals`)).toEqual([]);
    expect(await database.statement((sql) => sql`SELECT email FROM memberships`)).toEqual([]);
  });
});
