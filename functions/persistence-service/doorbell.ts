/** Messages of the queue: each says that streams of a tenant have news. */
import * as v from 'valibot';

import { logError, logWarning } from '#functions/_kit/log.ts';
import { Uuid } from '#shared/contracts/ids.ts';

import { applyStreams, type Services } from './apply-streams.ts';

/** What SQS hands over. */
export const SqsEvent = v.object({ Records: v.array(v.object({ messageId: v.string(), body: v.string() })) });
/** What SQS hands over. */
export type SqsEvent = v.InferOutput<typeof SqsEvent>;

const Doorbell = v.pipe(
  v.string(),
  v.parseJson(),
  v.object({ tenantId: Uuid, streams: v.array(v.object({ streamId: Uuid })) }),
);

type Bell = { readonly messageId: string; readonly tenantId: string; readonly streamIds: readonly string[] };

/** Applies what the messages announce; those that should come again are named. */
export async function answerDoorbells(
  event: SqsEvent,
  services: Services,
): Promise<{ batchItemFailures: { itemIdentifier: string }[] }> {
  const failed: { itemIdentifier: string }[] = [];
  const byTenant = Map.groupBy(event.Records.flatMap(readBell), (bell) => bell.tenantId);
  for (const [tenantId, bells] of byTenant) {
    try {
      await applyStreams(
        services,
        tenantId,
        bells.flatMap((bell) => bell.streamIds),
      );
    } catch (error) {
      // What is wrong with an event is in quarantine by now; this is a fault of the surroundings, and passes.
      logError('streams could not be applied; their messages come again', { tenantId, error });
      failed.push(...bells.map((bell) => ({ itemIdentifier: bell.messageId })));
    }
  }
  return { batchItemFailures: failed };
}

function readBell({ messageId, body }: SqsEvent['Records'][number]): Bell[] {
  const bell = v.safeParse(Doorbell, body);
  if (bell.success) {
    const { tenantId, streams } = bell.output;
    return [{ messageId, tenantId, streamIds: streams.map((stream) => stream.streamId) }];
  }
  // It would be malformed the next time too; if it stood for news, the sweeper rings for the stream.
  logWarning('a message is no doorbell; it is let go', { messageId, reason: bell.issues[0].message });
  return [];
}
