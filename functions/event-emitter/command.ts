/** What a command knows of its caller, and what it may answer. */
import type { Actor } from '#shared/contracts/events/envelope.ts';
import type { Role } from '#shared/contracts/roles.ts';
import type { Rejection } from '#shared/domain/decider.ts';

import { Refusal } from '#functions/_kit/refusal.ts';

/** Who asks: a person with a token, or a workflow or sweeper, which names its tenant itself. */
export type Caller =
  | {
      readonly kind: 'person';
      readonly sub: string;
      readonly wishedTenant: string | null;
      readonly needed: Role | null;
    }
  | { readonly kind: 'internal'; readonly tenantId: string; readonly actor: Actor };

/** A command as it came in, before it is known for which tenant. */
export type CommandRequest = {
  readonly caller: Caller;
  readonly idempotencyKey: string | null;
  /** SHA-256 of what was asked; empty where there is no idempotency key to compare it for. */
  readonly requestHash: string;
  readonly correlationId: string;
  readonly causationId: string | null;
  readonly executionId: string | null;
  /** The version of the stream that the caller saw. */
  readonly ifMatch: number | null;
  readonly now: Date;
  /** Parameters of the path. */
  readonly parameters: Readonly<Record<string, string>>;
};

/** A command whose caller was found to be allowed. */
export type CommandContext = Omit<CommandRequest, 'caller'> & {
  readonly tenantId: string;
  readonly actor: Actor;
  readonly sub: string | null;
  readonly role: Role | null;
  /** Whether the tenant is meant because the caller has no other. */
  readonly isOnlyTenant: boolean;
};

/** What a command is answered with; `body` of a write is WriteAccepted. */
export type CommandAnswer = { readonly status: 202 | 200; readonly body: unknown };

/** What a command is answered with, or why not. */
export type CommandResult = CommandAnswer | Rejection;

/** Whether the command was turned down. */
export function isRejection(result: CommandResult): result is Rejection {
  return 'kind' in result;
}

/** Refuses with 412 unless the stream is at the version that the caller saw. */
export function demandVersion(ifMatch: number | null, version: number): void {
  if (ifMatch === null || ifMatch === version) return;
  throw new Refusal(412, undefined, {
    detail: `the stream is at version ${version}, not ${ifMatch}: read it again`,
    extra: { streamVersion: version },
  });
}

/** What repeats of an answered command get; throws 422 where the key was used for something else. */
export function replayed(
  replay: { readonly requestHash: string; readonly response: unknown },
  requestHash: string,
): CommandAnswer {
  if (replay.requestHash === requestHash) {
    // Written by this function alone, in this shape.
    return replay.response as CommandAnswer;
  }
  throw new Refusal(422, undefined, {
    detail: 'this Idempotency-Key was used for another request; take a new key for a new request',
  });
}
