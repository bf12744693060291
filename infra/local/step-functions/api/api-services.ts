import type { Engine } from '#infra/local/step-functions/engine/engine.ts';
import type { TaskTokens } from '#infra/local/step-functions/engine/task-tokens.ts';
import type { ReadConnections } from '#infra/local/step-functions/store/connection.ts';

/** What the operations work with. */
export type ApiServices = {
  readonly engine: Engine;
  readonly reads: ReadConnections;
  readonly tokens: TaskTokens;
  readonly region: string;
  readonly accountId: string;
};
