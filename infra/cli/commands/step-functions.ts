import { once } from 'node:events';

import type { Command } from '#infra/cli/command.ts';
import { WrongUse } from '#infra/cli/failures.ts';

/** `step-functions`: the Step Functions endpoint alone, for other programs and for conformance checks. */
export const stepFunctions: Command = {
  words: ['step-functions'],
  synopsis: '--port <number>',
  summary: 'serve the Step Functions API alone, until it is stopped',
  details: 'Tasks call other services at AWS_ENDPOINT_URL_LAMBDA and its like, or at AWS_ENDPOINT_URL.',
  options: {
    port: { type: 'string', value: 'number', summary: 'the port on 127.0.0.1' },
    database: {
      type: 'string',
      value: 'url',
      summary: 'a Postgres to keep executions in (default: one of its own)',
    },
  },
  positionals: { least: 0, most: 0 },
  run: async (input) => {
    const port = Number(input.text('port'));
    if (!Number.isInteger(port) || port < 0 || port > 65_535) {
      throw new WrongUse(`found --port ${input.text('port') ?? '(none)'}, expected a number from 0 to 65535`);
    }
    const database = input.text('database');
    const { startStandalone } = await import('#infra/local/step-functions/standalone.ts');
    const service = await startStandalone({ port, ...(database === undefined ? {} : { database }) });
    input.progress(`Step Functions at ${service.endpoint}; Ctrl-C stops it`);
    await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);
    await service.stop();
    return { text: 'stopped', json: { endpoint: service.endpoint, stopped: true } };
  },
};
