import { openDatabase, type Database } from '#functions/_kit/database.ts';
import { sha256Hex } from '#functions/_kit/hash.ts';
import { openRinger, type Doorbell } from '#functions/_kit/ringer.ts';
import type { SystemCommand } from '#functions/sweeper/event-emitter.ts';
import { handle as sweepHistory } from '#functions/sweeper/history.ts';
import {
  handle as sweepOutbox,
  ringAndTell,
  type Services as OutboxServices,
} from '#functions/sweeper/outbox.ts';
import { handle as sweepPartitions } from '#functions/sweeper/partitions.ts';
import { openExecutions } from '#functions/sweeper/sfn.ts';
import { openStepFunctions } from '#functions/workflow-starter/sfn.ts';
import { startDue } from '#functions/workflow-starter/start-due.ts';
import { addTenant } from '#infra/database/tenants.ts';
import { type LoggedEvent, writeEvents } from '#test/support/event-log.ts';
import { type Machines, startMachines, stateMachineArnPrefix } from '#test/support/machines.ts';
import { startTestDatabase, type TestDatabase } from '#test/support/postgres.ts';
import { story } from '#test/support/story.ts';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';

const context = { getRemainingTimeInMillis: () => 60_000 };

let postgres: TestDatabase;
let databases: Map<string, Database>;
let tenantId: string;

const as = (role: Parameters<TestDatabase['roleUrl']>[0]): Database => {
  const database = databases.get(role) ?? openDatabase(postgres.roleUrl(role), 2);
  databases.set(role, database);
  return database;
};

beforeAll(async () => {
  postgres = await startTestDatabase();
  databases = new Map();
});
afterAll(async () => {
  await Promise.all([...databases.values()].map((database) => database.close()));
  await postgres.stop();
});
beforeEach(async () => {
  ({ tenantId } = await addTenant(postgres.ownerUrl, { name: 'Test' }));
});

