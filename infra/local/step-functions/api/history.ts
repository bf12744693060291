import type { HistoryEvent } from '#infra/local/step-functions/engine/execution.ts';
import { type JsonObject, isJsonObject, parseJson } from '#infra/local/step-functions/json.ts';
import { limits } from '#infra/local/step-functions/limits.ts';
import { readHistory } from '#infra/local/step-functions/store/executions.ts';
import type { Operation } from '#infra/local/step-functions/wire/http-server.ts';
import type { Request } from '#infra/local/step-functions/wire/request.ts';
import type { ApiServices } from './api-services.ts';
import { requireExecution } from './executions.ts';
import { readPageSize, readPageToken, writePageToken } from './pages.ts';
import { epochSeconds } from './times.ts';

/** Reading histories. */
export function historyOperations(services: ApiServices): Readonly<Record<string, Operation>> {
  return { GetExecutionHistory: (request) => history(services, request) };
}

async function history(services: ApiServices, request: Request): Promise<JsonObject> {
  const size = readPageSize(request);
  const token = readPageToken(request, 1024);
  const reverse = request.boolean('reverseOrder');
  const row = await requireExecution(services, request);
  const from = token ? Number(token['event']) : reverse ? limits.historyEvents : 1;
  const events = await services.reads.run((sql) =>
    readHistory(sql, { executionId: row.id, from, limit: size + 1, reverse }),
  );
  const next = events[size];
  const withData = request.members['includeExecutionData'] !== false;
  return {
    events: events.slice(0, size).map((event) => eventView(event, withData)),
    ...(next && { nextToken: writePageToken({ event: next.id }) }),
  };
}

function eventView(event: HistoryEvent, withData: boolean): JsonObject {
  const details = event.details === null ? {} : parseJson(event.details);
  return {
    timestamp: epochSeconds(event.at),
    type: event.type,
    id: event.id,
    previousEventId: event.previous,
    ...(isJsonObject(details) && (withData ? details : withoutData(details))),
  };
}

const dataFields = new Set(['input', 'output', 'parameters', 'error', 'cause']);

/** includeExecutionData: false leaves out what passed through the states. */
function withoutData(details: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(details).map(([key, value]) => [
      key,
      isJsonObject(value)
        ? Object.fromEntries(Object.entries(value).filter(([field]) => !dataFields.has(field)))
        : value,
    ]),
  );
}
