/** Commands of workflows and sweepers: plain JSON in and out, failures as named errors. */
import * as v from 'valibot';

import { sha256Hex } from '#functions/_kit/hash.ts';
import { idOfName, newId } from '#functions/_kit/ids.ts';
import { toStateOutput } from '#functions/_kit/lambda.ts';
import { Refusal } from '#functions/_kit/refusal.ts';
import { Actor } from '#shared/contracts/events/envelope.ts';
import { Uuid } from '#shared/contracts/ids.ts';
import { executionStreamName } from '#shared/domain/stream-names.ts';

import { isRejection, type CommandRequest, type CommandResult } from './command.ts';
import { commands } from './commands.ts';
import type { Services } from './services.ts';

/** How a workflow or a sweeper calls. */
const InternalCommand = v.strictObject({
  command: v.string(),
  tenantId: Uuid,
  idempotencyKey: v.optional(v.nullable(v.pipe(v.string(), v.minLength(1), v.maxLength(250))), null),
  executionId: v.optional(v.nullable(v.string()), null),
  actor: v.optional(Actor),
  input: v.optional(v.unknown(), {}),
});

/** The command was understood and turned down; a workflow catches it by this name. */
class CommandRejected extends Error {
  override readonly name = 'CommandRejected';
}

/** The command is not one that this function knows, or its input is wrong: a fault of the caller's definition. */
class InvalidCommand extends Error {
  override readonly name = 'InvalidCommand';
}

/** Runs one command and returns its answer's body. */
export async function runInternal(event: unknown, services: Services): Promise<unknown> {
  const parsed = v.safeParse(InternalCommand, event);
  if (!parsed.success) throw new InvalidCommand(`the call is not a command: ${summaryOf(parsed.issues)}`);
  const { command, tenantId, idempotencyKey, executionId, input } = parsed.output;
  const run = commands.get(command);
  if (run === undefined) throw new InvalidCommand(`there is no command ${command}`);
  const actor = parsed.output.actor ?? {
    kind: 'workflow' as const,
    id: (executionId ?? 'workflow').slice(-200),
  };
  const request: CommandRequest = {
    caller: { kind: 'internal', tenantId, actor },
    // Keys of the API hold no blank: nobody outside can take a workflow's key first.
    idempotencyKey: idempotencyKey === null ? null : `workflow ${idempotencyKey}`,
    requestHash: idempotencyKey === null ? '' : sha256Hex({ command, input }),
    correlationId: executionId === null ? newId() : idOfName(executionStreamName(executionId)),
    causationId: null,
    executionId,
    ifMatch: null,
    now: services.clock.now(),
    parameters: {},
  };
  return toStateOutput(await answerOf(() => run(services, request, input), command));
}

async function answerOf(work: () => Promise<CommandResult>, command: string): Promise<unknown> {
  try {
    const result = await work();
    if (!isRejection(result)) return result.body;
    throw new CommandRejected(
      `${command}: ${result.title}${result.detail === undefined ? '' : `: ${result.detail}`}`,
    );
  } catch (cause) {
    if (cause instanceof v.ValiError)
      throw new InvalidCommand(`${command}: ${summaryOf(cause.issues)}`, { cause });
    if (cause instanceof Refusal) throw new CommandRejected(`${command}: ${cause.message}`, { cause });
    throw cause;
  }
}

function summaryOf(issues: readonly v.BaseIssue<unknown>[]): string {
  return issues
    .slice(0, 5)
    .map((issue) => `${v.getDotPath(issue) ?? 'input'}: ${issue.message}`)
    .join('; ');
}
