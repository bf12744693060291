import { appendFileSync, mkdirSync, renameSync, statSync } from 'node:fs';
import { dirname } from 'node:path';

const maxBytes = 10 * 1024 * 1024;

/** Makes sure that a log can be written, and that it is not for ever: one old log is kept. */
export function prepareLogFile(file: string): void {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const size = statSync(file, { throwIfNoEntry: false })?.size ?? 0;
  if (size > maxBytes) renameSync(file, `${file}.1`);
}

/** Opens a log for lines of the runtime itself, which are few. */
export function openLog(file: string): (line: string) => void {
  prepareLogFile(file);
  return (line) => appendFileSync(file, `${new Date().toISOString()} ${line}\n`, { mode: 0o600 });
}
