/** Reads and judges for the workflows: issues of products, facts of an order, advice, and what was decided. */
import * as v from 'valibot';

import { requiredText, wholeNumber } from '#functions/_kit/config.ts';
import { openDatabase } from '#functions/_kit/database.ts';
import { defineHandler, toStateOutput } from '#functions/_kit/lambda.ts';
import { AnalyserTask } from '#shared/contracts/workflows/purchase-order-decision.ts';

import { analyseIssues } from './analyse-issues.ts';
import { checkAdvice } from './check-advice.ts';
import { loadDecision } from './load-decision.ts';
import { loadFacts } from './load-facts.ts';
import type { Services } from './services.ts';

/** One task of a workflow. */
export async function handle(event: unknown, services: Services): Promise<unknown> {
  const task = v.parse(AnalyserTask, event);
  switch (task.task) {
    case 'analyse-issues':
      return toStateOutput(await analyseIssues(services, task));
    case 'load-facts':
      return toStateOutput(await loadFacts(services, task));
    case 'load-decision':
      return toStateOutput(await loadDecision(services, task));
    case 'check-advice':
      return toStateOutput(checkAdvice(task));
  }
}

/** Entry point of the function. */
export const handler = defineHandler({
  services: (): Services => ({
    database: openDatabase(
      requiredText('DATABASE_URL'),
      wholeNumber('DATABASE_CONNECTIONS', { fallback: 1 }),
    ),
  }),
  handle,
});
