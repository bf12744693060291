import type { Expectation } from '#shared/forecasting/expectation.ts';

/** A method and what it expects. */
export type Member = { readonly method: string; readonly expect: Expectation };

/** Several methods as one, and each of them alone. */
export type Combination = { readonly expect: Expectation; readonly members: readonly Member[] };
