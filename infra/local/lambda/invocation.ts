/** What an invocation gave: JSON text, and whether the function failed, as the Lambda API says it. */
export type Invocation = {
  readonly requestId: string;
  readonly payload: string;
  readonly functionError?: 'Unhandled';
};

/** From the runner to a function's process: one event as JSON text. */
export type InvokeMessage = {
  readonly requestId: string;
  readonly payload: string;
  readonly timeoutMs: number;
};

/** From a function's process to the runner: that its module is loaded, why it is not, or what an invocation gave. */
export type HostMessage = 'loaded' | { readonly notLoaded: string } | Invocation;

/** How many invocations one process of a function answers at once: all of them, or one where it keeps a core busy. */
export function invocationsPerProcess(spec: {
  readonly concurrency: number;
  readonly processes?: number | undefined;
}): number {
  return spec.processes === undefined ? spec.concurrency : 1;
}

/** Most bytes of an event or an answer. https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
export const maxPayloadBytes = 6 * 1024 * 1024;

/** The answer of an invocation that ended with an error nobody caught. */
export function unhandled(requestId: string, error: unknown): Invocation {
  const { name, message, stack } = error instanceof Error ? error : new Error(String(error));
  const trace = stack?.split('\n').map((line) => line.trimEnd()) ?? [];
  return {
    requestId,
    functionError: 'Unhandled',
    payload: JSON.stringify({ errorType: name, errorMessage: message, trace }),
  };
}

/** An error of the runtime itself, under the name Lambda gives it. */
export function runtimeError(name: string, message: string): Error {
  const error = new Error(message);
  error.name = name;
  error.stack = `${name}: ${message}`;
  return error;
}
