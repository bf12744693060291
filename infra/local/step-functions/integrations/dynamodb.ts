import {
  DeleteItemCommand,
  type DeleteItemCommandInput,
  DynamoDBClient,
  GetItemCommand,
  type GetItemCommandInput,
  PutItemCommand,
  type PutItemCommandInput,
  UpdateItemCommand,
  type UpdateItemCommandInput,
} from '@aws-sdk/client-dynamodb';
import type { Integration } from './integration.ts';
import { type ClientSettings, clientConfiguration } from './sdk-client.ts';
import { sdkFailure, sdkV2Failure } from './sdk-failure.ts';
import { type SdkService, sdkIntegration } from './sdk-service.ts';

/** The four item operations, as the optimised integration and as `aws-sdk:dynamodb`. */
export function createDynamoDb(settings: ClientSettings): {
  readonly optimised: Integration;
  readonly sdk: Integration;
} {
  const client = new DynamoDBClient(clientConfiguration(settings, 'dynamodb'));
  // The service itself checks the parameters, hence the casts.
  const actions: SdkService['actions'] = {
    getItem: ({ parameters, signal }) =>
      client.send(new GetItemCommand(parameters as unknown as GetItemCommandInput), { abortSignal: signal }),
    putItem: ({ parameters, signal }) =>
      client.send(new PutItemCommand(parameters as unknown as PutItemCommandInput), { abortSignal: signal }),
    deleteItem: ({ parameters, signal }) =>
      client.send(new DeleteItemCommand(parameters as unknown as DeleteItemCommandInput), {
        abortSignal: signal,
      }),
    updateItem: ({ parameters, signal }) =>
      client.send(new UpdateItemCommand(parameters as unknown as UpdateItemCommandInput), {
        abortSignal: signal,
      }),
  };
  const names = { service: 'DynamoDB', product: 'AmazonDynamoDBv2', generic: 'AmazonDynamoDBException' };
  return {
    optimised: sdkIntegration({
      actions,
      textParameters: [],
      withMetadata: true,
      fail: (error) => sdkFailure(names, error),
    }),
    sdk: sdkIntegration({
      actions,
      textParameters: [],
      withMetadata: false,
      fail: (error) => sdkV2Failure('DynamoDb', error),
    }),
  };
}
