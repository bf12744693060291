/** event-emitter in this process on a database of its own, called as the gateway and the workflows call it. */
import { systemClock, type Clock } from '#functions/_kit/clock.ts';
import { openDatabase, type Database } from '#functions/_kit/database.ts';
import { openRinger, type Doorbell, type Ringer } from '#functions/_kit/ringer.ts';
import { handle } from '#functions/event-emitter/handler.ts';
import { newKnowledge } from '#functions/event-emitter/knowledge.ts';
import type { Services } from '#functions/event-emitter/services.ts';

/** An answer over HTTP; the body is whatever the route answers. */
export type Answer = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Body;
};

/** What tests look at in bodies. */
type Body = {
  readonly eventId?: string | null;
  readonly streamId?: string;
  readonly streamVersion?: number;
  readonly outcome?: string;
  readonly title?: string;
  readonly detail?: string;
  readonly errors?: readonly { readonly path: string; readonly message: string }[];
  readonly items?: readonly { readonly status: number; readonly result?: Body; readonly problem?: Body }[];
};

/** Who calls, with which headers. */
export type CallOptions = { readonly sub?: string; readonly headers?: Readonly<Record<string, string>> };

/** An event-emitter to call. */
export type Emitter = {
  readonly services: Services;
  readonly database: Database;
  /** Doorbells rung so far. */
  readonly rung: Doorbell[];
  call(method: string, path: string, body?: unknown, options?: CallOptions): Promise<Answer>;
  /** As a workflow calls it. */
  invoke(command: Readonly<Record<string, unknown>>): Promise<unknown>;
  close(): Promise<void>;
};

/** Starts an event-emitter; `publish` stands in for SNS, `clock` says what time it is. */
export function startEmitter(
  url: string,
  {
    connections = 16,
    publish,
    clock = systemClock,
  }: {
    connections?: number;
    publish?: (doorbells: readonly Doorbell[]) => Promise<void>;
    clock?: Clock;
  } = {},
): Emitter {
  const database = openDatabase(url, connections);
  const rung: Doorbell[] = [];
  const ringer: Ringer = openRinger({
    publish: async (_topic, doorbells) => {
      await publish?.(doorbells);
      rung.push(...doorbells);
      return doorbells;
    },
    markPublished: async (tenantId, eventIds) => {
      await database.statement((sql) => sql`SELECT mark_published(${tenantId}, ${[...eventIds]}::uuid[])`);
    },
    now: () => performance.now(),
  });
  const services: Services = {
    database,
    ringer,
    clock,
    knowledge: newKnowledge(),
    parallelItems: 8,
  };
  return {
    services,
    database,
    rung,
    call: async (method, path, body, options = {}) =>
      answer(await handle(gatewayEvent(method, path, body, options), services)),
    invoke: (command) => handle(command, services),
    close: () => database.close(),
  };
}

/** An HTTP API event; a text body is sent as it is. */
export function gatewayEvent(
  method: string,
  path: string,
  body: unknown,
  { sub = 'operator', headers = {} }: CallOptions,
): unknown {
  return {
    version: '2.0',
    rawPath: path,
    headers: { 'content-type': 'application/json', ...headers },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    isBase64Encoded: false,
    requestContext: { requestId: 'test', http: { method }, authorizer: { jwt: { claims: { sub } } } },
  };
}

function answer(result: unknown): Answer {
  // The handler answers the gateway in this shape.
  const { statusCode, headers, body } = result as {
    statusCode: number;
    headers: Record<string, string>;
    body: string;
  };
  return { status: statusCode, headers, body: JSON.parse(body) as Body };
}
