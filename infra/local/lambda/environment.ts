import type { DatabaseRole, EnvironmentValue, FunctionSpec, QueueName } from '#infra/topology.ts';
import {
  dummyCredentials,
  functionArn,
  region,
  stateMachineArnPrefix,
  topicArnPrefix,
} from '#infra/local/arns.ts';
import { invocationsPerProcess } from './invocation.ts';

/** The AWS services that functions call. */
export type Service = FunctionSpec['calls'][number];

/** Where the parts of the system are, for filling in the functions' environments. */
export type Addresses = {
  readonly endpoints: Readonly<Record<Service, string>>;
  readonly queueUrl: (queue: QueueName) => string;
  readonly databaseUrl: (role: DatabaseRole) => string;
  /** Sender of mails. */
  readonly mailFrom: string;
  /** The web app, for links in mails. */
  readonly appUrl: string;
  /** Variables that may be handed through, secrets of this installation among them. */
  readonly surroundings: Readonly<Record<string, string | undefined>>;
  readonly credentials?: { readonly accessKeyId: string; readonly secretAccessKey: string };
  /** Where Node keeps compiled modules, so that a function starts faster the next time. */
  readonly compileCache: string;
};

/** All variables that a function's process sees: what its row in the topology says, and no more. */
export function environmentOf(
  name: string,
  spec: FunctionSpec,
  addresses: Addresses,
): Record<string, string> {
  const { surroundings } = addresses;
  const { accessKeyId, secretAccessKey } = addresses.credentials ?? dummyCredentials;
  return {
    ...present(surroundings, ['PATH', 'HOME', ...(spec.passThrough ?? [])]),
    TZ: 'UTC',
    NODE_COMPILE_CACHE: addresses.compileCache,
    FUNCTION_NAME: name,
    AWS_REGION: region,
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
    // Without it the SDK looks for an EC2 metadata service and for files in HOME.
    AWS_EC2_METADATA_DISABLED: 'true',
    ...Object.fromEntries(
      spec.calls.map((service) => [
        `AWS_ENDPOINT_URL_${service.toUpperCase()}`,
        addresses.endpoints[service],
      ]),
    ),
    ...(spec.databaseRole === undefined
      ? {}
      : {
          DATABASE_URL: addresses.databaseUrl(spec.databaseRole),
          DATABASE_CONNECTIONS: String(invocationsPerProcess(spec)),
        }),
    ...Object.fromEntries(
      Object.entries(spec.environment).map(([key, value]) => [key, resolve(value, addresses)]),
    ),
  };
}

function resolve(value: EnvironmentValue, addresses: Addresses): string {
  if (typeof value === 'string') return value;
  if ('topicArnPrefix' in value) return topicArnPrefix;
  if ('queueUrl' in value) return addresses.queueUrl(value.queueUrl);
  if ('tableName' in value) return value.tableName;
  if ('stateMachineArnPrefix' in value) return stateMachineArnPrefix;
  if ('mailFrom' in value) return addresses.mailFrom;
  if ('appUrl' in value) return addresses.appUrl;
  return functionArn(`${value.functionName}`);
}

function present(surroundings: Addresses['surroundings'], names: readonly string[]): Record<string, string> {
  const found: Record<string, string> = {};
  for (const name of names) {
    const value = surroundings[name];
    if (value !== undefined && value !== '') found[name] = value;
  }
  return found;
}
