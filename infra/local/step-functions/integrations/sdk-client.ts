import type { JsonObject } from '#infra/local/step-functions/json.ts';

/** Where tasks find the services they call. */
export type ClientSettings = {
  readonly region: string;
  readonly endpoints: Readonly<Record<string, string>>;
};

type ClientConfiguration = {
  readonly region: string;
  readonly endpoint?: string;
  readonly credentials?: { readonly accessKeyId: string; readonly secretAccessKey: string };
  readonly maxAttempts: 1;
  readonly requestHandler: {
    readonly httpAgent: { readonly maxSockets: number; readonly keepAlive: true };
    readonly socketAcquisitionWarningTimeout: number;
  };
};

/**
 * A client for one service: at the endpoint given, else where AWS_ENDPOINT_URL… points.
 * One attempt per call, because Retry belongs to the state machine.
 */
export function clientConfiguration(settings: ClientSettings, service: string): ClientConfiguration {
  const endpoint =
    settings.endpoints[service] ??
    process.env[`AWS_ENDPOINT_URL_${service.toUpperCase()}`] ??
    process.env['AWS_ENDPOINT_URL'];
  const hasCredentials = process.env['AWS_ACCESS_KEY_ID'] !== undefined || endpoint === undefined;
  return {
    region: settings.region,
    ...(endpoint !== undefined && { endpoint }),
    // Stand-ins accept any signature, but the client insists on having something to sign with.
    ...(!hasCredentials && { credentials: { accessKeyId: 'local', secretAccessKey: 'local' } }),
    maxAttempts: 1,
    requestHandler: {
      httpAgent: { maxSockets: 256, keepAlive: true },
      socketAcquisitionWarningTimeout: 60_000,
    },
  };
}

/** The parts of a response that AWS adds to the result of every service integration. */
export function responseMetadata(metadata: {
  readonly requestId?: string;
  readonly httpStatusCode?: number;
}): JsonObject {
  const requestId = metadata.requestId ?? '';
  return {
    SdkHttpMetadata: {
      AllHttpHeaders: { 'x-amzn-RequestId': [requestId] },
      HttpHeaders: { 'x-amzn-RequestId': requestId },
      HttpStatusCode: metadata.httpStatusCode ?? 200,
    },
    SdkResponseMetadata: { RequestId: requestId },
  };
}
