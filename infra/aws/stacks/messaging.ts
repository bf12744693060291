/** Topics, queues with their dead letters, and tables: what functions talk through. */
import { Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { AttributeType, Billing, TableEncryptionV2, TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { SubscriptionFilter, Topic } from 'aws-cdk-lib/aws-sns';
import { SqsSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';

import { namesOf, queueSpec } from '#infra/topology-names.ts';
import {
  type QueueName,
  type SubscriptionSpec,
  type TableName,
  type TopicName,
  queues,
  subscriptions,
  tables,
  topics,
} from '#infra/topology.ts';

/** Topics, queues and tables of the topology. */
export class MessagingStack extends Stack {
  readonly topics: ReadonlyMap<TopicName, Topic>;
  readonly queues: ReadonlyMap<QueueName, Queue>;
  readonly tables: ReadonlyMap<TableName, TableV2>;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    this.topics = new Map(topics.map((name) => [name, this.topic(name)]));
    this.queues = new Map(namesOf(queues).map((name) => [name, this.queue(name)]));
    this.tables = new Map(tables.map((name) => [name, this.table(name)]));
    for (const subscription of subscriptions) this.subscribe(subscription);
  }

  private topic(name: TopicName): Topic {
    return new Topic(this, `Topic-${name}`, { topicName: `stock-mate-${name}`, enforceSSL: true });
  }

  private queue(name: QueueName): Queue {
    const spec = queueSpec(name);
    const deadLetters = new Queue(this, `Queue-${name}-dead`, {
      queueName: `stock-mate-${name}-dead`,
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      retentionPeriod: Duration.days(14),
    });
    return new Queue(this, `Queue-${name}`, {
      queueName: `stock-mate-${name}`,
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      visibilityTimeout: Duration.seconds(spec.visibilityTimeoutSeconds),
      deliveryDelay: Duration.seconds(spec.delaySeconds ?? 0),
      deadLetterQueue: { queue: deadLetters, maxReceiveCount: spec.maxReceiveCount },
    });
  }

  private table(name: TableName): TableV2 {
    return new TableV2(this, `Table-${name}`, {
      tableName: `stock-mate-${name}`,
      partitionKey: { name: 'pk', type: AttributeType.STRING },
      timeToLiveAttribute: 'ttl',
      billing: Billing.onDemand(),
      encryption: TableEncryptionV2.awsManagedKey(),
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      removalPolicy: RemovalPolicy.RETAIN,
    });
  }

  private subscribe({ topic, queue, eventTypes }: SubscriptionSpec): void {
    const source = this.topics.get(topic);
    const target = this.queues.get(queue);
    if (source === undefined || target === undefined)
      throw new Error(`no topic ${topic} or no queue ${queue}`);
    const filterPolicy = eventTypes && {
      type: SubscriptionFilter.stringFilter({ allowlist: [...eventTypes] }),
    };
    source.addSubscription(
      new SqsSubscription(target, { rawMessageDelivery: true, ...(filterPolicy && { filterPolicy }) }),
    );
  }
}
