import { PublishCommand, type PublishCommandInput, SNSClient } from '@aws-sdk/client-sns';
import type { Integration } from './integration.ts';
import { type ClientSettings, clientConfiguration } from './sdk-client.ts';
import { sdkFailure } from './sdk-failure.ts';
import { sdkIntegration } from './sdk-service.ts';

/** `sns:publish`. */
export function createSns(settings: ClientSettings): Integration {
  const client = new SNSClient(clientConfiguration(settings, 'sns'));
  return sdkIntegration({
    textParameters: ['Message'],
    withMetadata: true,
    fail: (error) =>
      sdkFailure({ service: 'SNS', product: 'AmazonSNS', generic: 'AmazonSNSException' }, error),
    actions: {
      // The service itself checks the parameters.
      publish: ({ parameters, signal }) =>
        client.send(new PublishCommand(parameters as unknown as PublishCommandInput), {
          abortSignal: signal,
        }),
    },
  });
}
