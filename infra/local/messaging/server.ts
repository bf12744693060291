import { buildApp, type BuildAppOptions } from 'fauxqs';
import { isFromBrowser, type LoopbackServer } from '#infra/local/wire/http.ts';

type Stores = NonNullable<BuildAppOptions['stores']>;
type Queue = ReturnType<Stores['sqsStore']['createQueue']>;

/**
 * Serves SNS and SQS on loopback, in memory: events are safe in Postgres and a message is only a doorbell, so a
 * restart may lose them all. The package's own start function listens on every interface, so its app is used.
 */
export async function startMessaging(port = 0): Promise<LoopbackServer> {
  const app = buildApp({ logger: false, stores: await makeStores() });
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

async function makeStores(): Promise<Stores> {
  const [sqs, sns, s3] = await Promise.all([load('sqs/sqsStore'), load('sns/snsStore'), load('s3/s3Store')]);
  // The modules of the pinned version, which its `exports` hide, are known to hold these classes.
  const stores = {
    sqsStore: new (sqs['SqsStore'] as new () => Stores['sqsStore'])(),
    snsStore: new (sns['SnsStore'] as new () => Stores['snsStore'])(),
    s3Store: new (s3['S3Store'] as new () => Stores['s3Store'])(),
  };
  const { sqsStore } = stores;
  // Without a host of its own the queues' addresses name the one that the client called: 127.0.0.1.
  sqsStore.host = '';
  const createQueue = sqsStore.createQueue.bind(sqsStore);
  sqsStore.createQueue = (...args) => withDelay(createQueue(...args));
  return stores;
}

async function load(module: string): Promise<Record<string, unknown>> {
  const url = new URL(`${module}.js`, import.meta.resolve('fauxqs'));
  return (await import(url.href)) as Record<string, unknown>;
}

/** The package applies a queue's DelaySeconds to sent messages only; SQS applies it to those from topics too. */
function withDelay(queue: Queue): Queue {
  const enqueue = queue.enqueue.bind(queue);
  queue.enqueue = (message) => {
    const delaySeconds = Number(queue.attributes['DelaySeconds'] ?? 0);
    if (delaySeconds > 0) message.delayUntil ??= Date.now() + delaySeconds * 1000;
    enqueue(message);
  };
  return queue;
}
