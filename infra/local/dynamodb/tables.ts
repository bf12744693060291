import { CreateTableCommand, DynamoDBClient, ResourceInUseException } from '@aws-sdk/client-dynamodb';
import type { ClientSettings } from '#infra/local/wire/client-settings.ts';

/** Makes the tables that are not there yet; each has the one string key `pk`. */
export async function createTables(names: readonly string[], client: ClientSettings): Promise<void> {
  const dynamodb = new DynamoDBClient(client);
  try {
    for (const name of names) await createTable(dynamodb, name);
  } finally {
    dynamodb.destroy();
  }
}

async function createTable(dynamodb: DynamoDBClient, name: string): Promise<void> {
  try {
    await dynamodb.send(
      new CreateTableCommand({
        TableName: name,
        AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
        KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
        BillingMode: 'PAY_PER_REQUEST',
      }),
    );
  } catch (error) {
    // It is there since an earlier start.
    if (!(error instanceof ResourceInUseException)) throw error;
  }
}
