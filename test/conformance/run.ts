/**
 * Plays the recorded cases of a folder against the Step Functions endpoint. Fails when fewer of a kind pass than did
 * before; raise the floor with the count.
 * Usage: node test/conformance/run.ts <folder of the cases> <report file>
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile, realpath } from 'node:fs/promises';
import { join } from 'node:path';

import { startStandalone } from '#infra/local/step-functions/standalone.ts';

/** Cases passed at the level `details`, by kind. Timing decides a few, so the floor lies a little under the count. */
const floor: Readonly<Record<string, number>> = { execution: 590, api: 64, test_state: 88, validate: 3 };

const [folder = '', reportFile = ''] = process.argv.slice(2);
const mockPort = '4599';
for (const service of ['LAMBDA', 'SQS', 'SNS', 'DYNAMODB', 'S3']) {
  process.env[`AWS_ENDPOINT_URL_${service}`] = `http://127.0.0.1:${mockPort}`;
}
process.env['AWS_ACCESS_KEY_ID'] ??= 'local';
process.env['AWS_SECRET_ACCESS_KEY'] ??= 'local';
process.env['AWS_REGION'] ??= 'us-east-1';

const standalone = await startStandalone({ port: 0 });
const options = [
  '--endpoint',
  standalone.endpoint,
  '--level',
  'details',
  '--mock-port',
  mockPort,
  '--report',
  reportFile,
];
const runner = spawn(process.execPath, [join(await realpath(folder), 'run.mjs'), ...options], {
  stdio: ['ignore', 'ignore', 'inherit'],
});
await once(runner, 'exit');
await standalone.stop();

// Written by the runner.
const report = JSON.parse(await readFile(reportFile, 'utf8')) as {
  readonly results: readonly { readonly kind: string; readonly reached: string | null }[];
};
for (const [kind, least] of Object.entries(floor)) {
  const cases = report.results.filter((one) => one.kind === kind);
  const passed = cases.filter((one) => one.reached === 'details' || one.reached === 'full').length;
  console.log(`conformance ${kind}: ${passed} of ${cases.length} as recorded, at least ${least} wanted`);
  if (passed < least) process.exitCode = 1;
}
