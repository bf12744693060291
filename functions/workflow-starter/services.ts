import type { Database } from '#functions/_kit/database.ts';

import type { StepFunctions } from './sfn.ts';

/** What starting needs. */
export type Services = { readonly database: Database; readonly stepFunctions: StepFunctions };

/** A row of `workflow_starts`. */
export type StartRequest = {
  readonly tenantId: string;
  readonly machine: string;
  readonly subjectKey: string;
  /** Grows with every request for the same subject. */
  readonly factsVersion: number;
  readonly input: Readonly<Record<string, unknown>>;
};
