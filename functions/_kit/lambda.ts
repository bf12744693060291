/** What every Lambda handler has in common: services made once, and answers small enough for a workflow. */

/** What Lambda tells about an invocation. */
export type InvocationContext = {
  readonly functionName: string;
  readonly awsRequestId: string;
  getRemainingTimeInMillis(): number;
};

/** A handler as Lambda calls it. */
export type Handler = (event: unknown, context: InvocationContext) => Promise<unknown>;

/** Makes a handler whose services are made at the first event and then kept; a failure to make them is not kept. */
export function defineHandler<S>(definition: {
  readonly services: () => S | Promise<S>;
  readonly handle: (event: unknown, services: S, context: InvocationContext) => Promise<unknown>;
}): Handler {
  let making: Promise<S> | undefined;
  const make = async (): Promise<S> => definition.services();
  return async (event, context) => {
    making ??= make();
    let services: S;
    try {
      services = await making;
    } catch (error) {
      making = undefined;
      throw error;
    }
    return definition.handle(event, services, context);
  };
}

/** A state's answer was too large for a workflow's state. */
export class StateOutputTooLarge extends Error {
  override readonly name = 'StateOutputTooLarge';
}

const maxStateBytes = 32 * 1024;

/** Passes an answer on to a workflow, or throws by name: past 256 KiB Step Functions ends an execution uncaught. */
export function toStateOutput<T>(output: T): T {
  const bytes = Buffer.byteLength(JSON.stringify(output ?? null));
  if (bytes <= maxStateBytes) return output;
  throw new StateOutputTooLarge(
    `the state's answer has ${bytes} bytes; at most ${maxStateBytes} may pass: answer with ids`,
  );
}
