/** Titles of the problems that the gateway itself answers with. */
const titles = {
  401: 'Unauthorized',
  404: 'Not Found',
  413: 'Content Too Large',
  429: 'Too Many Requests',
  500: 'Internal Server Error',
  503: 'Service Unavailable',
} as const;

/** A problem that the gateway answers itself, before or instead of a function. https://www.rfc-editor.org/rfc/rfc9457 */
export function problem(
  status: keyof typeof titles,
  detail: string,
  headers: Readonly<Record<string, string>> = {},
): Response {
  const body = { type: 'about:blank', title: titles[status], status, detail };
  return new Response(JSON.stringify(body), {
    status,
    headers: { ...headers, 'content-type': 'application/problem+json' },
  });
}
