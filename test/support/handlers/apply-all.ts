/** A process of persistence-service that is there to be killed: applies the bells it is given, ten at a time. */
import { handle, openServices } from '#functions/persistence-service/handler.ts';

const [url = '', bells = '[]'] = process.argv.slice(2);
// Written by the test that starts this process.
const bodies = (JSON.parse(bells) as unknown[]).map((bell) => JSON.stringify(bell));
const services = openServices(url, 1);
for (let start = 0; start < bodies.length; start += 10) {
  const Records = bodies.slice(start, start + 10).map((body, i) => ({ messageId: String(i), body }));
  await handle({ Records }, services);
  process.stdout.write('.');
}
await services.database.close();