describe('the outbox', () => {
  const product = (n: number): LoggedEvent => ({
    streamId: `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`,
    type: 'NewProductScheduled',
    payload: { sku: `S-${n}`, name: 'x', unit: 'pcs', category: '', unitCostMinor: null, currency: 'EUR' },
  });

  /** A sweep whose doorbells SNS takes, or refuses where `takes` says so; returns what was taken. */
  async function sweep(takes: (doorbell: Doorbell) => boolean = () => true) {
    const taken: Doorbell[] = [];
    const services: OutboxServices = {
      database: as('app_sweep_outbox'),
      ring: ringAndTell((markPublished) =>
        openRinger({
          publish: (_topic, doorbells) => {
            const now = doorbells.filter(takes);
            taken.push(...now);
            return Promise.resolve(now);
          },
          markPublished,
          now: () => performance.now(),
        }),
      ),
    };
    const answer = await sweepOutbox({}, services, context);
    return { ...answer, taken: taken.filter((doorbell) => doorbell.tenantId === tenantId) };
  }

  async function unpublished(): Promise<number> {
    const [row] = await as('app_query').transaction(
      { tenantId },
      (sql) => sql<{ n: number }[]>`SELECT count(*) AS n FROM events WHERE published_at IS NULL`,
    );
    return row?.n ?? -1;
  }

  /** The tables are up to date: nothing is left that has to be rung for. */
  async function settle(): Promise<void> {
    await as('app_persist').transaction(
      { tenantId },
      (sql) => sql`UPDATE streams SET applied_version = version`,
    );
  }

  test('publishes each event that was not published, once', async () => {
    await writeEvents(as('app_emit'), tenantId, story, { isPublished: false });
    const { published, taken } = await sweep();
    expect(published).toBe(story.length);
    expect(taken.flatMap(({ eventIds }) => eventIds).toSorted()).toHaveLength(story.length);
    expect(new Set(taken.map(({ type }) => type))).toEqual(new Set(story.map(({ type }) => type)));
    expect(await unpublished()).toBe(0);
    await settle();
    expect(await sweep()).toEqual({ published: 0, rung: 0, taken: [] });
  });

  test('publishes more than one batch in one sweep, for several tenants', async () => {
    const events = Array.from({ length: 550 }, (_, n) => product(n));
    await writeEvents(as('app_emit'), tenantId, events, { isPublished: false });
    await settle();
    const first = tenantId;
    ({ tenantId } = await addTenant(postgres.ownerUrl, { name: 'Second' }));
    await writeEvents(as('app_emit'), tenantId, events, { isPublished: false });
    await settle();
    expect(await sweep()).toMatchObject({ published: 1100 });
    expect(await unpublished()).toBe(0);
    tenantId = first;
    expect(await unpublished()).toBe(0);
  });

  test('leaves young events to whoever wrote them', async () => {
    const recordedAt = new Date().toISOString();
    await writeEvents(as('app_emit'), tenantId, [{ ...product(1), recordedAt }], { isPublished: false });
    expect(await sweep()).toMatchObject({ published: 0, rung: 0 });
    expect(await unpublished()).toBe(1);
  });

  test('keeps what SNS refuses for the next sweep', async () => {
    await writeEvents(as('app_emit'), tenantId, story, { isPublished: false });
    const refused = story.filter(({ type }) => type === 'StockMoved').length;
    expect((await sweep(({ type }) => type !== 'StockMoved')).published).toBe(story.length - refused);
    expect(await unpublished()).toBe(refused);
    expect((await sweep()).published).toBe(refused);
  });

  test('keeps everything when SNS is away', async () => {
    await writeEvents(as('app_emit'), tenantId, story, { isPublished: false });
    const away = await sweep(() => {
      throw new Error('SNS is away');
    });
    expect(away).toMatchObject({ published: 0 });
    expect(await unpublished()).toBe(story.length);
    await sweep();
  });

  test('rings for streams that the tables lag behind, by their newest version', async () => {
    await settle();
    const rename = {
      streamId: product(1).streamId,
      type: 'ProductDetailsChanged',
      payload: { before: {}, after: { name: 'y' } },
    };
    await writeEvents(as('app_emit'), tenantId, [product(1), rename, product(2)]);
    await as('app_persist').transaction(
      { tenantId },
      (sql) => sql`UPDATE streams SET applied_version = 1 WHERE stream_id = ${product(2).streamId}`,
    );
    const { published, taken } = await sweep();
    expect(published).toBe(0);
    expect(taken.flatMap(({ streams }) => streams)).toEqual([{ streamId: product(1).streamId, version: 2 }]);
  });
});

test('partitions are there for this month and the next three, and making them again makes none', async () => {
  const database = as('app_sweep_partitions');
  await sweepPartitions({}, { database });
  expect(await sweepPartitions({}, { database })).toEqual({ made: 0 });
  const rows = await as('app_query').statement(
    (sql) => sql`SELECT FROM generate_series(0, 3) AS n
      WHERE to_regclass('stock_movements_' || to_char(current_date + n * interval '1 month', 'YYYY_MM')) IS NOT NULL`,
  );
  expect(rows).toHaveLength(4);
});

