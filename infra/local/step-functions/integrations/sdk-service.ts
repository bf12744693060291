import { type Json, type JsonObject, isJsonObject } from '#infra/local/step-functions/json.ts';
import { RuntimeFailure } from '#infra/local/step-functions/failures/runtime-failure.ts';
import type { StateFailure } from '#infra/local/step-functions/failures/state-failure.ts';
import type { Integration } from './integration.ts';
import { responseMetadata } from './sdk-client.ts';

type Sending = { readonly parameters: JsonObject; readonly signal: AbortSignal };

/** A service called through its SDK client. */
export type SdkService = {
  /** By action: makes the command of the parameters and sends it. */
  readonly actions: Readonly<Record<string, (sending: Sending) => Promise<object>>>;
  /** Parameters that are texts of the service: other JSON is written out for them. */
  readonly textParameters: readonly string[];
  /** True for an optimised integration, whose result carries the response's metadata. */
  readonly withMetadata: boolean;
  fail(error: unknown): StateFailure;
};

/** An integration from what a service can do. */
export function sdkIntegration(service: SdkService): Integration {
  return {
    async call(task) {
      const send = service.actions[task.action];
      if (!send) throw new RuntimeFailure(`The action '${task.action}' is not one that this endpoint calls.`);
      const parameters = withTexts(task.parameters, service.textParameters);
      try {
        return resultOf(await send({ parameters, signal: task.signal }), service.withMetadata);
      } catch (error) {
        throw service.fail(error);
      }
    },
  };
}

function withTexts(parameters: Json, textParameters: readonly string[]): JsonObject {
  if (!isJsonObject(parameters))
    throw new RuntimeFailure('The parameters of a service task must be an object.');
  return Object.fromEntries(
    Object.entries(parameters).map(([name, value]) => [
      name,
      textParameters.includes(name) && typeof value !== 'string' ? JSON.stringify(value) : value,
    ]),
  );
}

type Metadata = Parameters<typeof responseMetadata>[0];

function resultOf(response: object, withMetadata: boolean): Json {
  // The casts are the boundary: SDK responses are plain data with $metadata beside it.
  const { $metadata, ...members } = response as { $metadata?: Metadata };
  const plain = JSON.parse(JSON.stringify(members)) as JsonObject;
  return withMetadata ? { ...plain, ...responseMetadata($metadata ?? {}) } : plain;
}
