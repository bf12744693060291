import { SQSClient, SendMessageCommand, type SendMessageCommandInput } from '@aws-sdk/client-sqs';
import type { Integration } from './integration.ts';
import { type ClientSettings, clientConfiguration } from './sdk-client.ts';
import { sdkFailure } from './sdk-failure.ts';
import { sdkIntegration } from './sdk-service.ts';

/** `sqs:sendMessage`. */
export function createSqs(settings: ClientSettings): Integration {
  const client = new SQSClient(clientConfiguration(settings, 'sqs'));
  return sdkIntegration({
    textParameters: ['MessageBody'],
    withMetadata: true,
    fail: (error) =>
      sdkFailure({ service: 'SQS', product: 'AmazonSQS', generic: 'AmazonSQSException' }, error),
    actions: {
      // The service itself checks the parameters.
      sendMessage: ({ parameters, signal }) =>
        client.send(new SendMessageCommand(parameters as unknown as SendMessageCommandInput), {
          abortSignal: signal,
        }),
    },
  });
}
