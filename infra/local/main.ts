/** Starts the whole system on this machine; `npm start` runs it. */
import { readArguments, usage, UsageError } from './arguments.ts';
import { readSettings } from './settings.ts';
import type { System } from './supervisor.ts';

/** Ten seconds are promised; whatever hangs longer is ended by force. */
const stopWithinMs = 8_500;

let starting: Promise<System> | undefined;
let isStopping = false;

// Whoever read our lines may be gone before we are.
process.stdout.on('error', () => {});
process.stderr.on('error', () => {});
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void stop());
// The launcher has ended without a word.
process.on('disconnect', () => void stop());
await main();

async function main(): Promise<void> {
  try {
    const args = readArguments(process.argv.slice(2));
    if (args.help) {
      say(usage);
      process.exit(0);
    }
    const settings = readSettings(process.env);
    // Loaded only now: help and wrong use are answered at once.
    const { startSystem } = await import('./supervisor.ts');
    starting = startSystem({ args, settings, say });
    await starting;
  } catch (error) {
    if (isStopping) return;
    process.stderr.write(`${describe(error)}\n`);
    process.exit(error instanceof UsageError ? 2 : 1);
  }
}

async function stop(): Promise<void> {
  if (isStopping) return;
  isStopping = true;
  say('Stopping …');
  setTimeout(() => process.exit(1), stopWithinMs);
  try {
    // A start under way is finished or fails first: half a start knows not what to stop.
    const system = await starting;
    await system?.stop();
    process.exit(0);
  } catch (error) {
    process.stderr.write(`${describe(error)}\n`);
    process.exit(1);
  }
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

/** The message and those of its causes; the stack is for those who ask. */
function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error instanceof UsageError) return error.message;
  if (process.env['DEBUG'] !== undefined) return error.stack ?? error.message;
  const cause = error.cause === undefined ? '' : `\n  because: ${describe(error.cause)}`;
  return `${error.message}${cause}`;
}
