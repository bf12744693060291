/**
 * The process of one function: loads the handler named on the command line, answers its parent's events,
 * and ends with its parent. Nothing else of the system is loaded here.
 */
import { pathToFileURL } from 'node:url';
import {
  maxPayloadBytes,
  runtimeError,
  unhandled,
  type HostMessage,
  type InvokeMessage,
} from './invocation.ts';

type Context = {
  readonly functionName: string;
  readonly awsRequestId: string;
  getRemainingTimeInMillis(): number;
};
type Handler = (event: unknown, context: Context) => unknown;

const [modulePath = '', functionName = ''] = process.argv.slice(2);

// Ctrl-C reaches every process of the terminal; functions finish their work and are stopped by the runner.
process.on('SIGINT', () => {});
process.on('SIGTERM', () => {});
process.on('disconnect', () => process.exit(0));

const loading = load();
// Its failure is the answer to every event that waits for it.
loading.catch(() => {});
process.on('message', (message) => {
  // The only sender is the runner, which sends nothing else.
  void answer(message as InvokeMessage);
});

async function load(): Promise<Handler> {
  // The topology names modules; what they export is checked here.
  const module = (await import(pathToFileURL(modulePath).href)) as { readonly handler?: unknown };
  if (typeof module.handler !== 'function') {
    throw runtimeError('Runtime.HandlerNotFound', `${modulePath} exports no function named handler`);
  }
  send('loaded');
  return module.handler as Handler;
}

async function answer({ requestId, payload, timeoutMs }: InvokeMessage): Promise<void> {
  const handler = await loading.catch((error: unknown) => {
    send(unhandled(requestId, error));
    // It may load in a new process, for which the runner makes room when it hears this.
    send({ notLoaded: String(error) });
  });
  if (handler === undefined) return;
  const deadline = performance.now() + timeoutMs;
  const context: Context = {
    functionName,
    awsRequestId: requestId,
    getRemainingTimeInMillis: () => Math.max(0, Math.round(deadline - performance.now())),
  };
  try {
    const result = await handler(JSON.parse(payload), context);
    send({ requestId, payload: serialise(result) });
  } catch (error) {
    send(unhandled(requestId, error));
  }
}

function serialise(result: unknown): string {
  // `undefined` is what a handler without a result returns; Lambda answers null.
  const text = JSON.stringify(result ?? null);
  if (Buffer.byteLength(text) <= maxPayloadBytes) return text;
  throw runtimeError(
    'Function.ResponseSizeTooLarge',
    `the answer has ${Buffer.byteLength(text)} bytes; at most ${maxPayloadBytes} are allowed: page it`,
  );
}

function send(message: HostMessage): void {
  // A closed channel means that the parent is gone; the disconnect handler ends the process.
  process.send?.(message, undefined, undefined, () => {});
}
