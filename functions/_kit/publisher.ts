/** Rings doorbells: tells SNS which streams have news. The only importer of the SNS client in functions. */
import { PublishBatchCommand, SNSClient } from '@aws-sdk/client-sns';

import { logWarning } from './log.ts';
import { openRinger, type Doorbell, type Ringer } from './ringer.ts';

/** Makes the ringer that publishes to the topics `<prefix><topic>`; SDK settings come from the environment. */
export function createPublisher(spec: {
  readonly topicArnPrefix: string;
  /** Notes that these events of a tenant were published. */
  readonly markPublished: (tenantId: string, eventIds: readonly string[]) => Promise<void>;
}): Ringer {
  // A doorbell that is late is not worth waiting for: the sweeper rings within a minute.
  const sns = new SNSClient({
    maxAttempts: 2,
    requestHandler: { connectionTimeout: 1000, requestTimeout: 3000 },
  });
  return openRinger({
    publish: (topic, doorbells) => publish(sns, `${spec.topicArnPrefix}${topic}`, doorbells),
    markPublished: spec.markPublished,
    now: () => performance.now(),
  });
}

async function publish(
  sns: SNSClient,
  topicArn: string,
  doorbells: readonly Doorbell[],
): Promise<readonly Doorbell[]> {
  const answer = await sns.send(
    new PublishBatchCommand({
      TopicArn: topicArn,
      PublishBatchRequestEntries: doorbells.map(({ tenantId, type, streams }, index) => ({
        Id: String(index),
        Message: JSON.stringify({ tenantId, type, streams }),
        MessageAttributes: {
          type: { DataType: 'String', StringValue: type },
          tenantId: { DataType: 'String', StringValue: tenantId },
        },
      })),
    }),
  );
  const failed = new Set((answer.Failed ?? []).map(({ Id }) => Number(Id)));
  if (failed.size > 0) logWarning('SNS refused doorbells', { topicArn, refused: answer.Failed });
  return doorbells.filter((_, index) => !failed.has(index));
}
