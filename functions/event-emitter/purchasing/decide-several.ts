/** decideSeveral: decisions on several approvals, each settled for itself and answered for itself. */
import * as v from 'valibot';

import { problemOf, Refusal } from '#functions/_kit/refusal.ts';
import { type CommandContext, type CommandResult, isRejection } from '#functions/event-emitter/command.ts';
import type { Services } from '#functions/event-emitter/services.ts';
import type { BulkDecisionInput } from '#shared/contracts/api/write-bodies.ts';

import { decide } from './decide.ts';

type Item = v.InferOutput<typeof BulkDecisionInput>['items'][number];

/** One after the other, so that a limit or budget counts the ones before; one that fails stops no other. */
export async function decideSeveral(
  services: Services,
  context: CommandContext,
  input: v.InferOutput<typeof BulkDecisionInput>,
): Promise<CommandResult> {
  const items: unknown[] = [];
  for (const item of input.items) items.push(await decideOne(services, context, item));
  return { status: 202, body: { items } };
}

async function decideOne(
  services: Services,
  context: CommandContext,
  { approvalId, decision }: Item,
): Promise<unknown> {
  const { idempotencyKey } = context;
  const own: CommandContext = {
    ...context,
    idempotencyKey: idempotencyKey === null ? null : `${idempotencyKey}/${approvalId}`,
    parameters: { approvalId },
  };
  const result = await decide(services, own, decision);
  if (!isRejection(result)) return { status: 202, result: result.body };
  const { status, title, detail, extra } = result;
  const problem = problemOf(
    new Refusal(status, title, {
      ...(detail === undefined ? {} : { detail }),
      ...(extra === undefined ? {} : { extra }),
    }),
  );
  return { status, problem };
}
