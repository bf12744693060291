import { compileProgram, type Program } from '#infra/local/step-functions/definition/program.ts';
import { StateFailure } from '#infra/local/step-functions/failures/state-failure.ts';
import type { Integrations } from '#infra/local/step-functions/integrations/integrations.ts';
import { listActivities } from '#infra/local/step-functions/store/activities.ts';
import { parseResource } from '#infra/local/step-functions/integrations/resource.ts';
import type { Json } from '#infra/local/step-functions/json.ts';
import type { ReadConnections } from '#infra/local/step-functions/store/connection.ts';
import {
  type ExecutionRow,
  lastEventId,
  lastExecutionId,
  readFrames,
  runningExecutions,
} from '#infra/local/step-functions/store/executions.ts';
import { type RevisionRow, findRevision } from '#infra/local/step-functions/store/machines.ts';
import type { CheckpointWriter, Writer } from '#infra/local/step-functions/store/writer.ts';
import { Activities } from './activities.ts';
import type { ExecutionEngineServices } from './engine-services.ts';
import { Execution, type ExecutionIdentity } from './execution.ts';
import { newFrame } from './frame.ts';
import { identityOf } from './identity.ts';
import { LiveExecution } from './live-execution.ts';
import type { EndedExecution, ExecutionPlan } from './plan.ts';
import { dispatchOf } from './task-dispatch.ts';
import { prepareRedrive } from './redrive.ts';
import type { TaskReference, TaskTokens } from './task-tokens.ts';
import { Timers } from './timers.ts';
import type { Settlement, Surroundings } from './visit.ts';

export type EngineOptions = {
  readonly writer: Writer;
  readonly reads: ReadConnections;
  readonly tokens: TaskTokens;
  readonly integrations: Integrations;
  readonly region: string;
  readonly accountId: string;
  readonly log: (line: string) => void;
};

/** For Express executions. */
const keepNothing: CheckpointWriter = { commit: async () => undefined, idle: async () => undefined };

/** Every running execution, and what starts, stops, settles and recovers them. */
export class Engine {
  readonly activities = new Activities();
  readonly #options: EngineOptions;
  readonly #services: ExecutionEngineServices;
  readonly #timers = new Timers();
  readonly #live = new Map<number, LiveExecution>();
  readonly #liveByArn = new Map<string, LiveExecution>();
  readonly #waiters = new Map<string, (() => void)[]>();
  readonly #programs = new Map<number, Program>();
  #lastId = 0;
  #isStopping = false;

