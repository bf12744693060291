import { openDatabase, type Database } from '#functions/_kit/database.ts';
import { idOfName } from '#functions/_kit/ids.ts';
import { handle } from '#functions/workflow-starter/handler.ts';
import { openStepFunctions, type StepFunctions } from '#functions/workflow-starter/sfn.ts';
import { executionName } from '#functions/workflow-starter/start-due.ts';
import { asOwner } from '#infra/database/migrate.ts';
import { addTenant } from '#infra/database/tenants.ts';
import { type Machines, startMachines, stateMachineArnPrefix } from '#test/support/machines.ts';
import { startTestDatabase, type TestDatabase } from '#test/support/postgres.ts';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';

let postgres: TestDatabase;
let machines: Machines;
let starter: Database;
let emit: Database;
let stepFunctions: StepFunctions;
let tenantId: string;

beforeAll(async () => {
  postgres = await startTestDatabase();
  machines = await startMachines(postgres.workflowsUrl);
  starter = openDatabase(postgres.roleUrl('app_start'), 2);
  emit = openDatabase(postgres.roleUrl('app_emit'), 1);
  stepFunctions = openStepFunctions(stateMachineArnPrefix);
});
afterAll(async () => {
  await Promise.all([starter.close(), emit.close()]);
  await machines.stop();
  await postgres.stop();
});
beforeEach(async () => {
  ({ tenantId } = await addTenant(postgres.ownerUrl, { name: 'Test', timeZone: 'Europe/Berlin' }));
});

type Request = {
  readonly machine?: string;
  readonly subject?: string;
  readonly input?: object;
  readonly delay?: number;
};

/** Asks as the transactions of facts do. */
async function request({
  machine = 'issue-analysis',
  subject = 'changed',
  input = {},
  delay = 0,
}: Request = {}) {
  await emit.transaction(
    { tenantId },
    (sql) =>
      sql`SELECT request_start(${tenantId}, ${machine}, ${subject}, ${sql.json({ tenantId, ...input })}, ${delay})`,
  );
}

/** One invocation with so much time for waiting. */
async function start({
  with: port = stepFunctions,
  waitMs = 0,
  event = { job: 'start-due' } as unknown,
} = {}) {
  const services = { database: starter, stepFunctions: port, clock: { now: () => new Date() } };
  return handle(event, services, { getRemainingTimeInMillis: () => waitMs + 6300 });
}

type Row = {
  readonly machine: string;
  readonly subject: string;
  readonly version: number;
  readonly waits: number;
};

async function requested(): Promise<readonly Row[]> {
  return emit.transaction(
    { tenantId },
    (sql) => sql<Row[]>`SELECT machine, subject_key AS subject, facts_version AS version,
      extract(epoch FROM due_at - now())::float8 AS waits FROM workflow_starts ORDER BY machine, subject_key`,
  );
}

async function executions(): Promise<readonly { name: string; arn: string }[]> {
  return starter.statement(
    (sql) => sql<{ name: string; arn: string }[]>`SELECT name, execution_arn AS arn FROM executions
      WHERE tenant_id = ${tenantId} ORDER BY started_at`,
  );
}

