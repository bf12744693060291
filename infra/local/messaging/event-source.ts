/**
 * Lambda's event source mapping for SQS: reads a queue and invokes a function with what it finds.
 * https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html
 */
import {
  DeleteMessageBatchCommand,
  ReceiveMessageCommand,
  SQSClient,
  type Message,
} from '@aws-sdk/client-sqs';
import { setTimeout as delay } from 'node:timers/promises';
import { queueArn, region } from '#infra/local/arns.ts';
import type { ClientSettings } from '#infra/local/wire/client-settings.ts';
import { failedItems, recordOf } from './sqs-event.ts';

export type EventSource = {
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

/** Starts the readers of all sources; `stop` lets batches under way finish. */
export function startEventSources({ sources, client, invoke, log = () => {} }: EventSourceOptions): {
  stop(): Promise<void>;
} {
  const sqs = new SQSClient(client);
  const stopping = new AbortController();

  async function read(source: EventSource): Promise<void> {
    while (!stopping.signal.aborted) {
      try {
        await handleBatch(source);
      } catch (error) {
        if (stopping.signal.aborted) return;
        log(`event source ${source.queue}: ${String(error)}`);
        await delay(1000, undefined, { signal: stopping.signal }).catch(() => {});
      }
    }
  }

  async function handleBatch(source: EventSource): Promise<void> {
    const receive = new ReceiveMessageCommand({
      QueueUrl: source.queueUrl,
      MaxNumberOfMessages: source.batchSize,
      WaitTimeSeconds: 20,
      MessageAttributeNames: ['All'],
      MessageSystemAttributeNames: ['All'],
    });
    const { Messages: messages = [] } = await sqs.send(receive, { abortSignal: stopping.signal });
    if (messages.length === 0) return;
    const arn = queueArn(source.queue);
    const Records = messages.map((message) => recordOf(message, { arn, region }));
    const result = await invoke(source.function, { Records });
    // Whatever is not deleted is seen again after its visibility timeout, and ends in the dead-letter queue.
    if (result.functionError !== undefined) {
      log(`event source ${source.queue}: ${source.function} failed: ${result.payload.slice(0, 300)}`);
      return;
    }
    const failed = failedItems(result.payload, Records.map((record) => record.messageId));
    await remove(source, messages.filter((message) => !failed.has(message.MessageId ?? '')));
  }

  async function remove(source: EventSource, messages: readonly Message[]): Promise<void> {
    if (messages.length === 0) return;
    const Entries = messages.map((message, index) => ({ Id: String(index), ReceiptHandle: message.ReceiptHandle }));
    await sqs.send(new DeleteMessageBatchCommand({ QueueUrl: source.queueUrl, Entries }));
  }

  const readers = sources.flatMap((source) => Array.from({ length: source.maxConcurrency }, () => read(source)));
  return {
    async stop() {
      stopping.abort();
      await Promise.all(readers);
      sqs.destroy();
    },
  };
}
