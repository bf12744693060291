/** One JSON line per message on standard output, where Lambda and the one-machine runtime collect it. */
export type LogFields = Readonly<Record<string, unknown>>;

type Level = 'info' | 'warn' | 'error';

// Whatever is called like this is a credential; a log line must never hold one.
const secret = /token|authorization|cookie|password|secret|prompt/i;

/** Says what happened. */
export function logInfo(message: string, fields: LogFields = {}): void {
  write('info', message, fields);
}

/** Says what went wrong and was mended. */
export function logWarning(message: string, fields: LogFields = {}): void {
  write('warn', message, fields);
}

/** Says what went wrong; `error` of the fields is written with its name, message and causes. */
export function logError(message: string, fields: LogFields = {}): void {
  write('error', message, fields);
}

function write(level: Level, message: string, fields: LogFields): void {
  const line = {
    at: new Date().toISOString(),
    level,
    function: process.env['FUNCTION_NAME'],
    message,
    ...fields,
  };
  process.stdout.write(`${JSON.stringify(line, readable)}\n`);
}

function readable(key: string, value: unknown): unknown {
  if (secret.test(key)) return '[hidden]';
  if (value instanceof Error) return describeError(value);
  return typeof value === 'bigint' ? value.toString() : value;
}

function describeError(error: Error): LogFields {
  // Drivers add a code and the SQLSTATE's detail; parameters and queries stay out, they may hold anything.
  const { name, message, stack, cause } = error;
  const code = 'code' in error ? error.code : undefined;
  return { name, message, code, stack, cause };
}