describe('what is due', () => {
  test('is started once, with its input, and the request is gone', async () => {
    await request({ input: { b: 1, a: [2] } });
    const [row] = await requested();
    expect(await start()).toEqual({ started: 1 });
    expect(await requested()).toEqual([]);
    const [execution] = await executions();
    const factsVersion = row?.version ?? 0;
    expect(execution?.name).toBe(
      executionName({ tenantId, machine: 'issue-analysis', subjectKey: 'changed', factsVersion }),
    );
    expect(execution?.name).toMatch(/^issue-analysis-[0-9a-f]{16}-\d+$/);
    expect(await machines.input(execution?.arn ?? '')).toEqual({ tenantId, a: [2], b: 1 });
    expect(await start()).toEqual({ started: 0 });
  });

  test('is one execution after a burst of a hundred requests', async () => {
    for (let n = 0; n < 100; n += 1) await request({ input: { n } });
    await start();
    const started = await executions();
    expect(started).toHaveLength(1);
    expect(await machines.input(started[0]?.arn ?? '')).toEqual({ tenantId, n: 99 });
  });

  test('is started by a doorbell too, which is acknowledged', async () => {
    await request();
    const event = { Records: [{ messageId: '1', body: 'whatever' }] };
    expect(await start({ event })).toEqual({ batchItemFailures: [] });
    expect(await executions()).toHaveLength(1);
  });

  test('is waited for while the invocation has time, and left where it has not', async () => {
    await request({ subject: 'soon', delay: 0.5 });
    await request({ subject: 'late', delay: 60 });
    expect(await start()).toEqual({ started: 0 });
    expect(await start({ waitMs: 1500 })).toEqual({ started: 1 });
    expect((await requested()).map(({ subject }) => subject)).toEqual(['late']);
  });

  test('is more than one claim can hold, and all of it is started', async () => {
    for (let n = 0; n < 25; n += 1) await request({ subject: `subject ${n}` });
    expect(await start({ waitMs: 20_000 })).toEqual({ started: 25 });
    expect(await executions()).toHaveLength(25);
  });

  test('is started once by two starters at once', async () => {
    for (let n = 0; n < 20; n += 1) await request({ subject: `subject ${n}` });
    await Promise.all([start({ waitMs: 5000 }), start({ waitMs: 5000 })]);
    const names = (await executions()).map(({ name }) => name);
    expect(new Set(names).size).toBe(20);
    expect(await machines.names('issue-analysis')).toEqual(expect.arrayContaining(names));
    expect(await requested()).toEqual([]);
  });
});

describe('facts that change while their workflow is being started', () => {
  test('are asked for again five seconds later, under another name', async () => {
    await request({ input: { n: 1 } });
    const meanwhile = async (execution: Parameters<StepFunctions['start']>[0]) => {
      await request({ input: { n: 2 }, delay: 5 });
      return stepFunctions.start(execution);
    };
    await start({ with: { ...stepFunctions, start: meanwhile } });
    const [row] = await requested();
    expect(row?.waits).toBeGreaterThan(3);
    expect(row?.waits).toBeLessThan(5.1);
    expect(await start({ waitMs: 8000 })).toEqual({ started: 1 });
    const inputs = await Promise.all((await executions()).map(({ arn }) => machines.input(arn)));
    expect(inputs).toEqual([
      { tenantId, n: 1 },
      { tenantId, n: 2 },
    ]);
  });
});

describe('a start that goes wrong', () => {
  test('keeps its request for a minute later, and does not keep the others', async () => {
    await request({ machine: 'no-such-machine' });
    await request();
    expect(await start()).toEqual({ started: 1 });
    const [row] = await requested();
    expect(row).toMatchObject({ machine: 'no-such-machine' });
    expect(row?.waits).toBeGreaterThan(50);
  });

  test('after the execution had begun is the same execution the next time', async () => {
    await request();
    const dying = async (execution: Parameters<StepFunctions['start']>[0]) => {
      await stepFunctions.start(execution);
      throw new Error('the power went');
    };
    expect(await start({ with: { ...stepFunctions, start: dying } })).toEqual({ started: 0 });
    expect(await executions()).toEqual([]);
    await starter.statement(
      (sql) => sql`UPDATE workflow_starts SET due_at = now() WHERE tenant_id = ${tenantId}`,
    );
    expect(await start()).toEqual({ started: 1 });
    const [execution, ...more] = await executions();
    expect(more).toEqual([]);
    const all = await machines.names('issue-analysis');
    expect(all.filter((name) => name === execution?.name)).toHaveLength(1);
    expect(await requested()).toEqual([]);
  });
});

describe('a wish to control an execution', () => {
  async function running(): Promise<string> {
    await request({ machine: 'purchase-order-decision', subject: 'order' });
    await start();
    const [execution] = await executions();
    return execution?.arn ?? '';
  }

  test('stops it', async () => {
    const executionArn = await running();
    expect(await machines.status(executionArn)).toBe('RUNNING');
    await request({ machine: 'control:stop', subject: executionArn, input: { executionArn } });
    await start();
    expect(await machines.status(executionArn)).toBe('ABORTED');
    expect(await requested()).toEqual([]);
  });

  test('redrives one that was stopped, and is dropped for one that cannot be', async () => {
    const executionArn = await running();
    const redrive = { machine: 'control:redrive', subject: executionArn, input: { executionArn } };
    await request(redrive);
    await start();
    expect(await requested()).toEqual([]);
    await stepFunctions.stop(executionArn);
    await request(redrive);
    await start();
    expect(await machines.status(executionArn)).toBe('RUNNING');
  });

  test('is dropped for the execution of another tenant', async () => {
    const executionArn = await running();
    ({ tenantId } = await addTenant(postgres.ownerUrl, { name: 'Stranger' }));
    await request({ machine: 'control:stop', subject: executionArn, input: { executionArn } });
    await start();
    expect(await machines.status(executionArn)).toBe('RUNNING');
    expect(await requested()).toEqual([]);
  });
});

