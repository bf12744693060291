/** What a fitted method expects of the next `horizon` periods when only the first `origin` values are known. */
export type Expectation = (origin: number, horizon: number) => Float64Array;
