/** Every read of the API, for the HTTP API (payload 2.0). There is no way to write from here. */
import { answerHttp } from '#functions/_kit/answer-http.ts';
import { requiredText, wholeNumber } from '#functions/_kit/config.ts';
import { openDatabase } from '#functions/_kit/database.ts';
import { isHttpEvent, readRequest } from '#functions/_kit/http.ts';
import { defineHandler } from '#functions/_kit/lambda.ts';

import { answerRead, type ReadServices } from './answer-read.ts';
import { connectLiveExecutions } from './reads/live-executions.ts';

/** Answers GET requests; the routes are `readRoutes` of the contracts. */
export const handler = defineHandler<ReadServices>({
  services: () => ({
    database: openDatabase(
      requiredText('DATABASE_URL'),
      wholeNumber('DATABASE_CONNECTIONS', { fallback: 1 }),
    ),
    liveExecutions: connectLiveExecutions(),
  }),
  handle: async (event, services) => {
    if (!isHttpEvent(event)) throw new Error('data-query answers requests of the HTTP API only');
    const request = readRequest(event);
    return answerHttp(request, () => answerRead(request, services));
  },
});
