import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { clientSettings } from '#infra/local/wire/client-settings.ts';
import { startSystem, type TestSystem } from '#test/support/system.ts';

const runId = '0199a0a0-0000-7000-8000-000000000001';
const task = {
  task: 'run-summary',
  to: ['ada@example.com'],
  locale: 'de',
  summary: {
    runId,
    asOf: '2026-11-22',
    trigger: 'manual',
    planned: 300,
    failed: 0,
    changed: 1,
    minutes: 3,
    accuracy: [],
    worst: [],
    tenantName: 'Demo',
    timeZone: 'Europe/London',
  },
};

let system: TestSystem;

beforeAll(async () => {
  system = await startSystem({ env: { MAIL_FROM: 'Lager <lager@example.com>' } });
});
afterAll(() => system.stop());

describe('mails of the running system', () => {
  it('go from a function to the folder and the address of the mails, with a link into the app', async () => {
    expect(system.output()).toMatch(/^ {2}SES \(mail\) +127\.0\.0\.1:\d+/m);
    const { home, lambda, web } = system.endpoints;
    const client = new LambdaClient(clientSettings(lambda));
    const { Payload, FunctionError } = await client.send(
      new InvokeCommand({ FunctionName: 'notifier', Payload: JSON.stringify(task) }),
    );
    client.destroy();
    expect(FunctionError).toBeUndefined();
    expect(JSON.parse(Payload?.transformToString() ?? '')).toEqual({ sent: 1, refused: [] });

    const { mail } = JSON.parse(await readFile(join(home, 'endpoints.json'), 'utf8')) as { mail: string };
    const { items } = (await (await fetch(`${mail}/mails.json`)).json()) as { items: { id: string }[] };
    expect(items).toHaveLength(1);
    expect(items[0]).toMatchObject({
      from: 'Lager <lager@example.com>',
      to: ['ada@example.com'],
      subject: 'Prognose vom 22. Nov.: 300 Artikel, 1 Bestandsregel geändert',
    });
    const page = await (await fetch(`${mail}/${items[0]?.id}`)).text();
    expect(page).toContain(`${web}/forecast-runs/${runId}`);
    expect(await readdir(join(home, 'mail'))).toContain(`${items[0]?.id}.eml`);
  });
});
