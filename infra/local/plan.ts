import type { Service } from './lambda/environment.ts';
import type { Parts } from './parts.ts';
import type { Secrets } from './secrets.ts';
import type { Settings } from './settings.ts';
import { clientSettings, type ClientSettings } from './wire/client-settings.ts';

/** Ports that only parts of the system call. */
export const innerPorts = ['messaging', 'dynamodb', 'lambda', 'stepFunctions', 'identity', 'mail'] as const;

/** What every part is started with; all addresses are known before anything runs. */
export type Plan = {
  readonly settings: Settings;
  readonly secrets: Secrets;
  readonly ports: Readonly<Record<(typeof innerPorts)[number], number>>;
  readonly endpoints: Readonly<Record<Service, string>>;
  readonly webUrl: string;
  readonly parts: Parts;
  readonly log: (line: string) => void;
};

/** Where the AWS services are: here, or where the settings say. */
export function endpointsOf({ elsewhere }: Settings, ports: Plan['ports']): Plan['endpoints'] {
  const here = (port: number): string => `http://127.0.0.1:${port}`;
  return {
    sns: here(ports.messaging),
    sqs: here(ports.messaging),
    dynamodb: here(ports.dynamodb),
    lambda: here(ports.lambda),
    sfn: here(ports.stepFunctions),
    sesv2: here(ports.mail),
    ...elsewhere,
  };
}

/** Settings of the runtime's own client of a service. */
export function clientOf({ endpoints, settings }: Plan, service: Service): ClientSettings {
  return clientSettings(endpoints[service], settings.credentials);
}

/** How a status line shows an address. */
export function hostOf(url: string): string {
  return new URL(url).host;
}