  constructor(options: EngineOptions) {
    this.#options = options;
    this.#services = {
      writer: options.writer,
      timers: this.#timers,
      log: options.log,
      surroundings: {
        region: options.region,
        accountId: options.accountId,
        taskToken: (executionId, frameId, taskNumber) =>
          options.tokens.issue({ executionId, frameId, taskNumber }),
        activityExists: (arn) => this.activities.exists(arn),
      },
      call: async (toCall) => {
        const { resource, call } = dispatchOf(toCall);
        return options.integrations.call(resource, call);
      },
      completion: async (toCall) => {
        const { resource, call } = dispatchOf(toCall);
        return options.integrations.completion(resource, call);
      },
      offerActivity: (arn, offer) => this.activities.offer(arn, offer),
      ended: (live) => this.#ended(live),
      isStopping: () => this.#isStopping,
    };
  }

  /** Takes up every running execution where its checkpoint says it stands. */
  async recover(): Promise<number> {
    const { reads } = this.#options;
    this.#lastId = await reads.run(lastExecutionId);
    for (const activity of await reads.run((sql) => listActivities(sql, '', 1_000_000)))
      this.activities.add(activity.arn);
    const rows = await reads.run(runningExecutions);
    const restored: LiveExecution[] = [];
    for (const row of rows) restored.push(await this.#restore(row));
    // Only now: one execution may wait for another.
    for (const live of restored) live.continue();
    return rows.length;
  }

  /** Starts an execution; resolves when its first checkpoint is durable. */
  async start(plan: ExecutionPlan): Promise<ExecutionIdentity> {
    return (await this.#begin(plan)).execution.identity;
  }

  async #begin(plan: ExecutionPlan): Promise<LiveExecution> {
    const { revision, ...row } = plan;
    const created = { ...row, id: ++this.#lastId, startedAt: Date.now(), revision: revision.id };
    const identity = identityOf({
      ...created,
      redriveCount: 0,
      roleArn: revision.role_arn,
      type: revision.type,
    });
    const program = this.#program(revision);
    const execution = new Execution(identity, program);
    const root = newFrame({
      id: 0,
      parent: null,
      index: 0,
      scope: '',
      state: program.definition.StartAt,
      input: identity.input,
      previous: 0,
    });
    execution.add(root, 'new');
    execution.emit(
      root,
      {
        type: 'ExecutionStarted',
        details: {
          input: plan.input,
          inputDetails: { truncated: false },
          roleArn: revision.role_arn,
          ...(plan.aliasArn !== null && { stateMachineAliasArn: plan.aliasArn }),
          ...(plan.versionArn !== null && { stateMachineVersionArn: plan.versionArn }),
        },
      },
      { aside: true },
    );
    const live = this.#register(execution);
    await live.begin(created);
    return live;
  }

  /** Starts an Express execution and waits for its end. */
  async runToEnd(plan: ExecutionPlan): Promise<EndedExecution> {
    const { execution } = await this.#begin(plan);
    await this.ended(execution.identity.arn);
    if (!execution.end) throw new Error(`Execution ${execution.identity.arn} is gone without an end.`);
    return { identity: execution.identity, end: execution.end };
  }

  get surroundings(): Surroundings {
    return this.#services.surroundings;
  }

  /** Carries out a task that belongs to no execution. */
  async callOnce(resourceArn: string, parameters: Json): Promise<Json> {
    const resource = parseResource(resourceArn);
    if (!resource)
      throw new StateFailure('States.Runtime', `The resource provided ${resourceArn} is not recognized.`);
    const { signal } = new AbortController();
    return this.#options.integrations.call(resource, {
      action: '',
      parameters,
      executionArn: '',
      taskNumber: 0,
      signal,
    });
  }

  /** Aborts an execution; undefined if it is not running. */
  async abort(
    arn: string,
    error: string | undefined,
    cause: string | undefined,
  ): Promise<number | undefined> {
    const live = this.#liveByArn.get(arn);
    return live?.post(async () => {
      const root = live.execution.frames.get(0);
      if (!root) return undefined;
      const details = { ...(error !== undefined && { error }), ...(cause !== undefined && { cause }) };
      live.execution.emit(root, { type: 'ExecutionAborted', details }, { previous: 0 });
      live.execution.end = { status: 'ABORTED', stoppedAt: Date.now(), ...details };
      return live.execution.end.stoppedAt;
    });
  }

  /** Aborts what runs of a machine. */
  async abortAll(machineArn: string): Promise<void> {
    const running = [...this.#live.values()].filter(
      ({ execution }) => execution.identity.machineArn === machineArn,
    );
    await Promise.all(
      running.map(({ execution }) => this.abort(execution.identity.arn, undefined, undefined)),
    );
  }

  /** Continues an execution that ended badly, from where it did. */
  async redrive(row: ExecutionRow): Promise<number> {
    const at = Date.now();
    const redriveCount = row.redrive_count + 1;
    const live = await this.#restore({ ...row, redrive_count: redriveCount, redriven_at: at });
    const batch = prepareRedrive(live.execution, redriveCount);
    await this.#options.writer.commit(batch);
    live.continue();
    return at;
  }

  /** Settles the task a token stands for; false if it is not waited for any more. */
  async settle(task: TaskReference, settlement: Settlement): Promise<boolean> {
    const live = this.#live.get(task.executionId);
    return live ? live.settle(task.frameId, task.taskNumber, settlement) : false;
  }

  /** Puts off a task's heartbeat; false if the task is not waited for any more. */
  async heartbeat(task: TaskReference): Promise<boolean> {
    const live = this.#live.get(task.executionId);
    if (!live) return false;
    return live.update(task.frameId, task.taskNumber, (pending) => ({
      ...pending,
      ...(pending.heartbeatSeconds !== undefined && {
        heartbeatDeadline: Date.now() + pending.heartbeatSeconds * 1000,
      }),
    }));
  }

  /** Resolves when the execution is not running (any more). */
  async ended(arn: string): Promise<void> {
    if (!this.#liveByArn.has(arn)) return;
    await new Promise<void>((resolve) => {
      this.#waiters.set(arn, [...(this.#waiters.get(arn) ?? []), resolve]);
    });
  }

  /** Lets writes under way finish; everything still running is continued by the next start. */
  async stop(): Promise<void> {
    this.#isStopping = true;
    await Promise.all([...this.#live.values()].map((live) => live.halt()));
    this.#timers.stop();
    await this.#options.writer.idle();
  }

  async #restore(row: ExecutionRow): Promise<LiveExecution> {
    const { reads } = this.#options;
    const revision = await reads.run((sql) => findRevision(sql, row.revision));
    if (!revision)
      throw new Error(
        `Execution ${row.arn} runs revision ${String(row.revision)}, which is not in the database.`,
      );
    const frames = await reads.run((sql) => readFrames(sql, row.id));
    const nextEvent = (await reads.run((sql) => lastEventId(sql, row.id))) + 1;
    const identity = identityOf({
      id: row.id,
      arn: row.arn,
      name: row.name,
      machineArn: row.machine_arn,
      startedAt: row.started_at,
      input: row.input,
      redriveCount: row.redrive_count,
      roleArn: revision.role_arn,
      type: revision.type,
    });
    const execution = new Execution(identity, this.#program(revision), {
      nextEvent,
      deadlineFrom: row.redriven_at ?? row.started_at,
    });
    for (const frame of frames) execution.add(frame, 'stored');
    return this.#register(execution);
  }

  #register(execution: Execution): LiveExecution {
    // Express executions live in memory alone, as on AWS: they are not resumed, and their history is not kept.
    const isExpress = execution.identity.type === 'EXPRESS';
    const live = new LiveExecution(
      execution,
      isExpress ? { ...this.#services, writer: keepNothing } : this.#services,
    );
    this.#live.set(execution.identity.id, live);
    this.#liveByArn.set(execution.identity.arn, live);
    return live;
  }

  #ended(live: LiveExecution): void {
    const { id, arn } = live.execution.identity;
    if (this.#live.get(id) !== live) return;
    this.#live.delete(id);
    this.#liveByArn.delete(arn);
    const waiters = this.#waiters.get(arn) ?? [];
    this.#waiters.delete(arn);
    for (const resolve of waiters) resolve();
  }

  #program(revision: RevisionRow): Program {
    const known = this.#programs.get(revision.id);
    if (known) return known;
    const program = compileProgram(revision.definition);
    if (this.#programs.size >= 1_000) this.#programs.clear();
    this.#programs.set(revision.id, program);
    return program;
  }
}
