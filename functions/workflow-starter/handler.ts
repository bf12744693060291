/** Starts workflows: rung when facts may have asked for one, and by the clock. */
import * as v from 'valibot';

import { type Clock, systemClock } from '#functions/_kit/clock.ts';
import { requiredText, wholeNumber } from '#functions/_kit/config.ts';
import { openDatabase } from '#functions/_kit/database.ts';
import { defineHandler, type InvocationContext } from '#functions/_kit/lambda.ts';

import { openStepFunctions } from './sfn.ts';
import type { Services } from './services.ts';
import { startDue } from './start-due.ts';
import { startNights } from './start-nights.ts';

const Door = v.union([
  // A batch of doorbells: what they say does not matter, the table does.
  v.object({ Records: v.array(v.unknown()) }),
  v.object({ job: v.picklist(['start-due', 'nightly']) }),
]);

/** Time kept for the last start. */
const reserveMs = 6000;

/** A batch of the queue, or a job of the scheduler. */
export async function handle(
  event: unknown,
  { clock, ...services }: Services & { readonly clock: Clock },
  context: Pick<InvocationContext, 'getRemainingTimeInMillis'>,
): Promise<unknown> {
  const door = v.parse(Door, event);
  if ('job' in door && door.job === 'nightly') return { started: await startNights(services, clock.now()) };
  const started = await startDue(services, context.getRemainingTimeInMillis() - reserveMs);
  return 'job' in door ? { started } : { batchItemFailures: [] };
}

/** Entry point of the function. */
export const handler = defineHandler({
  services: () => ({
    database: openDatabase(
      requiredText('DATABASE_URL'),
      wholeNumber('DATABASE_CONNECTIONS', { fallback: 1 }),
    ),
    stepFunctions: openStepFunctions(requiredText('STATE_MACHINE_ARN_PREFIX')),
    clock: systemClock,
  }),
  handle,
});
