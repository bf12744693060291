import * as v from 'valibot';

import { Uuid } from '#shared/contracts/ids.ts';

/** Tasks that workflows give. */
export const PersistenceTask = v.variant('task', [
  v.strictObject({ task: v.literal('apply-streams'), tenantId: Uuid, streamIds: v.array(Uuid) }),
  v.strictObject({
    task: v.literal('store-shard'),
    tenantId: Uuid,
    runId: Uuid,
    /** Items that the run is to forecast. */
    total: v.number(),
    /** A page of a shard, its seal, and the seal of the page before. */
    packed: v.string(),
    sha256: v.string(),
    before: v.nullable(v.string()),
  }),
]);
/** Tasks that workflows give. */
export type PersistenceTask = v.InferOutput<typeof PersistenceTask>;

/** One kind of task. */
export type TaskOf<T extends PersistenceTask['task']> = Extract<PersistenceTask, { task: T }>;
