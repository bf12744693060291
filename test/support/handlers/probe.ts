/** A function for tests of the runner: does what its event says. */
import { setTimeout as delay } from 'node:timers/promises';

type Context = {
  readonly functionName: string;
  readonly awsRequestId: string;
  getRemainingTimeInMillis(): number;
};
type Event = { readonly do: string } & Readonly<Record<string, unknown>>;
type Act = (event: Event, context: Context) => unknown;

let underWay = 0;
let most = 0;

const acts: Readonly<Record<string, Act>> = {
  echo: ({ value }) => ({ value, pid: process.pid }),
  environment: () => process.env,
  context: (_, context) => ({
    functionName: context.functionName,
    requestId: context.awsRequestId,
    remaining: context.getRemainingTimeInMillis(),
  }),
  wait: async ({ ms }) => {
    await delay(Number(ms));
    return { most };
  },
  throw: ({ name, message }) => {
    throw Object.assign(new Error(String(message)), { name });
  },
  print: ({ text }) => void process.stdout.write(`${String(text)}\n`),
  exit: () => process.exit(3),
  block: () => {
    for (;;);
  },
  grow: ({ bytes }) => 'x'.repeat(Number(bytes)),
  nothing: () => undefined,
};

/** Answers with what the event asks for. */
export async function handler(event: Event, context: Context): Promise<unknown> {
  underWay += 1;
  most = Math.max(most, underWay);
  try {
    return await acts[event.do]?.(event, context);
  } finally {
    underWay -= 1;
  }
}
