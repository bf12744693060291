import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { GetQueueAttributesCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { topicArnPrefix } from '#infra/local/arns.ts';
import { startEventSources } from '#infra/local/messaging/event-source.ts';
import { createMessagingResources } from '#infra/local/messaging/resources.ts';
import { startMessaging } from '#infra/local/messaging/server.ts';
import type { SqsRecord } from '#infra/local/messaging/sqs-event.ts';
import { clientSettings } from '#infra/local/wire/client-settings.ts';
import type { LoopbackServer } from '#infra/local/wire/http.ts';
import { queues, subscriptions, topics } from '#infra/topology.ts';

const patience = { timeout: 8_000, interval: 20 };

let server: LoopbackServer;
let sns: SNSClient;
let sqs: SQSClient;
let urls: ReadonlyMap<string, string>;

beforeAll(async () => {
  server = await startMessaging();
  const settings = clientSettings(server.url);
  sns = new SNSClient(settings);
  sqs = new SQSClient(settings);
  const spec = { visibilityTimeoutSeconds: 1, maxReceiveCount: 2 };
  const resources = {
    topics: ['stock'],
    queues: { all: spec, picky: spec, slow: { ...spec, delaySeconds: 2 }, poison: spec, crowd: spec },
    subscriptions: [
      { topic: 'stock', queue: 'all' },
      { topic: 'stock', queue: 'picky', eventTypes: ['StockMoved'] },
      { topic: 'stock', queue: 'slow' },
    ],
  };
  urls = await createMessagingResources(resources, { sns: settings, sqs: settings });
});

afterAll(async () => {
  sns.destroy();
  sqs.destroy();
  await server.stop();
});

async function publish(type: string, body: unknown): Promise<void> {
  const MessageAttributes = { type: { DataType: 'String', StringValue: type } };
  await sns.send(
    new PublishCommand({
      TopicArn: `${topicArnPrefix}stock`,
      Message: JSON.stringify(body),
      MessageAttributes,
    }),
  );
}

type Answer = (records: readonly SqsRecord[]) => { payload: string; functionError?: string } | undefined;

/** Reads a queue as Lambda does, until disposed. */
function consume(
  queue: string,
  answer: Answer = () => undefined,
  options = { batchSize: 10, maxConcurrency: 1 },
) {
  const records: SqsRecord[] = [];
  const sources = startEventSources({
    client: clientSettings(server.url),
    sources: [{ queue, queueUrl: urls.get(queue) ?? '', function: 'consumer', ...options }],
    invoke: (_, event) => {
      const { Records } = event as { Records: SqsRecord[] };
      records.push(...Records);
      return Promise.resolve(answer(Records) ?? { payload: 'null' });
    },
  });
  return { records, [Symbol.asyncDispose]: () => sources.stop() };
}

async function countOf(queue: string): Promise<number> {
  const url = (urls.get('all') ?? '').replace(/all$/, queue);
  const { Attributes } = await sqs.send(
    new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: ['All'] }),
  );
  return (
    Number(Attributes?.ApproximateNumberOfMessages) +
    Number(Attributes?.ApproximateNumberOfMessagesNotVisible)
  );
}

describe('topics and queues', () => {
  it('carry a message raw, with its attributes, to every queue that wants its type', async () => {
    await using all = consume('all');
    await using picky = consume('picky');
    await publish('StockMoved', { n: 1 });
    await publish('StockCounted', { n: 2 });
    await expect.poll(() => all.records.map(({ body }) => body), patience).toEqual(['{"n":1}', '{"n":2}']);
    expect(picky.records.map(({ body }) => body)).toEqual(['{"n":1}']);
    expect(all.records[0]).toMatchObject({
      eventSource: 'aws:sqs',
      eventSourceARN: 'arn:aws:sqs:us-east-1:000000000000:all',
      messageAttributes: { type: { stringValue: 'StockMoved', dataType: 'String' } },
      attributes: { ApproximateReceiveCount: '1' },
    });
  });

  it('hold a message back for the delay of its queue', async () => {
    await using slow = consume('slow');
    await expect.poll(() => slow.records.length, patience).toBeGreaterThan(1);
    slow.records.length = 0;
    const begin = performance.now();
    await publish('StockMoved', { n: 3 });
    await expect.poll(() => slow.records.length, patience).toBe(1);
    expect(performance.now() - begin).toBeGreaterThan(1_900);
  });

  it('are at an address on loopback that needs no name to be resolved', () => {
    for (const url of urls.values()) expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/000000000000\/\w+$/);
  });

  it('do not listen to web pages', async () => {
    const body = new URLSearchParams({ Action: 'Publish', TopicArn: `${topicArnPrefix}stock`, Message: 'x' });
    const response = await fetch(server.url, {
      method: 'POST',
      headers: { origin: 'https://evil.example' },
      body,
    });
    expect(response.status).toBe(403);
  });

  it('can be made for the whole topology, and made again', async () => {
    await using other = { server: await startMessaging(), [Symbol.asyncDispose]: () => other.server.stop() };
    const settings = clientSettings(other.server.url);
    for (let round = 0; round < 2; round += 1) {
      const made = await createMessagingResources(
        { topics, queues, subscriptions },
        { sns: settings, sqs: settings },
      );
      expect([...made.keys()]).toEqual(Object.keys(queues));
    }
  });
});

describe('an event source', () => {
  it('tries again what the function names as failed, and puts it aside in the end', async () => {
    const url = urls.get('poison') ?? '';
    for (const MessageBody of ['good', 'bad']) {
      await sqs.send(new SendMessageCommand({ QueueUrl: url, MessageBody }));
    }
    await using consumer = consume('poison', (records) => ({
      payload: JSON.stringify({
        batchItemFailures: records
          .filter(({ body }) => body === 'bad')
          .map(({ messageId }) => ({ itemIdentifier: messageId })),
      }),
    }));
    await expect.poll(() => countOf('poison-dead'), patience).toBe(1);
    const bodies = consumer.records.map(({ body }) => body).toSorted();
    expect(bodies).toEqual(['bad', 'bad', 'good']);
  });

  it('keeps a batch whose function failed', async () => {
    await sqs.send(new SendMessageCommand({ QueueUrl: urls.get('crowd') ?? '', MessageBody: 'x' }));
    {
      await using consumer = consume('crowd', () => ({ payload: '{}', functionError: 'Unhandled' }));
      await expect.poll(() => consumer.records.length, patience).toBeGreaterThan(0);
    }
    expect((await countOf('crowd')) + (await countOf('crowd-dead'))).toBe(1);
  });
});
