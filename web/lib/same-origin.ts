/**
 * Whether a request that changes something comes from a page of this app and not from another site: by the browser's
 * own word (Sec-Fetch-Site), else by Origin. JSON is demanded too, since no foreign form can send it.
 */
export function isFromOurPages(request: Request, webUrl: string): boolean {
  if (!(request.headers.get('content-type') ?? '').startsWith('application/json')) return false;
  const site = request.headers.get('sec-fetch-site');
  if (site !== null) return site === 'same-origin';
  return request.headers.get('origin') === new URL(webUrl).origin;
}
