import type { Visit } from '#infra/local/step-functions/engine/visit.ts';
import { toleratedFailureExceeded } from '#infra/local/step-functions/failures/task-failures.ts';
import type { Json } from '#infra/local/step-functions/json.ts';
import type { TestRun } from './test-run.ts';

/** Computes what a Map computes before its iterations, and fails where more of them fail than it tolerates. */
export async function inspectMap({ visit, test, stages }: TestRun): Promise<void> {
  const { dialect, state } = visit;
  const items = state.definition.ItemReader === undefined ? await dialect.items(visit) : [];
  stages['maxConcurrency'] = (await dialect.number(visit, 'MaxConcurrency')) ?? 0;
  if (state.definition.ItemSelector !== undefined && items.length > 0) {
    stages['afterItemSelector'] = JSON.stringify(await selectedItems(visit, items));
  }
  const tolerated = await readTolerance({ visit, stages }, items.length);
  const failures = test.configuration['mapIterationFailureCount'];
  // A mocked error is the failure the test asks for.
  if (typeof failures !== 'number' || tolerated === undefined || test.mock?.kind === 'error') return;
  if (failures > tolerated) throw toleratedFailureExceeded();
}

async function readTolerance(
  { visit, stages }: Pick<TestRun, 'visit' | 'stages'>,
  total: number,
): Promise<number | undefined> {
  const count = await visit.dialect.number(visit, 'ToleratedFailureCount');
  const percentage = await visit.dialect.number(visit, 'ToleratedFailurePercentage');
  if (count !== undefined) stages['toleratedFailureCount'] = count;
  if (percentage !== undefined) stages['toleratedFailurePercentage'] = percentage;
  return count ?? (percentage === undefined ? undefined : Math.floor((total * percentage) / 100));
}

async function selectedItems(visit: Visit, items: readonly Json[]): Promise<readonly Json[]> {
  const selected: Json[] = [];
  for (const [i, item] of items.entries()) selected.push(await visit.dialect.item(visit, i, item));
  return selected;
}
