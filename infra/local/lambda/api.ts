/**
 * The Invoke operation of the Lambda API.
 * https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { functionArn } from '#infra/local/arns.ts';
import { isFromBrowser, readBody, serveOnLoopback, type LoopbackServer } from '#infra/local/wire/http.ts';
import { maxPayloadBytes } from './invocation.ts';
import type { LambdaRunner } from './runner.ts';

type Refusal = { readonly status: number; readonly type: string; readonly message: string };

/** Serves the runner's functions to Lambda clients. */
export async function serveLambdaApi(runner: LambdaRunner, port?: number): Promise<LoopbackServer> {
  return await serveOnLoopback((request, response) => {
    answer(runner, request, response).catch((error: unknown) => {
      refuse(response, { status: 500, type: 'ServiceException', message: String(error) });
    });
  }, port);
}

async function answer(
  runner: LambdaRunner,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const name = functionNameOf(request);
  if (name === undefined) {
    const message = `${request.method} ${request.url} is not served here; Invoke is`;
    refuse(response, { status: 404, type: 'UnknownOperationException', message });
    return;
  }
  const payload = await readPayload(request);
  if (typeof payload !== 'string') return refuse(response, payload);
  if (!runner.has(name)) {
    const message = `Function not found: ${functionArn(name)}`;
    return refuse(response, { status: 404, type: 'ResourceNotFoundException', message });
  }
  await invoke(runner, { name, payload, type: request.headers['x-amz-invocation-type'] }, response);
}

/** `/2015-03-31/functions/{name, ARN, or either with a version}/invocations`. */
function functionNameOf(request: IncomingMessage): string | undefined {
  if (request.method !== 'POST') return undefined;
  const path = request.url?.split('?')[0] ?? '';
  const encoded = /^\/2015-03-31\/functions\/([^/]+)\/invocations$/.exec(path)?.[1];
  if (encoded === undefined) return undefined;
  const reference = decodeURIComponent(encoded);
  return /(?:^|:function:)([\w-]+)(?::[\w$-]+)?$/.exec(reference)?.[1];
}

async function readPayload(request: IncomingMessage): Promise<string | Refusal> {
  if (isFromBrowser(request)) {
    return { status: 403, type: 'AccessDeniedException', message: 'functions are not invoked by web pages' };
  }
  const body = await readBody(request, maxPayloadBytes);
  if (body === undefined) {
    const message = `Request must be smaller than ${maxPayloadBytes} bytes for the InvokeFunction operation`;
    return { status: 413, type: 'RequestTooLargeException', message };
  }
  const payload = body.length === 0 ? '{}' : body.toString('utf8');
  try {
    JSON.parse(payload);
    return payload;
  } catch (error) {
    return {
      status: 400,
      type: 'InvalidRequestContentException',
      message: `Could not parse request body into json: ${String(error)}`,
    };
  }
}

type Call = { readonly name: string; readonly payload: string; readonly type: string | string[] | undefined };

async function invoke(
  runner: LambdaRunner,
  { name, payload, type }: Call,
  response: ServerResponse,
): Promise<void> {
  if (type === 'Event') {
    runner.invokeLater(name, payload);
    response.writeHead(202).end();
    return;
  }
  if (type === 'DryRun') {
    response.writeHead(204).end();
    return;
  }
  const { requestId, functionError, payload: result } = await runner.invokeText(name, payload);
  response.writeHead(200, {
    'content-type': 'application/json',
    'x-amzn-requestid': requestId,
    'x-amz-executed-version': '$LATEST',
    ...(functionError === undefined ? {} : { 'x-amz-function-error': functionError }),
  });
  response.end(result);
}

function refuse(response: ServerResponse, { status, type, message }: Refusal): void {
  response.writeHead(status, { 'content-type': 'application/json', 'x-amzn-errortype': type });
  response.end(JSON.stringify({ Type: status < 500 ? 'User' : 'Service', Message: message, message }));
}
