import * as v from 'valibot';

import { ForecastFailure, ForecastRow } from '#shared/contracts/workflows/nightly-forecast.ts';
import { Uuid } from '#shared/contracts/ids.ts';

/** Tasks that workflows give. */
export const PersistenceTask = v.variant('task', [
  v.strictObject({ task: v.literal('apply-streams'), tenantId: Uuid, streamIds: v.array(Uuid) }),
  v.strictObject({
    task: v.literal('store-shard'),
    tenantId: Uuid,
    runId: Uuid,
    forecasts: v.array(ForecastRow),
    failures: v.array(ForecastFailure),
    sha256: v.string(),
  }),
]);
/** Tasks that workflows give. */
export type PersistenceTask = v.InferOutput<typeof PersistenceTask>;

/** One kind of task. */
export type TaskOf<T extends PersistenceTask['task']> = Extract<PersistenceTask, { task: T }>;
