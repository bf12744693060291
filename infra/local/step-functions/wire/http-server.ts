import { randomUUID } from 'node:crypto';
import { type IncomingMessage, type Server, type ServerResponse, createServer } from 'node:http';
import { type JsonObject, isJsonObject, tryParseJson } from '#infra/local/step-functions/json.ts';
import { limits } from '#infra/local/step-functions/limits.ts';
import { ApiError } from './api-error.ts';
import { Request } from './request.ts';

/** An operation of the API. */
export type Operation = (request: Request) => Promise<JsonObject>;

export type HttpOptions = {
  readonly operations: ReadonlyMap<string, Operation>;
  readonly log: (line: string) => void;
  /** Requests wait for it. */
  readonly ready: Promise<void>;
};

const prefix = 'AWSStepFunctions.';

/** The AWS JSON 1.0 protocol: `POST /` with the operation in X-Amz-Target; any signature is accepted. */
export function createHttpServer(options: HttpOptions): Server {
  const server = createServer((request, response) => {
    answer(options, request, response).catch((error: unknown) => {
      options.log(`A request could not be answered: ${String(error)}`);
      response.destroy();
    });
  });
  // Long polls (GetActivityTask) and idle SDK connections outlast Node's defaults.
  server.keepAliveTimeout = 75_000;
  server.requestTimeout = 0;
  return server;
}

async function answer(
  options: HttpOptions,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const target = String(request.headers['x-amz-target'] ?? '');
  try {
    const members = await readMembers(request);
    const operation = options.operations.get(target.startsWith(prefix) ? target.slice(prefix.length) : '');
    if (!operation) throw new ApiError('UnknownOperationException', '');
    await options.ready;
    send(response, 200, await operation(new Request(members)));
  } catch (error) {
    sendError(options, response, error);
  }
}

function sendError(options: HttpOptions, response: ServerResponse, error: unknown): void {
  if (error instanceof ApiError) {
    response.setHeader('x-amzn-errortype', error.code);
    send(response, 400, { __type: error.code, message: error.message, ...error.members });
    return;
  }
  options.log(
    `An operation failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
  );
  response.setHeader('x-amzn-errortype', 'InternalServerError');
  send(response, 500, {
    __type: 'InternalServerError',
    message: 'The operation failed inside the endpoint; its log says why.',
  });
}

function send(response: ServerResponse, status: number, body: JsonObject): void {
  const text = JSON.stringify(body);
  response.writeHead(status, {
    'content-type': 'application/x-amz-json-1.0',
    'content-length': Buffer.byteLength(text),
    'x-amzn-requestid': randomUUID(),
  });
  response.end(text);
}

async function readMembers(request: IncomingMessage): Promise<JsonObject> {
  const chunks: Buffer[] = [];
  let size = 0;
  // The cast is the boundary: an HTTP request without encoding gives buffers.
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > limits.requestBytes * 4)
      throw new ApiError('RequestEntityTooLargeException', 'The request is too large.');
    chunks.push(chunk);
  }
  const text = Buffer.concat(chunks).toString('utf8');
  const members = text === '' ? {} : tryParseJson(text);
  if (!isJsonObject(members)) throw new ApiError('SerializationException', 'The body must be a JSON object.');
  return members;
}
