export const dynamic = 'force-dynamic';

/** Whether this process serves; the load balancer asks. It says nothing about the API. */
export function GET(): Response {
  return Response.json({ status: 'ok' });
}
