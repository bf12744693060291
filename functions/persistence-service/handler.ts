/** Applies events to the tables: rung by the queue, or told to by a workflow. */
import * as v from 'valibot';

import { requiredText, wholeNumber } from '#functions/_kit/config.ts';
import { openDatabase } from '#functions/_kit/database.ts';
import { defineHandler, toStateOutput } from '#functions/_kit/lambda.ts';

import { applyNow } from './apply-now.ts';
import type { Services } from './apply-streams.ts';
import { answerDoorbells, SqsEvent } from './doorbell.ts';
import { openMonthPartitions } from './month-partitions.ts';
import { storeShard } from './store-shard.ts';
import { PersistenceTask } from './tasks.ts';

/** A batch of the queue, or one task of a workflow. */
export async function handle(event: unknown, services: Services): Promise<unknown> {
  if (v.is(SqsEvent, event)) return answerDoorbells(event, services);
  const task = v.parse(PersistenceTask, event);
  switch (task.task) {
    case 'apply-streams':
      return toStateOutput(await applyNow(services, task));
    case 'store-shard':
      return toStateOutput(await storeShard(services.database, task));
  }
}

/** Makes the services of a database. */
export function openServices(url: string, connections: number): Services {
  return { database: openDatabase(url, connections), partitions: openMonthPartitions() };
}

/** Entry point of the function. */
export const handler = defineHandler({
  services: () =>
    openServices(requiredText('DATABASE_URL'), wholeNumber('DATABASE_CONNECTIONS', { fallback: 1 })),
  handle,
});
