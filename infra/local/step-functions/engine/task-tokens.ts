import { createHmac, timingSafeEqual } from 'node:crypto';

/** What a task token stands for: one attempt of one task. */
export type TaskReference = {
  readonly executionId: number;
  readonly frameId: number;
  readonly taskNumber: number;
};

/**
 * Task tokens carry their own meaning, signed: nothing has to be stored to honour one after a restart,
 * and a text that is no token of ours is recognised as such.
 */
export class TaskTokens {
  readonly #key: Buffer;

  constructor(key: Buffer) {
    this.#key = key;
  }

  issue(task: TaskReference): string {
    const text = `${String(task.executionId)}.${String(task.frameId)}.${String(task.taskNumber)}`;
    return Buffer.concat([Buffer.from('SF1'), this.#sign(text), Buffer.from(text)]).toString('base64');
  }

  /** What the token stands for, or undefined where it is not one of ours. */
  read(token: string): TaskReference | undefined {
    const bytes = Buffer.from(token, 'base64');
    if (bytes.length < 38 || bytes.toString('utf8', 0, 3) !== 'SF1') return undefined;
    const text = bytes.toString('utf8', 35);
    if (!timingSafeEqual(bytes.subarray(3, 35), this.#sign(text))) return undefined;
    const [executionId = 0, frameId = 0, taskNumber = 0] = text.split('.').map(Number);
    return { executionId, frameId, taskNumber };
  }

  #sign(text: string): Buffer {
    return createHmac('sha256', this.#key).update(text).digest();
  }
}
