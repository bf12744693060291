/** Serves Step Functions on the port, database and Lambda endpoint of the command line until it is killed. */
import { startStepFunctions } from '#infra/local/step-functions/server.ts';

const [port = '0', databaseUrl = '', lambda = ''] = process.argv.slice(2);
const server = await startStepFunctions({ databaseUrl, port: Number(port), endpoints: { lambda } });
process.stdout.write(`${server.url}\n`);
