import type { Message } from '@aws-sdk/client-sqs';

type SqsAttribute = {
  readonly stringValue?: string;
  readonly binaryValue?: string;
  readonly dataType: string;
};

/** One record of a Lambda event from SQS. */
export type SqsRecord = {
  readonly messageId: string;
  readonly receiptHandle: string;
  readonly body: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly messageAttributes: Readonly<Record<string, SqsAttribute>>;
  readonly md5OfBody: string;
  readonly eventSource: 'aws:sqs';
  readonly eventSourceARN: string;
  readonly awsRegion: string;
};

/** Renders a received message as Lambda hands it to a function. */
export function recordOf(
  message: Message,
  queue: { readonly arn: string; readonly region: string },
): SqsRecord {
  const messageAttributes: Record<string, SqsAttribute> = {};
  for (const [name, value] of Object.entries(message.MessageAttributes ?? {})) {
    messageAttributes[name] = {
      ...(value.StringValue === undefined ? {} : { stringValue: value.StringValue }),
      ...(value.BinaryValue === undefined
        ? {}
        : { binaryValue: Buffer.from(value.BinaryValue).toString('base64') }),
      dataType: value.DataType ?? 'String',
    };
  }
  return {
    messageId: message.MessageId ?? '',
    receiptHandle: message.ReceiptHandle ?? '',
    body: message.Body ?? '',
    attributes: { ...message.Attributes },
    messageAttributes,
    md5OfBody: message.MD5OfBody ?? '',
    eventSource: 'aws:sqs',
    eventSourceARN: queue.arn,
    awsRegion: queue.region,
  };
}

/**
 * Ids that the function gave back as failed. As with Lambda, an answer that is not understood, or an id that is
 * not of this batch, fails the whole batch; no answer fails nothing.
 * https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html
 */
export function failedItems(payload: string, batch: readonly string[]): ReadonlySet<string> {
  const failures = failuresIn(payload);
  if (failures === undefined) return new Set();
  const known = new Set(batch);
  const ids = Array.isArray(failures) ? failures.map(itemIdentifier) : [undefined];
  return ids.every((id) => id !== undefined && known.has(id))
    ? new Set(ids.filter((id) => id !== undefined))
    : known;
}

function failuresIn(payload: string): unknown {
  const answer: unknown = JSON.parse(payload);
  if (typeof answer !== 'object' || answer === null || !('batchItemFailures' in answer)) return undefined;
  return answer.batchItemFailures ?? undefined;
}

function itemIdentifier(failure: unknown): string | undefined {
  if (typeof failure !== 'object' || failure === null || !('itemIdentifier' in failure)) return undefined;
  return typeof failure.itemIdentifier === 'string' ? failure.itemIdentifier : undefined;
}
