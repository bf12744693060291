import type { Operation } from '#infra/local/step-functions/wire/http-server.ts';
import { activityOperations } from './activities.ts';
import { aliasOperations } from './aliases.ts';
import type { ApiServices } from './api-services.ts';
import { executionOperations } from './executions.ts';
import { historyOperations } from './history.ts';
import { stateMachineOperations } from './state-machines.ts';
import { tagOperations } from './tags.ts';
import { testStateOperations } from './test-state/test-state.ts';
import { taskOperations } from './tasks.ts';
import { validationOperations } from './validation.ts';
import { versionOperations } from './versions.ts';

/** Every operation by its name; one group per file. */
export function createOperations(services: ApiServices): ReadonlyMap<string, Operation> {
  return new Map(
    Object.entries({
      ...stateMachineOperations(services),
      ...versionOperations(services),
      ...aliasOperations(services),
      ...activityOperations(services),
      ...executionOperations(services),
      ...historyOperations(services),
      ...taskOperations(services),
      ...tagOperations(services),
      ...testStateOperations(services),
      ...validationOperations,
    }),
  );
}
