import { resolve } from 'node:path';
import { UsageError } from './arguments.ts';
import type { Service } from './lambda/environment.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** What the surroundings say about how to run. */
export type Settings = {
  /** The data folder. */
  readonly home: string;
  readonly webPort: number;
  readonly apiPort: number;
  /** The owner's address of a database that is not ours to start. */
  readonly databaseUrl?: string;
  /** Sender of mails. */
  readonly mailFrom: string;
  /** Services that are somewhere else, and the credentials for them. */
  readonly elsewhere: Readonly<Partial<Record<Service, string>>>;
  readonly credentials?: { readonly accessKeyId: string; readonly secretAccessKey: string };
};

/** The folder that holds package.json. */
export const projectRoot = resolve(import.meta.dirname, '..', '..');

const services = ['sns', 'sqs', 'sfn', 'dynamodb', 'lambda', 'sesv2'] as const satisfies readonly Service[];

/** Reads the settings from the environment. */
export function readSettings(environment: Environment): Settings {
  const { STOCK_MATE_HOME: home, DATABASE_URL: databaseUrl, MAIL_FROM: mailFrom } = environment;
  const elsewhere = servicesElsewhere(environment);
  const credentials = credentialsOf(environment);
  return {
    home: resolve(projectRoot, home === undefined || home === '' ? '.stock-mate' : home),
    webPort: portOf(environment, 'PORT', 3000),
    apiPort: portOf(environment, 'API_PORT', 3001),
    ...(databaseUrl === undefined || databaseUrl === '' ? {} : { databaseUrl }),
    mailFrom:
      mailFrom === undefined || mailFrom === '' ? 'Stock-Mate <no-reply@stock-mate.localhost>' : mailFrom,
    elsewhere,
    // Keys of a real account have no business here unless some service is really elsewhere.
    ...(credentials === undefined || Object.keys(elsewhere).length === 0 ? {} : { credentials }),
  };
}

function portOf(environment: Environment, name: string, fallback: number): number {
  const text = environment[name];
  if (text === undefined || text === '') return fallback;
  const port = Number(text);
  if (Number.isInteger(port) && port > 0 && port < 65_536) return port;
  throw new UsageError(`${name} is ${text}; it must be a port from 1 to 65535`);
}

function servicesElsewhere(environment: Environment): Partial<Record<Service, string>> {
  const found: Partial<Record<Service, string>> = {};
  for (const service of services) {
    const url = environment[`AWS_ENDPOINT_URL_${service.toUpperCase()}`] ?? environment['AWS_ENDPOINT_URL'];
    if (url !== undefined && url !== '') found[service] = url;
  }
  return found;
}

function credentialsOf({
  AWS_ACCESS_KEY_ID: accessKeyId,
  AWS_SECRET_ACCESS_KEY: secretAccessKey,
}: Environment): Settings['credentials'] {
  return accessKeyId === undefined || secretAccessKey === undefined
    ? undefined
    : { accessKeyId, secretAccessKey };
}
