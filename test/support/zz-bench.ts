import { startStepFunctions } from '#infra/local/step-functions/server.ts';
import { startLambdaEndpoint } from '#test/support/lambda-endpoint.ts';
import { startTestDatabase } from '#test/support/postgres.ts';
import { createMachine, ended, sfnClient, start } from '#test/support/step-functions.ts';
const d = await startTestDatabase();
const l = await startLambdaEndpoint({ f: (e) => e });
const s = await startStepFunctions({ databaseUrl: d.workflowsUrl, endpoints: { lambda: l.url }, log: console.log });
const c = sfnClient(s.url);
const chain = (make: (i: number) => object) => ({ QueryLanguage: 'JSONata', StartAt: 'S0', States: Object.fromEntries(Array.from({ length: 20 }, (_, i) => [`S${i}`, { ...make(i), ...(i < 19 ? { Next: `S${i + 1}` } : { End: true }) }])) });
const pass = await createMachine(c, 'pass', chain(() => ({ Type: 'Pass', Output: '{% {"n": $states.input.n + 1} %}' })));
const task = await createMachine(c, 'task', chain(() => ({ Type: 'Task', Resource: 'arn:aws:lambda:us-east-1:000000000000:function:f', Arguments: { n: '{% $states.input.n + 1 %}' } })));
for (const [name, m] of [['pass', pass], ['task', task]] as const) for (let rep = 0; rep < (name === 'task' ? 2 : 0); rep++) {
  const n = name === 'pass' ? 400 : 100; let next = 0; const t0 = performance.now(); const cpu0 = process.cpuUsage();
  await Promise.all(Array.from({ length: 16 }, async () => { while (next < n) { next++; const e = await start(c, m, { n: 0 }); await ended(c, e); } }));
  const sec = (performance.now() - t0) / 1000; const cpu = process.cpuUsage(cpu0);

  console.log(name, n, 'executions', sec.toFixed(2), 's', Math.round((n * 20) / sec), 'steps/s', 'cpu', ((cpu.user + cpu.system) / 1e6).toFixed(2));
}
c.destroy(); await s.stop(); await l.stop(); await d.stop(); process.exit(0);
