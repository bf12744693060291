import { recordActivityStarted } from '#infra/local/step-functions/integrations/task-events.ts';
import type { OfferedActivity } from './engine-services.ts';
import type { Json } from '#infra/local/step-functions/json.ts';

/** What a worker gets. */
export type TakenActivity = {
  readonly executionId: number;
  readonly frameId: number;
  readonly taskNumber: number;
  readonly input: Json;
};

type Worker = { readonly name: string | undefined; readonly take: (offer: OfferedActivity) => void };

/** Tasks of activities that wait for a worker, and workers that wait for a task. */
export class Activities {
  readonly #names = new Set<string>();
  readonly #offers = new Map<string, OfferedActivity[]>();
  readonly #workers = new Map<string, Worker[]>();

  exists(arn: string): boolean {
    return this.#names.has(arn);
  }

  add(arn: string): void {
    this.#names.add(arn);
  }

  remove(arn: string): void {
    this.#names.delete(arn);
  }

  offer(arn: string, offer: OfferedActivity): void {
    const worker = this.#workers.get(arn)?.shift();
    if (worker) worker.take(offer);
    else this.#offers.set(arn, [...(this.#offers.get(arn) ?? []), offer]);
  }

  /** The next task of an activity; undefined if there is none within the time. */
  async take(
    arn: string,
    workerName: string | undefined,
    withinMs: number,
  ): Promise<TakenActivity | undefined> {
    const giveUpAt = Date.now() + withinMs;
    for (;;) {
      const offer =
        this.#offers.get(arn)?.shift() ?? (await this.#await(arn, workerName, giveUpAt - Date.now()));
      if (!offer) return undefined;
      const taken = await begin(offer, workerName);
      if (taken) return taken;
    }
  }

  async #await(
    arn: string,
    name: string | undefined,
    withinMs: number,
  ): Promise<OfferedActivity | undefined> {
    return new Promise((resolve) => {
      const worker: Worker = {
        name,
        take: (offer) => {
          clearTimeout(timer);
          resolve(offer);
        },
      };
      const timer = setTimeout(
        () => {
          this.#workers.set(
            arn,
            (this.#workers.get(arn) ?? []).filter((other) => other !== worker),
          );
          resolve(undefined);
        },
        Math.max(0, withinMs),
      );
      this.#workers.set(arn, [...(this.#workers.get(arn) ?? []), worker]);
    });
  }
}

/** Records that the worker has it; a task that ended meanwhile is no task. */
async function begin(
  offer: OfferedActivity,
  workerName: string | undefined,
): Promise<TakenActivity | undefined> {
  const { live, frameId, task } = offer;
  const isOurs = await live.update(frameId, task.number, (pending, frame) => {
    recordActivityStarted(live.driver.visit(frame), workerName);
    return { ...pending, submitted: true };
  });
  if (!isOurs) return undefined;
  return {
    executionId: live.execution.identity.id,
    frameId,
    taskNumber: task.number,
    input: task.parameters,
  };
}
