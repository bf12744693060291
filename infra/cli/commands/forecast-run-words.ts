/** A forecast run in words. */
import type { ForecastRun, ForecastRunDetail } from '#shared/contracts/api/models/planning.ts';

/** The run in one line. */
export function runLine(run: ForecastRun): string {
  const of = run.total === null ? '' : ` of ${run.total}`;
  const what = run.onlyFailedOf === null ? run.trigger : `${run.trigger}, failures of ${run.onlyFailedOf}`;
  return `${run.requestedAt}  ${run.status.padEnd(9)}  ${run.runId}  ${run.asOf}  ${run.planned}${of} forecast, ${run.failed} failed, ${run.changed} policies changed  (${what})`;
}

/** What failed, and what the run came to. */
export function describeRun(run: ForecastRunDetail): string {
  return [
    ...run.failures.map(({ sku, reason }) => `${sku}: ${reason}`),
    `run ${run.runId} ${run.status}: ${run.planned} planned, ${run.failed} failed, ${run.changed} policies changed`,
  ].join('\n');
}

/** Progress, accuracy, failures and methods of a run. */
export function showForecastRun(run: ForecastRunDetail): string {
  return [
    runLine(run),
    ...run.accuracy.map(
      ({ abcClass, items, wape, bias, mase, coverage80 }) =>
        `class ${abcClass}: ${items} items, error ${share(wape)}, bias ${share(bias)}, MASE ${mase ?? 'unknown'}, ` +
        `inside the 80 % band ${share(coverage80)}`,
    ),
    ...run.methods.map(({ method, items }) => `${method}: ${items} items`),
    ...run.failures.map(({ sku, productName, reason }) => `failed: ${sku} ${productName}: ${reason}`),
  ].join('\n');
}

function share(figure: number | null): string {
  return figure === null ? 'unknown' : `${(figure * 100).toFixed(1)} %`;
}