describe('the archive of executions', () => {
  let machines: Machines;
  let commands: SystemCommand[];
  beforeAll(async () => {
    machines = await startMachines(postgres.workflowsUrl);
  });
  afterAll(() => machines.stop());
  beforeEach(() => {
    commands = [];
  });

  async function started(machine: string, name: string): Promise<string> {
    const stepFunctions = openStepFunctions(stateMachineArnPrefix);
    const arn = await stepFunctions.start({ machine, name, input: JSON.stringify({ secret: 'SECRET' }) });
    await as('app_start').statement(
      (sql) => sql`INSERT INTO executions (tenant_id, execution_arn, machine, name, subject_key)
        VALUES (${tenantId}, ${arn}, ${machine}, ${name}, 'subject')`,
    );
    await expect
      .poll(() => machines.status(arn))
      .not.toBe(machine === 'purchase-order-decision' ? '' : 'RUNNING');
    return arn;
  }

  async function sweep(emit = (command: SystemCommand) => Promise.resolve(void commands.push(command))) {
    const services = { database: as('app_sweep_history'), executions: openExecutions(), emit };
    return sweepHistory({}, services, context);
  }

  type Archived = {
    readonly status: string;
    readonly sha: string;
    readonly steps: readonly Record<string, unknown>[];
  };
  const archived = async (arn: string) =>
    (
      await as('app_query').transaction(
        { tenantId },
        (sql) =>
          sql<
            Archived[]
          >`SELECT status, history_sha256 AS sha, steps FROM workflow_history WHERE execution_arn = ${arn}`,
      )
    )[0];

  test('holds the redacted history of what ended, sealed by an event, and leaves alone what runs', async () => {
    const ended = await started('issue-analysis', 'ended');
    const running = await started('purchase-order-decision', 'running');
    expect(await sweep()).toEqual({ archived: 1 });
    const history = await archived(ended);
    expect(history?.status).toBe('SUCCEEDED');
    expect(history?.steps.map(({ type, state }) => [type, state])).toEqual([
      ['ExecutionStarted', null],
      ['PassStateEntered', 'Look'],
      ['PassStateExited', 'Look'],
      ['ExecutionSucceeded', null],
    ]);
    expect(JSON.stringify(history)).not.toContain('SECRET');
    expect(history?.sha).toBe(sha256Hex(history?.steps));
    expect(commands).toEqual([
      {
        command: 'RecordWorkflowCompleted',
        tenantId,
        idempotencyKey: `${ended}/completed/${history?.sha.slice(0, 16)}`,
        executionId: ended,
        input: {
          executionId: ended,
          machine: 'issue-analysis',
          status: 'SUCCEEDED',
          historySha256: history?.sha,
        },
      },
    ]);
    expect(await archived(running)).toBeUndefined();
    expect(await sweep()).toEqual({ archived: 0 });
  });

  test('says why an execution failed', async () => {
    const failed = await started('nightly-forecast', 'failed');
    await sweep();
    const history = await archived(failed);
    expect(history).toMatchObject({ status: 'FAILED' });
    expect(history?.steps.at(-1)).toMatchObject({
      error: 'NoForecast',
      cause: 'there is nothing to forecast',
    });
  });

  test('is completed by the next sweep when the event could not be written', async () => {
    const ended = await started('issue-analysis', 'twice');
    expect(await sweep(() => Promise.reject(new Error('event-emitter is away')))).toEqual({ archived: 0 });
    expect(await sweep()).toEqual({ archived: 1 });
    expect(commands).toMatchObject([{ executionId: ended }]);
  });

  test('holds the longer history of an execution that was redriven and failed again', async () => {
    const failed = await started('nightly-forecast', 'redriven');
    await sweep();
    const before = await archived(failed);
    await as('app_emit').transaction(
      { tenantId },
      (sql) =>
        sql`SELECT request_start(${tenantId}, 'control:redrive', 'redriven', ${sql.json({ executionArn: failed })}, 0)`,
    );
    const stepFunctions = openStepFunctions(stateMachineArnPrefix);
    await startDue({ database: as('app_start'), stepFunctions }, 300);
    await expect.poll(() => machines.status(failed)).toBe('FAILED');
    expect(await sweep()).toEqual({ archived: 1 });
    const after = await archived(failed);
    expect(after?.steps.length).toBeGreaterThan(before?.steps.length ?? 0);
    expect(commands.map(({ input }) => input)).toMatchObject([
      { historySha256: before?.sha },
      { historySha256: after?.sha },
    ]);
  });

  test('lets go of executions that Step Functions has forgotten', async () => {
    const arn = `${stateMachineArnPrefix.replace('stateMachine', 'execution')}issue-analysis:forgotten`;
    await as('app_start').statement(
      (sql) => sql`INSERT INTO executions (tenant_id, execution_arn, machine, name, subject_key)
        VALUES (${tenantId}, ${arn}, 'issue-analysis', 'forgotten', 'subject')`,
    );
    expect(await sweep()).toEqual({ archived: 0 });
    const open = await as('app_start').statement(
      (sql) => sql`SELECT FROM executions WHERE execution_arn = ${arn} AND archived_at IS NULL`,
    );
    expect(open).toHaveLength(0);
    expect(commands).toEqual([]);
  });
});
