/**
 * Functions' answers as responses, payload format 2.0.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
 */
import { problem } from './problem.ts';

/** What an invocation gave. */
export type FunctionAnswer = { readonly payload: string; readonly functionError?: string };

/** Failures after which the same request may well succeed. */
const passing = new Set(['Sandbox.Timedout', 'Runtime.ExitError', 'TooManyRequestsException']);

/** Renders a function's answer as the response to the client. */
export function responseOf({ payload, functionError }: FunctionAnswer): Response {
  const answer: unknown = JSON.parse(payload);
  if (functionError !== undefined) return failureOf(answer);
  if (typeof answer !== 'object' || answer === null || !('statusCode' in answer)) {
    // An answer without a status is the body.
    return new Response(payload, { headers: { 'content-type': 'application/json' } });
  }
  const { statusCode, ...rest }: { readonly statusCode: unknown } = answer;
  const status = Number(statusCode);
  if (!Number.isInteger(status) || status < 200 || status > 599) {
    return problem(500, `the function answered with the status ${String(statusCode)}`);
  }
  return new Response(bodyOf(rest, status), { status, headers: headersOf(rest) });
}

function failureOf(answer: unknown): Response {
  const name =
    typeof answer === 'object' && answer !== null && 'errorType' in answer ? answer.errorType : undefined;
  return typeof name === 'string' && passing.has(name)
    ? problem(503, 'the request was not finished: repeat it with the same Idempotency-Key', {
        'retry-after': '1',
      })
    : problem(500, 'the function failed; its log says why');
}

function bodyOf(answer: object, status: number): string | Uint8Array<ArrayBuffer> | null {
  const isEmpty = status === 204 || status === 304;
  if (isEmpty || !('body' in answer) || typeof answer.body !== 'string') return null;
  const isBase64 = 'isBase64Encoded' in answer && answer.isBase64Encoded === true;
  return isBase64 ? Uint8Array.from(Buffer.from(answer.body, 'base64')) : answer.body;
}

function headersOf(answer: object): Headers {
  const headers = new Headers();
  if ('headers' in answer && typeof answer.headers === 'object' && answer.headers !== null) {
    for (const [name, value] of Object.entries(answer.headers)) headers.set(name, String(value));
  }
  if ('cookies' in answer && Array.isArray(answer.cookies)) {
    for (const cookie of answer.cookies) headers.append('set-cookie', String(cookie));
  }
  return headers;
}
