import { buildApp } from 'fauxqs';
import type { LoopbackServer } from '#infra/local/wire/http.ts';
import { isFromBrowser } from '#infra/local/wire/http.ts';

/**
 * Serves SNS and SQS on loopback, in memory: events are safe in Postgres and a message is only a doorbell, so a
 * restart may lose them all. The package's own start function listens on every interface, so its app is used.
 */
export async function startMessaging(port = 0): Promise<LoopbackServer> {
  const app = buildApp({ logger: false });
  app.addHook('onRequest', async (request, reply) => {
    if (isFromBrowser(request.raw)) await reply.code(403).send({ error: 'not for web pages' });
  });
  const url = await app.listen({ port, host: '127.0.0.1' });
  return {
    url,
    port: Number(new URL(url).port),
    async stop() {
      await app.close();
    },
  };
}
