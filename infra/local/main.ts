/** Starts the whole system on this machine; `npm start` runs it. */
import { readArguments, usage, UsageError } from './arguments.ts';
import { readSettings } from './settings.ts';
import type { System } from './supervisor.ts';

/** Ten seconds are promised; whatever hangs longer is ended by force. */
const stopWithinMs = 8_500;

let system: System | undefined;
let isStopping = false;

// Whoever read our lines may be gone before we are.
process.stdout.on('error', () => {});
process.stderr.on('error', () => {});
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void stop());
// The launcher has ended without a word.
process.on('disconnect', () => void stop());
await start();

async function start(): Promise<void> {
  try {
    const args = readArguments(process.argv.slice(2));
    if (args.help) {
      say(usage);
      process.exit(0);
    }
    const settings = readSettings(process.env);
    // Loaded only now: help and wrong use are answered at once.
    const { startSystem } = await import('./supervisor.ts');
    system = await startSystem({ args, settings, say });
  } catch (error) {
    process.stderr.write(`${describe(error)}\n`);
    process.exit(error instanceof UsageError ? 2 : 1);
  }
}

async function stop(): Promise<void> {
  if (isStopping) return;
  isStopping = true;
  say('Stopping …');
  // Half a start: functions and web end with this process, and the database by its own hook.
  if (system === undefined) process.exit(1);
  setTimeout(() => process.exit(1), stopWithinMs);
  try {
    await system.stop();
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
