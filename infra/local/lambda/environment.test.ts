import { describe, expect, it } from 'vitest';
import { functions, type FunctionName, type FunctionSpec } from '#infra/topology.ts';
import { environmentOf, type Addresses } from './environment.ts';

const addresses: Addresses = {
  endpoints: {
    sns: 'http://sns',
    sqs: 'http://sqs',
    sfn: 'http://sfn',
    dynamodb: 'http://dynamodb',
    lambda: 'http://lambda',
    sesv2: 'http://mail',
  },
  queueUrl: (queue) => `http://sqs/${queue}`,
  databaseUrl: (role) => `postgres://${role}`,
  mailFrom: 'Stock-Mate <no-reply@example.com>',
  appUrl: 'http://web',
  surroundings: {
    PATH: '/bin',
    HOME: '/home/me',
    TOKEN_KEY: 'key',
    OPENAI_API_KEY: 'sk',
    OPENAI_BASE_URL: '',
    AWS_PROFILE: 'production',
    DATABASE_URL: 'postgres://owner',
  },
  compileCache: '/cache',
};

function environment(name: FunctionName): Record<string, string> {
  const spec: FunctionSpec = functions[name];
  return environmentOf(name, spec, addresses);
}

describe('the environment of a function', () => {
  it('resolves what the topology refers to', () => {
    expect(environment('approvals-park')).toMatchObject({
      FUNCTION_NAME: 'approvals-park',
      TASK_TOKENS_TABLE: 'task-tokens',
      RESOLVE_QUEUE_URL: 'http://sqs/approvals-resolve',
      AWS_ENDPOINT_URL_DYNAMODB: 'http://dynamodb',
      AWS_ENDPOINT_URL_SQS: 'http://sqs',
    });
    expect(environment('sweeper-approvals')['EVENT_EMITTER']).toBe(
      'arn:aws:lambda:us-east-1:000000000000:function:event-emitter',
    );
    expect(environment('notifier')).toMatchObject({
      MAIL_FROM: 'Stock-Mate <no-reply@example.com>',
      APP_URL: 'http://web',
      AWS_ENDPOINT_URL_SESV2: 'http://mail',
    });
    expect(environment('event-emitter')['TOPIC_ARN_PREFIX']).toBe('arn:aws:sns:us-east-1:000000000000:');
  });

  it('has its own database role, as many connections as invocations, and never the owner', () => {
    expect(environment('event-emitter')).toMatchObject({
      DATABASE_URL: 'postgres://app_emit',
      DATABASE_CONNECTIONS: String(functions['event-emitter'].concurrency),
    });
    expect(environment('advice')).not.toHaveProperty('DATABASE_URL');
    // Each of its processes answers one invocation at a time.
    expect(environment('usage-analyser')['DATABASE_CONNECTIONS']).toBe('1');
  });

  it('hands secrets only to the functions that name them, and nothing else of the surroundings', () => {
    expect(environment('advice')['OPENAI_API_KEY']).toBe('sk');
    expect(environment('approvals-resolve')['TOKEN_KEY']).toBe('key');
    for (const name of ['data-query', 'event-emitter', 'usage-analyser'] as const) {
      expect(Object.values(environment(name))).not.toContain('sk');
      expect(Object.values(environment(name))).not.toContain('key');
      expect(environment(name)).not.toHaveProperty('AWS_PROFILE');
    }
    // Set but empty counts as absent, as in a shell.
    expect(environment('advice')).not.toHaveProperty('OPENAI_BASE_URL');
  });

  it('knows the addresses only of the services it calls', () => {
    expect(
      Object.keys(environment('persistence-service')).filter((key) => key.startsWith('AWS_ENDPOINT')),
    ).toEqual([]);
    expect(Object.keys(environment('event-emitter')).filter((key) => key.startsWith('AWS_ENDPOINT'))).toEqual(
      ['AWS_ENDPOINT_URL_SNS'],
    );
  });
});