describe('nights', () => {
  async function night(at: string): Promise<unknown> {
    const services = { database: starter, stepFunctions, clock: { now: () => new Date(at) } };
    return handle({ job: 'nightly' }, services, { getRemainingTimeInMillis: () => 30_000 });
  }
  async function bornAt(instant: string): Promise<void> {
    await asOwner(postgres.ownerUrl, (sql) =>
      sql.begin(async (transaction) => {
        await transaction`SELECT set_config('app.tenant', ${tenantId}, true)`;
        await transaction`UPDATE tenants SET created_at = ${instant} WHERE tenant_id = ${tenantId}`;
      }),
    );
  }

  test('start one run per tenant and local day, and only today’s after a downtime', async () => {
    await bornAt('2026-01-01');
    await night('2026-11-22T00:30:00Z');
    expect(await executions()).toEqual([]);
    await night('2026-11-22T01:15:00Z');
    await night('2026-11-22T01:30:00Z');
    const started = await executions();
    expect(started.map(({ name }) => name)).toEqual([`nf-${tenantId.replaceAll('-', '')}-20261122`]);
    expect(await machines.input(started[0]?.arn ?? '')).toEqual({
      tenantId,
      runId: idOfName(`${tenantId}/2026-11-22`),
      asOf: '2026-11-22',
      trigger: 'nightly',
    });
    await night('2026-11-25T12:00:00Z');
    expect((await executions()).map(({ name }) => name.slice(-8))).toEqual(['20261122', '20261125']);
  });

  test('of a paused tenant are left out, and one is run when the pause ends', async () => {
    await bornAt('2026-01-01');
    const pause = async (isPaused: boolean, until: string | null): Promise<void> => {
      await asOwner(postgres.ownerUrl, (sql) =>
        sql.begin(async (transaction) => {
          await transaction`SELECT set_config('app.tenant', ${tenantId}, true)`;
          await transaction`INSERT INTO planning_settings (tenant_id, version, is_paused, paused_until, changed_at)
            VALUES (${tenantId}, 1, ${isPaused}, ${until}, now())
            ON CONFLICT (tenant_id) DO UPDATE SET is_paused = excluded.is_paused, paused_until = excluded.paused_until`;
        }),
      );
    };
    const days = async () => (await executions()).map(({ name }) => name.slice(-8));
    await pause(true, null);
    await night('2026-11-22T03:00:00Z');
    await night('2026-11-23T03:00:00Z');
    expect(await days()).toEqual([]);
    await pause(false, null);
    await night('2026-11-23T15:00:00Z');
    await night('2026-11-23T15:15:00Z');
    expect(await days()).toEqual(['20261123']);
    await pause(true, '2026-11-26');
    await night('2026-11-24T03:00:00Z');
    await night('2026-11-25T22:59:00Z');
    expect(await days()).toEqual(['20261123']);
    await night('2026-11-26T01:00:00Z');
    expect(await days()).toEqual(['20261123', '20261126']);
  });

  test('of a tenant with an impossible time zone cost the others nothing', async () => {
    const other = tenantId;
    await bornAt('2026-01-01');
    ({ tenantId } = await addTenant(postgres.ownerUrl, { name: 'Lost', timeZone: 'Mars/Olympus' }));
    await night('2026-12-01T12:00:00Z');
    expect(await executions()).toEqual([]);
    tenantId = other;
    expect(await executions()).toHaveLength(1);
  });

  test('of a tenant made today after the hour begin tomorrow', async () => {
    await bornAt('2027-01-05T09:00:00Z');
    await night('2027-01-05T12:00:00Z');
    expect(await executions()).toEqual([]);
    await night('2027-01-06T01:00:00Z');
    expect(await executions()).toHaveLength(1);
  });
});
