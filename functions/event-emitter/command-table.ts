/** How commands are registered: by the route's operation, or by the name a workflow calls. */
import * as v from 'valibot';

import type { writeRoutes, WriteOperation } from '#shared/contracts/api/writes.ts';
import type { Rejection } from '#shared/domain/decider.ts';

import type { CommandContext, CommandRequest, CommandResult } from './command.ts';
import { AnsweredBefore, contextOf, openReader, type Reader } from './reader.ts';
import type { Services } from './services.ts';
import { runSimple, type Plan } from './simple.ts';

/** Runs a command whose input was validated by its route, or is validated by the command itself. */
export type CommandRunner = (
  services: Services,
  request: CommandRequest,
  input: unknown,
) => Promise<CommandResult>;

/** Runs a command for a caller who is known; it takes a transaction of its own. */
export type TransactionRunner = (
  services: Services,
  context: CommandContext,
  input: unknown,
) => Promise<CommandResult>;

type RouteOf<O extends WriteOperation> = Extract<(typeof writeRoutes)[number], { operation: O }>;
type RequestOf<R> = R extends { request: infer S extends v.GenericSchema } ? v.InferOutput<S> : undefined;

/** What a route's request is after validation, defaults filled in. */
export type InputOf<O extends WriteOperation> = RequestOf<RouteOf<O>>;

/** A simple command of the API; the door has validated the input by the schema of the operation. */
export function apiCommand<O extends WriteOperation>(
  _operation: O,
  plan: (reader: Reader, input: InputOf<O>) => Promise<Plan | Rejection>,
): CommandRunner {
  return (services, request, input) =>
    // The door parsed it by the schema that InputOf is inferred from.
    runSimple(services, request, (reader) => plan(reader, input as InputOf<O>));
}

/** A simple command of workflows and sweepers; what they send is validated here. */
export function workflowCommand<S extends v.GenericSchema>(
  schema: S,
  plan: (reader: Reader, input: v.InferOutput<S>) => Promise<Plan | Rejection>,
): CommandRunner {
  return async (services, request, input) => {
    const parsed = v.parse(schema, input);
    return runSimple(services, request, (reader) => plan(reader, parsed));
  };
}

/** A command that needs its caller known before it begins, and then takes a transaction of its own. */
export function transactionCommand(run: TransactionRunner): CommandRunner {
  return async (services, request, input) => {
    if (request.caller.kind === 'internal') {
      const { tenantId } = request.caller;
      return run(services, contextOf(request, { tenantId, role: null }), input);
    }
    const { database, knowledge } = services;
    const open = openReader({
      request,
      knowledge,
      lock: false,
      call: (call) => database.statement(call, { retry: true }),
    });
    let context: CommandContext;
    try {
      context = await open.context();
    } catch (error) {
      if (error instanceof AnsweredBefore) return error.answer;
      throw error;
    }
    return run(services, context, input);
  };
}
