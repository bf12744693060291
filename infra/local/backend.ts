import { join } from 'node:path';
import { eventSources } from '#infra/topology-event-sources.ts';
import { routes } from '#infra/topology-routes.ts';
import {
  functions,
  queues,
  schedules,
  subscriptions,
  tables,
  topics,
  type FunctionSpec,
  type QueueName,
} from '#infra/topology.ts';
import { startDatabases, type Databases } from './database.ts';
import { startDynamoDb } from './dynamodb/server.ts';
import { createTables } from './dynamodb/tables.ts';
import { startGateway } from './gateway/server.ts';
import { startIdentity, type Identity } from './identity/server.ts';
import { serveLambdaApi } from './lambda/api.ts';
import { environmentOf } from './lambda/environment.ts';
import { startRunner, type LambdaRunner } from './lambda/runner.ts';
import { startEventSources } from './messaging/event-source.ts';
import { createMessagingResources } from './messaging/resources.ts';
import { startMail } from './mail/server.ts';
import { startMessaging } from './messaging/server.ts';
import { clientOf, hostOf, type Plan } from './plan.ts';
import { startScheduler } from './scheduler/scheduler.ts';
import { projectRoot } from './settings.ts';
import { deployStateMachines } from './state-machines.ts';
import { startStepFunctions } from './step-functions/server.ts';

/** Where the parts that people and scripts call are. */
export type Backend = { readonly api: string; readonly issuer: string; readonly database: string };

type QueueUrls = ReadonlyMap<string, string>;

const apiAudience = 'stock-mate-api';

/** Starts everything but the web app, each part after those it calls. */
export async function startBackend(plan: Plan): Promise<Backend> {
  const { settings, secrets, parts, log } = plan;
  const databases = await parts.start(
    'Postgres',
    () => startDatabases(settings, secrets, log),
    ({ ownerUrl }) => hostOf(ownerUrl),
  );
  const queueUrls = await startQueues(plan);
  await startTables(plan);
  await startMails(plan);
  const runner = await startLambda(plan, databases, queueUrls);
  await startWorkflows(plan, databases);
  const identity = await startSignIn(plan);
  const api = await startApi(plan, runner, identity);
  await startTriggers(plan, runner, queueUrls);
  return { api, issuer: identity.issuer, database: databases.ownerUrl };
}

async function startQueues(plan: Plan): Promise<QueueUrls> {
  const { elsewhere } = plan.settings;
  if (elsewhere.sns === undefined || elsewhere.sqs === undefined) {
    await plan.parts.start(
      'SNS, SQS',
      () => startMessaging(plan.ports.messaging),
      ({ url }) => hostOf(url),
    );
  }
  const clients = { sns: clientOf(plan, 'sns'), sqs: clientOf(plan, 'sqs') };
  return await createMessagingResources({ topics, queues, subscriptions }, clients);
}

async function startTables(plan: Plan): Promise<void> {
  if (plan.settings.elsewhere.dynamodb === undefined) {
    const dataDirectory = join(plan.settings.home, 'dynamodb');
    const start = (): ReturnType<typeof startDynamoDb> =>
      startDynamoDb({ dataDirectory, port: plan.ports.dynamodb });
    await plan.parts.start('DynamoDB', start, ({ url }) => hostOf(url));
  }
  await createTables(tables, clientOf(plan, 'dynamodb'));
}

async function startMails({ settings, ports, parts }: Plan): Promise<void> {
  if (settings.elsewhere.sesv2 !== undefined) return;
  const start = (): ReturnType<typeof startMail> =>
    startMail({ directory: join(settings.home, 'mail'), port: ports.mail });
  await parts.start('SES (mail)', start, ({ url }) => hostOf(url));
}

/** Before Step Functions, whose executions of the last run call functions as soon as they are back. */
async function startLambda(plan: Plan, databases: Databases, queueUrls: QueueUrls): Promise<LambdaRunner> {
  const { settings, secrets, endpoints, log } = plan;
  const addresses = {
    endpoints,
    queueUrl: (name: QueueName) => queueUrls.get(name) ?? '',
    databaseUrl: databases.roleUrl,
    mailFrom: settings.mailFrom,
    appUrl: plan.webUrl,
    surroundings: { ...process.env, TOKEN_KEY: secrets.tokenKey },
    compileCache: join(settings.home, 'compile-cache'),
    ...(settings.credentials === undefined ? {} : { credentials: settings.credentials }),
  };
  const hosted = Object.entries<FunctionSpec>(functions).map(
    ([name, spec]) =>
      [
        name,
        {
          ...spec,
          module: join(projectRoot, spec.module),
          environment: environmentOf(name, spec, addresses),
        },
      ] as const,
  );
  const runner = startRunner({
    functions: Object.fromEntries(hosted),
    logDirectory: join(settings.home, 'logs'),
    log,
  });
  await plan.parts.start(
    'Lambda',
    async () => {
      const api = await serveLambdaApi(runner, plan.ports.lambda);
      return {
        url: api.url,
        async stop() {
          await Promise.all([api.stop(), runner.stop()]);
        },
      };
    },
    ({ url }) => hostOf(url),
  );
  return runner;
}

async function startWorkflows(plan: Plan, databases: Databases): Promise<void> {
  const { settings, endpoints, log } = plan;
  if (settings.elsewhere.sfn === undefined) {
    const start = (): ReturnType<typeof startStepFunctions> =>
      startStepFunctions({
        databaseUrl: databases.workflowsUrl,
        port: plan.ports.stepFunctions,
        endpoints,
        log,
      });
    await plan.parts.start('Step Functions', start, ({ url }) => hostOf(url));
  }
  await deployStateMachines(clientOf(plan, 'sfn'));
}

async function startSignIn({ settings, secrets, ports, webUrl, parts, log }: Plan): Promise<Identity> {
  const start = (): Promise<Identity> =>
    startIdentity({
      port: ports.identity,
      dataDirectory: join(settings.home, 'identity'),
      webUrl,
      apiAudience,
      webClientSecret: secrets.webClientSecret,
      log,
    });
  return await parts.start('identity', start, ({ issuer }) => hostOf(issuer));
}

async function startApi(plan: Plan, runner: LambdaRunner, identity: Identity): Promise<string> {
  const start = (): ReturnType<typeof startGateway> =>
    startGateway({
      port: plan.settings.apiPort,
      routes,
      authorizer: { issuer: identity.issuer, jwksUri: identity.jwksUri, audience: [apiAudience] },
      invoke: runner.invoke,
      log: plan.log,
    });
  const { url } = await plan.parts.start('API gateway', start, (gateway) => hostOf(gateway.url));
  return url;
}

async function startTriggers(plan: Plan, { invoke }: LambdaRunner, queueUrls: QueueUrls): Promise<void> {
  const { parts, log } = plan;
  const sources = eventSources.map((source) => ({ ...source, queueUrl: queueUrls.get(source.queue) ?? '' }));
  await parts.start(
    'event sources',
    () => startEventSources({ sources, client: clientOf(plan, 'sqs'), invoke, log }),
    () => `${sources.length} queues`,
  );
  await parts.start(
    'scheduler',
    () => startScheduler({ schedules, invoke, log }),
    () => `${Object.keys(schedules).length} schedules`,
  );
}
