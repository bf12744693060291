/**
 * Lambda's event source mapping for SQS: reads a queue and invokes a function with what it finds.
 * https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html
 */
import { DeleteMessageBatchCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { setTimeout as delay } from 'node:timers/promises';
import { queueArn, region } from '#infra/local/arns.ts';
import type { ClientSettings } from '#infra/local/wire/client-settings.ts';
import { failedItems, recordOf } from './sqs-event.ts';

type EventSource = {
  readonly queue: string;
  readonly queueUrl: string;
  readonly function: string;
  readonly batchSize: number;
  readonly maxConcurrency: number;
};

type Invoke = (
  name: string,
  event: unknown,
) => Promise<{ readonly payload: string; readonly functionError?: string }>;

export type EventSourceOptions = {
  readonly sources: readonly EventSource[];
  readonly client: ClientSettings;
  readonly invoke: Invoke;
  readonly log?: (line: string) => void;
};

type Reader = {
  readonly sqs: SQSClient;
  readonly source: EventSource;
  readonly invoke: Invoke;
  readonly log: (line: string) => void;
  readonly stopping: AbortSignal;
};

/** Starts the readers of all sources; `stop` lets batches under way finish. */
export function startEventSources({ sources, client, invoke, log = () => {} }: EventSourceOptions): {
  stop(): Promise<void>;
} {
  const sqs = new SQSClient(client);
  const stopping = new AbortController();
  const readers = sources.flatMap((source) =>
    Array.from({ length: source.maxConcurrency }, () =>
      read({ sqs, source, invoke, log, stopping: stopping.signal }),
    ),
  );
  return {
    async stop() {
      stopping.abort();
      await Promise.all(readers);
      sqs.destroy();
    },
  };
}

async function read(reader: Reader): Promise<void> {
  const { source, stopping, log } = reader;
  while (!stopping.aborted) {
    try {
      await handleBatch(reader);
    } catch (error) {
      if (stopping.aborted) return;
      log(`event source ${source.queue}: ${String(error)}`);
      // Only the stop ends the pause early; the loop sees it.
      await delay(1000, undefined, { signal: stopping }).catch(() => {});
    }
  }
}

async function handleBatch({ sqs, source, invoke, log, stopping }: Reader): Promise<void> {
  const receive = new ReceiveMessageCommand({
    QueueUrl: source.queueUrl,
    MaxNumberOfMessages: source.batchSize,
    WaitTimeSeconds: 20,
    MessageAttributeNames: ['All'],
    MessageSystemAttributeNames: ['All'],
  });
  const { Messages: messages = [] } = await sqs.send(receive, { abortSignal: stopping });
  if (messages.length === 0) return;
  const Records = messages.map((message) => recordOf(message, { arn: queueArn(source.queue), region }));
  const result = await invoke(source.function, { Records });
  // Whatever is not deleted is seen again after its visibility timeout, and ends in the dead-letter queue.
  if (result.functionError !== undefined) {
    log(`event source ${source.queue}: ${source.function} failed: ${result.payload.slice(0, 300)}`);
    return;
  }
  const batch = Records.map((record) => record.messageId);
  const failed = failedItems(result.payload, batch);
  const done = messages.filter((message) => !failed.has(message.MessageId ?? ''));
  if (done.length === 0) return;
  const Entries = done.map(({ ReceiptHandle }, index) => ({ Id: String(index), ReceiptHandle }));
  await sqs.send(new DeleteMessageBatchCommand({ QueueUrl: source.queueUrl, Entries }));
}
