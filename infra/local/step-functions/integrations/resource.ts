/** How a service integration is waited for. */
type Pattern = 'request' | 'sync' | 'sync:2' | 'waitForTaskToken';

/** What the Resource of a Task names. */
export type Resource =
  | { readonly kind: 'function'; readonly arn: string }
  | { readonly kind: 'activity'; readonly arn: string }
  | {
      readonly kind: 'service';
      readonly service: string;
      readonly action: string;
      readonly pattern: Pattern;
    };

const patterns: Readonly<Record<string, Pattern>> = {
  sync: 'sync',
  'sync:2': 'sync:2',
  waitForTaskToken: 'waitForTaskToken',
};

/** Reads a Resource ARN; undefined where it is none. */
export function parseResource(arn: string): Resource | undefined {
  const parts = arn.split(':');
  const [, , service, , , kind = ''] = parts;
  if (parts[0] !== 'arn') return undefined;
  if (service === 'lambda') return { kind: 'function', arn };
  if (service !== 'states') return undefined;
  if (kind === 'activity') return { kind: 'activity', arn };
  return parseService(parts.slice(5));
}

/** `lambda:invoke.waitForTaskToken`, `states:startExecution.sync:2`, `aws-sdk:dynamodb:getItem`. */
function parseService(parts: readonly string[]): Resource | undefined {
  const sdk = parts[0] === 'aws-sdk';
  const [service, ...rest] = sdk ? [`aws-sdk:${parts[1] ?? ''}`, ...parts.slice(2)] : parts;
  const text = rest.join(':');
  const dot = text.indexOf('.');
  const action = dot < 0 ? text : text.slice(0, dot);
  const pattern = dot < 0 ? 'request' : patterns[text.slice(dot + 1)];
  if (!service || !action || !pattern) return undefined;
  return { kind: 'service', service, action, pattern };
}

/** `invoke.waitForTaskToken`: the `resource` of a service task's events. */
export function eventResource(resource: Extract<Resource, { kind: 'service' }>): string {
  return resource.pattern === 'request' ? resource.action : `${resource.action}.${resource.pattern}`;
}
