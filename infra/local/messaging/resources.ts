import { CreateTopicCommand, SNSClient, SubscribeCommand } from '@aws-sdk/client-sns';
import { CreateQueueCommand, SQSClient, type QueueAttributeName } from '@aws-sdk/client-sqs';
import { queueArn, topicArnPrefix } from '#infra/local/arns.ts';
import type { ClientSettings } from '#infra/local/wire/client-settings.ts';
import type { QueueSpec } from '#infra/topology.ts';

/** Topics, queues and what joins them, as the topology has them. */
export type MessagingResources = {
  readonly topics: readonly string[];
  readonly queues: Readonly<Record<string, QueueSpec>>;
  readonly subscriptions: readonly {
    readonly topic: string;
    readonly queue: string;
    readonly eventTypes?: readonly string[];
  }[];
};

const fourteenDays = '1209600';

/** Makes topics, queues with their dead-letter queues, and subscriptions; returns the queues' addresses. */
export async function createMessagingResources(
  resources: MessagingResources,
  clients: { readonly sns: ClientSettings; readonly sqs: ClientSettings },
): Promise<ReadonlyMap<string, string>> {
  const sns = new SNSClient(clients.sns);
  const sqs = new SQSClient(clients.sqs);
  try {
    await Promise.all(resources.topics.map((topic) => sns.send(new CreateTopicCommand({ Name: topic }))));
    const urls = new Map<string, string>();
    for (const [name, spec] of Object.entries(resources.queues)) {
      urls.set(name, await createQueue(sqs, name, spec));
    }
    for (const subscription of resources.subscriptions) await subscribe(sns, subscription);
    return urls;
  } finally {
    sns.destroy();
    sqs.destroy();
  }
}

async function createQueue(sqs: SQSClient, name: string, spec: QueueSpec): Promise<string> {
  const dead = `${name}-dead`;
  await sqs.send(
    new CreateQueueCommand({ QueueName: dead, Attributes: { MessageRetentionPeriod: fourteenDays } }),
  );
  const redrive = { deadLetterTargetArn: queueArn(dead), maxReceiveCount: spec.maxReceiveCount };
  const attributes: Partial<Record<QueueAttributeName, string>> = {
    VisibilityTimeout: String(spec.visibilityTimeoutSeconds),
    DelaySeconds: String(spec.delaySeconds ?? 0),
    RedrivePolicy: JSON.stringify(redrive),
  };
  const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: name, Attributes: attributes }));
  if (QueueUrl === undefined) throw new Error(`SQS made the queue ${name} but did not say its address`);
  return QueueUrl;
}

async function subscribe(
  sns: SNSClient,
  { topic, queue, eventTypes }: MessagingResources['subscriptions'][number],
): Promise<void> {
  await sns.send(
    new SubscribeCommand({
      TopicArn: `${topicArnPrefix}${topic}`,
      Protocol: 'sqs',
      Endpoint: queueArn(queue),
      Attributes: {
        RawMessageDelivery: 'true',
        ...(eventTypes === undefined ? {} : { FilterPolicy: JSON.stringify({ type: eventTypes }) }),
      },
    }),
  );
}
