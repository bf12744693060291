import type { QueryLanguage } from './definition.ts';

/** One finding, as ValidateStateMachineDefinition returns it. */
export type Diagnostic = {
  readonly severity: 'ERROR' | 'WARNING';
  readonly code: string;
  readonly message: string;
  readonly location?: string;
};

/** Where a state stands while it is validated. */
export type StatesContext = {
  readonly path: string;
  readonly type: 'STANDARD' | 'EXPRESS';
  readonly language: QueryLanguage;
  readonly machineLanguage: QueryLanguage;
  /** Names a transition may lead to. */
  readonly names: ReadonlySet<string>;
};
