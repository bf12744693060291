import { join } from 'node:path';
import { dummyCredentials, region } from './arns.ts';
import type { Backend } from './backend.ts';
import type { Plan } from './plan.ts';
import { buildWeb } from './web/build.ts';
import { serveBuildingPage } from './web/building-page.ts';
import { startWeb } from './web/server.ts';

/** A build that runs beside the start of the backend, with a page in its place. */
export type WebBuild = { ready(): Promise<void>; stop(): Promise<void> };

/** Begins to build the web app where that is needed. */
export async function beginWebBuild(port: number, say: (line: string) => void): Promise<WebBuild> {
  const page = await serveBuildingPage(port);
  const stopping = new AbortController();
  const build = buildWeb({
    signal: stopping.signal,
    onBuild: () => say('  The web app is being built, which takes about half a minute.'),
  });
  // Its failure is reported to whoever waits for it, which may be later.
  build.catch(() => {});
  let isServing = true;
  const stopPage = async (): Promise<void> => {
    if (isServing) await page.stop();
    isServing = false;
  };
  return {
    async ready() {
      await build;
      await stopPage();
    },
    async stop() {
      stopping.abort();
      await Promise.allSettled([build, stopPage()]);
    },
  };
}

/** Starts the built web app in front of the backend. */
export async function startWebApp(plan: Plan, { api, issuer }: Backend): Promise<void> {
  const { settings, secrets, endpoints, webUrl, log } = plan;
  const { accessKeyId, secretAccessKey } = settings.credentials ?? dummyCredentials;
  const start = (): ReturnType<typeof startWeb> =>
    startWeb({
      port: settings.webPort,
      logFile: join(settings.home, 'logs', 'web.log'),
      log,
      environment: {
        PATH: process.env['PATH'] ?? '',
        HOME: process.env['HOME'] ?? '',
        API_URL: api,
        ISSUER_URL: issuer,
        WEB_URL: webUrl,
        CLIENT_ID: 'stock-mate-web',
        CLIENT_SECRET: secrets.webClientSecret,
        SESSION_KEY: secrets.sessionKey,
        SESSIONS_TABLE: 'web-sessions',
        ...(settings.elsewhere.sesv2 === undefined ? { MAILBOX_URL: endpoints.sesv2 } : {}),
        AWS_ENDPOINT_URL_DYNAMODB: endpoints.dynamodb,
        AWS_REGION: region,
        AWS_ACCESS_KEY_ID: accessKeyId,
        AWS_SECRET_ACCESS_KEY: secretAccessKey,
        AWS_EC2_METADATA_DISABLED: 'true',
        NEXT_TELEMETRY_DISABLED: '1',
      },
    });
  await plan.parts.start('web', start, ({ url }) => new URL(url).host);
}
