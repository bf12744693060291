/** event-emitter: every write enters here, from people over the HTTP API and from workflows and sweepers by invocation. */
import { systemClock } from '#functions/_kit/clock.ts';
import { requiredText, wholeNumber } from '#functions/_kit/config.ts';
import { openDatabase } from '#functions/_kit/database.ts';
import { isHttpEvent, readRequest } from '#functions/_kit/http.ts';
import { defineHandler } from '#functions/_kit/lambda.ts';
import { createPublisher } from '#functions/_kit/publisher.ts';

import { answerWrite } from './http-door.ts';
import { newKnowledge } from './knowledge.ts';
import type { Services } from './services.ts';
import { runInternal } from './workflow-door.ts';

let underWay = 0;

/**
 * Answers an event of either door. Doorbells ring behind the answers while others are under way in this process; the last
 * one waits for them, because Lambda stops a process that has nothing to answer.
 */
export async function handle(event: unknown, services: Services): Promise<unknown> {
  underWay += 1;
  try {
    return await (isHttpEvent(event)
      ? answerWrite(readRequest(event), services)
      : runInternal(event, services));
  } finally {
    underWay -= 1;
    if (underWay === 0) await services.ringer.settled();
  }
}

/** Makes the services from the environment. */
export function openServices(): Services {
  const connections = wholeNumber('DATABASE_CONNECTIONS', { fallback: 1 });
  const database = openDatabase(requiredText('DATABASE_URL'), connections);
  const ringer = createPublisher({
    topicArnPrefix: requiredText('TOPIC_ARN_PREFIX'),
    markPublished: async (tenantId, eventIds) => {
      await database.statement((sql) => sql`SELECT mark_published(${tenantId}, ${[...eventIds]}::uuid[])`, {
        retry: true,
      });
    },
  });
  // A batch leaves connections for others.
  const parallelItems = Math.max(1, Math.ceil(connections / 2));
  return { database, ringer, clock: systemClock, knowledge: newKnowledge(), parallelItems };
}

/** The Lambda handler. */
export const handler = defineHandler({ services: openServices, handle });
