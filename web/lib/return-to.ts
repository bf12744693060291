/** Header in which the proxy tells a page its own path and query. */
export const requestPathHeader = 'x-request-path';

/** A path of this app, or `/`: whatever could lead to another origin is refused. */
export function safeReturnTo(wanted: string | null | undefined): string {
  if (wanted === null || wanted === undefined) return '/';
  // `//host` and `/\host` are other origins to a browser; control characters are dropped by its parser.
  const isPath = /^\/(?![/\\])[^\\\p{Cc}]*$/u.test(wanted);
  return isPath && !wanted.startsWith('/auth/') ? wanted : '/';
}
