/** Cookie that keeps how high rows are; the server reads it, so that nothing jumps. */
export const densityCookie = 'stock_mate_density';

/** How high rows are. */
export type Density = 'comfortable' | 'compact';
