/** The API as a script uses it: plain requests, answers with their status, waiting for what comes. */
import { setTimeout as delay } from 'node:timers/promises';

import type { Approval } from '#shared/contracts/api/models/approvals.ts';
import type { PurchaseOrder } from '#shared/contracts/api/models/purchasing.ts';

/** An answer; `body` is parsed JSON where it is JSON. */
type Answer<T = unknown> = { readonly status: number; readonly body: T };

/** A client in the name of one user. */
export type Api = {
  request<T = unknown>(
    method: string,
    path: string,
    body?: unknown,
    headers?: Record<string, string>,
  ): Promise<Answer<T>>;
  /** Writes and throws unless it is accepted, item by item. */
  write(method: string, path: string, body: unknown): Promise<{ eventId: string | null; streamId: string }>;
  pendingApprovals(): Promise<readonly Approval[]>;
  order(purchaseOrderId: string): Promise<PurchaseOrder>;
};

/** Opens a client on the API at `url`; `token` gives an access token. */
export function openApi(url: string, token: () => Promise<string>): Api {
  const request = async <T>(
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<Answer<T>> => {
    const response = await fetch(`${url}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${await token()}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    // Tests look at the members they name.
    return { status: response.status, body: (text.startsWith('{') ? JSON.parse(text) : text) as T };
  };
  return {
    request,
    write: async (method, path, body) => {
      const answer = await request<WriteAnswer>(method, path, body);
      const refused = answer.body.items?.find((item) => item.status !== 202);
      if (answer.status !== 202 || refused !== undefined) {
        throw new Error(
          `${method} ${path}: ${answer.status} ${JSON.stringify(refused ?? answer.body).slice(0, 500)}`,
        );
      }
      const last = answer.body.items?.at(-1)?.result ?? answer.body;
      return { eventId: last.eventId ?? null, streamId: last.streamId ?? '' };
    },
    pendingApprovals: async () => {
      const { body } = await request<{ items: Approval[] }>('GET', '/approvals?status=PENDING&limit=200');
      return body.items;
    },
    order: async (purchaseOrderId) =>
      (await request<PurchaseOrder>('GET', `/purchase-orders/${purchaseOrderId}`)).body,
  };
}

type Written = { readonly eventId?: string | null; readonly streamId?: string };
type WriteAnswer = Written & {
  readonly items?: readonly { readonly status: number; readonly result?: Written }[];
};

/** Repeats a look until it finds something; throws after `seconds`, saying what was waited for. */
export async function eventually<T>(
  what: string,
  look: () => Promise<T | null | undefined | false>,
  seconds = 60,
): Promise<T> {
  const deadline = performance.now() + seconds * 1000;
  let last: unknown;
  while (performance.now() < deadline) {
    try {
      const found = await look();
      if (found !== null && found !== undefined && found !== false) return found;
    } catch (error) {
      last = error;
    }
    await delay(200);
  }
  throw new Error(`${what}: not within ${seconds} s`, { cause: last });
}
