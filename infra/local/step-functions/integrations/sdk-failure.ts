import { StateFailure } from '#infra/local/step-functions/failures/state-failure.ts';

/** How a service is called in the errors of its optimised integration. */
export type ServiceNames = {
  readonly service: string;
  readonly product: string;
  /** Exception of errors that have no class of their own. */
  readonly generic: string;
};

/** True if nobody listened at the endpoint. */
export function isRefused(error: unknown): boolean {
  if (typeof error !== 'object' || error === null) return false;
  if ('code' in error && error.code === 'ECONNREFUSED') return true;
  if (error instanceof AggregateError) return error.errors.some(isRefused);
  return 'cause' in error && isRefused(error.cause);
}

/** The failure of a task from the error of a client, in the words of AWS's SDK v1: the optimised integrations use it. */
export function sdkFailure(names: ServiceNames, error: unknown): StateFailure {
  const known = readError(error);
  if (known.status === undefined)
    return new StateFailure(
      `${names.service}.SdkClientException`,
      `Unable to execute HTTP request: ${known.message}`,
    );
  const hasClass =
    known.code !== 'ValidationException' &&
    known.code !== 'MissingParameter' &&
    known.code !== 'UnknownError';
  const exception = hasClass
    ? known.code.endsWith('Exception')
      ? known.code
      : `${known.code}Exception`
    : names.generic;
  return new StateFailure(
    `${names.service}.${exception}`,
    `${known.message} (Service: ${names.product}; Status Code: ${String(known.status)}; Error Code: ${known.code}; ` +
      `Request ID: ${known.requestId}; Proxy: null)`,
  );
}

/** The same in the words of AWS's SDK v2, which `aws-sdk:` integrations use. */
export function sdkV2Failure(service: string, error: unknown): StateFailure {
  const known = readError(error);
  if (known.status === undefined)
    return new StateFailure(
      `${service}.SdkClientException`,
      `Unable to execute HTTP request: ${known.message}`,
    );
  return serviceFailure(service, known);
}

/** An error of a service by its code, SDK v2 style. */
export function serviceFailure(
  service: string,
  error: {
    readonly code: string;
    readonly message: string;
    readonly status?: number;
    readonly requestId?: string;
  },
): StateFailure {
  const exception = error.code.endsWith('Exception') ? error.code : `${error.code}Exception`;
  return new StateFailure(
    `${service}.${exception === 'ValidationException' ? `${service}Exception` : exception}`,
    `${error.message} (Service: ${service}, Status Code: ${String(error.status ?? 400)}, Request ID: ${error.requestId ?? ''}) (SDK Attempt Count: 1)`,
  );
}

type KnownError = {
  readonly code: string;
  readonly message: string;
  readonly status: number | undefined;
  readonly requestId: string;
};

function readError(error: unknown): KnownError {
  if (!(error instanceof Error))
    return { code: 'Unknown', message: String(error), status: undefined, requestId: '' };
  // The cast is the boundary: SDK errors carry these members, whatever their class.
  const {
    $metadata,
    Code,
    Error: details,
  } = error as {
    $metadata?: { httpStatusCode?: number; requestId?: string };
    Code?: string;
    Error?: { Code?: string };
  };
  return {
    code: Code ?? details?.Code ?? error.name,
    message: error.message,
    status: $metadata?.httpStatusCode,
    requestId: $metadata?.requestId ?? '',
  };
}
