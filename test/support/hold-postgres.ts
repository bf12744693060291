/** Starts Postgres in the folder named on the command line, says its address, and holds it until it is killed. */
import { startPostgres } from '#infra/local/postgres/server.ts';

const server = await startPostgres({ dataDirectory: process.argv[2] ?? '' });
process.stdout.write(`${server.ownerUrl('stock_mate')}\n`);
process.on('SIGTERM', () => void server.stop().then(() => process.exit(0)));
setInterval(() => {}, 60_000);
