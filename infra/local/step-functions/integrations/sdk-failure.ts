import { StateFailure } from '#infra/local/step-functions/failures/state-failure.ts';

/** True if nobody listened at the endpoint. */
export function isRefused(error: unknown): boolean {
  if (typeof error !== 'object' || error === null) return false;
  if ('code' in error && error.code === 'ECONNREFUSED') return true;
  if (error instanceof AggregateError) return error.errors.some(isRefused);
  return 'cause' in error && isRefused(error.cause);
}

/** The failure of a task from the error of an SDK client, worded as the optimised integrations word it. */
export function sdkFailure(service: string, error: unknown): StateFailure {
  if (!(error instanceof Error)) return new StateFailure(`${service}.SdkClientException`, String(error));
  const metadata = metadataOf(error);
  if (metadata?.httpStatusCode === undefined)
    return new StateFailure(`${service}.SdkClientException`, error.message);
  const code = error.name;
  const name = code.includes('.') ? code : `${service}.${code}`;
  return new StateFailure(
    name,
    `${error.message} (Service: AWS${service}; Status Code: ${String(metadata.httpStatusCode)}; Error Code: ${code}; ` +
      `Request ID: ${metadata.requestId ?? ''}; Proxy: null)`,
  );
}

function metadataOf(
  error: Error,
): { readonly httpStatusCode?: number; readonly requestId?: string } | undefined {
  // The cast is the boundary: SDK errors carry $metadata, whatever their class.
  return (error as { $metadata?: { httpStatusCode?: number; requestId?: string } }).$metadata;
}
