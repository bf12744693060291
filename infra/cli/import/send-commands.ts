/** Sends the commands of an import and counts what they did. */
import { createHash } from 'node:crypto';

import * as v from 'valibot';

import type { Api } from '#infra/cli/api.ts';
import { BatchAccepted } from '#shared/contracts/api/common.ts';
import { Problem } from '#shared/contracts/problem.ts';
import type { ImportCommand, ImportItem } from '#shared/domain/imports/import-commands.ts';
import type { ImportReport, RefusedLine } from '#shared/domain/imports/import-report.ts';

/** What the commands did. */
export type Sent = {
  readonly items: ImportReport['items'];
  /** Lines of the file whose item the system refused. */
  readonly refusedRows: number;
  readonly problems: readonly RefusedLine[];
};

const atOnce = 4;

type Tally = {
  items: { added: number; changed: number; unchanged: number; refused: number };
  refusedRows: number;
  problems: RefusedLine[];
};

/** Sends commands, a few at once; they are independent of each other. */
export async function sendCommands(
  api: Api,
  commands: readonly ImportCommand[],
  options: { readonly importId: string; readonly progress: (line: string) => void },
): Promise<Sent> {
  const tally: Tally = {
    items: { added: 0, changed: 0, unchanged: 0, refused: 0 },
    refusedRows: 0,
    problems: [],
  };
  const queue = commands.values();
  let sent = 0;
  const worker = async (): Promise<void> => {
    for (const command of queue) {
      count(tally, command, await send(api, command, options.importId));
      sent += 1;
      if (sent % 20 === 0 || sent === commands.length)
        options.progress(`${sent} of ${commands.length} commands written`);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return tally;
}

async function send(
  api: Api,
  { method, path, items }: ImportCommand,
  importId: string,
): Promise<BatchAccepted> {
  const body = { items: items.map((item) => item.body) };
  // The same file gives the same chunks and so the same keys: reading it again is the same write.
  const chunk = createHash('sha256').update(JSON.stringify(body)).digest('hex').slice(0, 32);
  return api.write({ method, path, body, idempotencyKey: `import:${importId}:${chunk}` }, BatchAccepted);
}

function count(tally: Tally, command: ImportCommand, answer: BatchAccepted): void {
  command.items.forEach((item, position) => {
    const result = answer.items[position];
    if (result !== undefined && 'result' in result) {
      tally.items[result.result.outcome ?? 'added'] += 1;
      return;
    }
    tally.items.refused += 1;
    tally.refusedRows += item.rows;
    tally.problems.push(describeRefusal(item, result?.problem));
  });
}

function describeRefusal(item: ImportItem, problem: unknown): RefusedLine {
  const parsed = v.safeParse(v.partial(Problem), problem);
  const { title, detail, errors = [] } = parsed.success ? parsed.output : {};
  const what = errors.map(({ path, message }) => `${path}: ${message}`).join('; ');
  const reason = [detail ?? title ?? 'refused without a reason', what]
    .filter((part) => part !== '')
    .join(': ');
  return { line: item.line ?? null, column: null, reason: `${item.subject}: ${reason}` };
}
