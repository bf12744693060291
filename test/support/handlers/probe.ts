/** A function for tests of the runner: does what its event says. */
import { setTimeout as delay } from 'node:timers/promises';

type Probe =
  | { readonly do: 'echo'; readonly value: unknown }
  | { readonly do: 'environment' }
  | { readonly do: 'wait'; readonly ms: number }
  | { readonly do: 'context' }
  | { readonly do: 'throw'; readonly name: string; readonly message: string }
  | { readonly do: 'exit' }
  | { readonly do: 'block' }
  | { readonly do: 'grow'; readonly bytes: number };

type Context = {
  readonly functionName: string;
  readonly awsRequestId: string;
  getRemainingTimeInMillis(): number;
};

let underWay = 0;
let most = 0;

/** Answers with what the event asks for. */
export async function handler(event: Probe, context: Context): Promise<unknown> {
  underWay += 1;
  most = Math.max(most, underWay);
  try {
    return await act(event, context);
  } finally {
    underWay -= 1;
  }
}

async function act(event: Probe, context: Context): Promise<unknown> {
  switch (event.do) {
    case 'echo':
      return { value: event.value, pid: process.pid };
    case 'environment':
      return process.env;
    case 'wait':
      await delay(event.ms);
      return { most };
    case 'context':
      return {
        functionName: context.functionName,
        requestId: context.awsRequestId,
        remaining: context.getRemainingTimeInMillis(),
      };
    case 'throw':
      throw Object.assign(new Error(event.message), { name: event.name });
    case 'exit':
      return process.exit(3);
    case 'block':
      for (;;);
    case 'grow':
      return 'x'.repeat(event.bytes);
  }
}
