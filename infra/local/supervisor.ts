import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Arguments } from './arguments.ts';
import { startBackend, type Backend } from './backend.ts';
import { fillDemoTenant } from './demo-data.ts';
import { emptyHome } from './home.ts';
import { lockFolderSoon } from './lock.ts';
import { openLog, prepareLogFile } from './log-file.ts';
import { Parts } from './parts.ts';
import { endpointsOf, innerPorts, type Plan } from './plan.ts';
import { chooseInnerPorts, demandPort } from './ports.ts';
import { ensureSecrets } from './secrets.ts';
import type { Settings } from './settings.ts';
import { beginWebBuild, startWebApp, type WebBuild } from './web-app.ts';

export type Order = {
  readonly settings: Settings;
  readonly args: Arguments;
  /** Says a line to the person who started the system. */
  readonly say: (line: string) => void;
};

/** The running system. */
export type System = { stop(): Promise<void> };

/** Starts the whole system; whatever was started is stopped again when a part fails. */
export async function startSystem(order: Order): Promise<System> {
  const parts = new Parts(order.say);
  try {
    await startAll(order, parts);
    return parts;
  } catch (error) {
    await parts.stop();
    throw error;
  }
}

async function startAll({ settings, args, say }: Order, parts: Parts): Promise<void> {
  const { home } = settings;
  await mkdir(home, { recursive: true, mode: 0o700 });
  const lock = await lockFolderSoon(home);
  parts.keep(() => lock.release());
  if (args.fresh) await emptyHome(home, args.yes);
  say(`Stock-Mate: data in ${home}`);

  const endpointsFile = join(home, 'endpoints.json');
  await rm(endpointsFile, { force: true });
  parts.keep(() => rm(endpointsFile, { force: true }));
  if (!args.noWeb) await demandPort(settings.webPort, 'PORT');
  await demandPort(settings.apiPort, 'API_PORT');

  const plan = await makePlan(settings, parts);
  const build = args.noWeb ? undefined : await beginWebBuild(settings.webPort, say);
  if (build !== undefined) parts.keep(() => build.stop());
  const backend = await startBackend(plan);
  if (build !== undefined) await openWeb(plan, backend, build);

  await writeEndpoints(endpointsFile, plan, backend);
  say(`Ready: ${args.noWeb ? backend.api : plan.webUrl}`);
  if (!args.empty) fillInBackground(plan, backend, say);
}

async function makePlan(settings: Settings, parts: Parts): Promise<Plan> {
  const { home } = settings;
  const ports = await chooseInnerPorts(home, innerPorts, [settings.webPort, settings.apiPort]);
  prepareLogFile(join(home, 'logs', 'web.log'));
  return {
    settings,
    secrets: await ensureSecrets(home),
    ports,
    endpoints: endpointsOf(settings, ports),
    webUrl: `http://127.0.0.1:${settings.webPort}`,
    parts,
    log: openLog(join(home, 'logs', 'runtime.log')),
  };
}

async function openWeb(plan: Plan, backend: Backend, build: WebBuild): Promise<void> {
  await build.ready();
  await startWebApp(plan, backend);
}

/** Written beside and moved into place: whoever finds the file finds all of it. */
async function writeEndpoints(file: string, plan: Plan, { api, issuer, database }: Backend): Promise<void> {
  const { sfn, sns, sqs, dynamodb, lambda, sesv2: mail } = plan.endpoints;
  const { home } = plan.settings;
  const openapi = `${api}/openapi.json`;
  const endpoints = {
    web: plan.webUrl,
    api,
    openapi,
    issuer,
    sfn,
    sns,
    sqs,
    dynamodb,
    lambda,
    mail,
    database,
    home,
  };
  // The owner's address holds a password.
  await writeFile(`${file}.new`, `${JSON.stringify(endpoints, undefined, 2)}\n`, { mode: 0o600 });
  await rename(`${file}.new`, file);
}

/** The address is there at once; the shelves fill while people look. */
function fillInBackground(plan: Plan, { api, issuer }: Backend, say: (line: string) => void): void {
  let isStopping = false;
  plan.parts.keep(() => {
    isStopping = true;
  });
  fillDemoTenant({ home: plan.settings.home, api, issuer, log: say }).catch((error: unknown) => {
    if (isStopping) return;
    plan.log(`demo data: ${error instanceof Error ? error.stack : String(error)}`);
    say(`The demo data is not complete (${String(error)}); the next start goes on with it.`);
  });
}
