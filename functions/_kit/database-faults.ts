/** What can go wrong between a function and Postgres, and what that means for the work under way. */

/** The database cannot be reached or did not answer in time. */
export class DatabaseUnavailable extends Error {
  override readonly name = 'DatabaseUnavailable';
  /** Whether the work may have been committed although no answer came. */
  readonly mayBeCommitted: boolean;

  constructor(message: string, options: { readonly cause?: unknown; readonly mayBeCommitted: boolean }) {
    super(message, { cause: options.cause });
    this.mayBeCommitted = options.mayBeCommitted;
  }
}

/** The `code` of a driver, socket or Postgres error. */
export function codeOf(error: unknown): string {
  if (typeof error !== 'object' || error === null || !('code' in error)) return '';
  return typeof error.code === 'string' ? error.code : '';
}

// 57P01–57P03: the server is shutting down or starting; 53300: no connection is free; 08: connection exceptions.
const connectionCodes =
  /^(CONNECTION_|CONNECT_TIMEOUT$|ECONN|EPIPE$|ETIMEDOUT$|EHOSTUNREACH$|ENETUNREACH$|ENOTFOUND$|EAI_|57P0[1-5]$|53300$|08)/;

/** Whether the error says that the connection, not the work, failed. */
export function isConnectionFault(error: unknown): boolean {
  return connectionCodes.test(codeOf(error));
}

/** Whether Postgres undid the transaction because of another one at the same time: the same work may succeed now. */
export function isConflict(error: unknown): boolean {
  const code = codeOf(error);
  return code === '40001' || code === '40P01';
}

/**
 * Whether an error that no caller could catch is a known fault of postgres.js 3.4.9: when the server goes away it throws
 * from timers (`Cannot read properties of null (reading 'write')`) and rejects promises nobody holds.
 */
export function isDriverFault(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (isConnectionFault(error)) return true;
  const inDriver = /postgres[\\/](src|cjs[\\/]src)[\\/](connection|index|queue)\.js/.test(error.stack ?? '');
  return inDriver && error instanceof TypeError && /of null/.test(error.message);
}
