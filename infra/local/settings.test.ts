import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { projectRoot, readSettings } from './settings.ts';

describe('the settings', () => {
  it('have defaults for everything', () => {
    expect(readSettings({})).toEqual({
      home: join(projectRoot, '.stock-mate'),
      webPort: 3000,
      apiPort: 3001,
      mailFrom: 'Stock-Mate <no-reply@stock-mate.localhost>',
      elsewhere: {},
    });
  });

  it('follow the environment', () => {
    const settings = readSettings({
      STOCK_MATE_HOME: '/data',
      PORT: '80',
      API_PORT: '81',
      DATABASE_URL: 'postgres://owner@db/stock',
      MAIL_FROM: 'stock@example.com',
    });
    expect(settings).toMatchObject({
      home: '/data',
      webPort: 80,
      apiPort: 81,
      databaseUrl: 'postgres://owner@db/stock',
      mailFrom: 'stock@example.com',
    });
  });

  it('send a service elsewhere by its own variable or by the one for all', () => {
    expect(readSettings({ AWS_ENDPOINT_URL_SNS: 'http://a' }).elsewhere).toEqual({ sns: 'http://a' });
    expect(
      readSettings({ AWS_ENDPOINT_URL: 'http://b', AWS_ENDPOINT_URL_SFN: 'http://c' }).elsewhere,
    ).toMatchObject({
      sqs: 'http://b',
      sfn: 'http://c',
    });
  });

  it('leave the keys of an account alone unless a service is elsewhere', () => {
    const keys = { AWS_ACCESS_KEY_ID: 'id', AWS_SECRET_ACCESS_KEY: 'secret' };
    expect(readSettings(keys)).not.toHaveProperty('credentials');
    expect(readSettings({ ...keys, AWS_ENDPOINT_URL_SNS: 'http://a' }).credentials).toEqual({
      accessKeyId: 'id',
      secretAccessKey: 'secret',
    });
  });

  it.each(['eighty', '0', '70000', '1.5'])('refuse %s as a port', (PORT) => {
    expect(() => readSettings({ PORT })).toThrow(`PORT is ${PORT}`);
  });
});
