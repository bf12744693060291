import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { expect, test } from 'vitest';

import { addTenant } from '#infra/database/tenants.ts';
import { startEmitter } from '#test/support/emitter.ts';
import { startTestDatabase } from '#test/support/postgres.ts';

type Result = { kills: number; accepted: number; surprises: number[]; longestMs: number };

const seconds = Number(process.env['FAULT_SECONDS'] ?? 5);

test('hundreds of killed database connections end no process, hang no command, and double none', async () => {
  await using database = await startTestDatabase();
  const { tenantId } = await addTenant(database.ownerUrl, {
    name: 'Shop',
    members: [{ sub: 'operator', role: 'operator' }],
  });
  const url = database.roleUrl('app_emit');
  const emitter = startEmitter(url);
  try {
    await emitter.call('PUT', '/locations', { name: 'Main' });
    await emitter.call('POST', '/products', { sku: 'K', name: 'Killed' });
    const first = await emitter.call('PUT', '/stock', { sku: 'K', onHand: 0, asOf: '2026-11-22T00:00:00Z' });

    const script = join(import.meta.dirname, '..', 'support', 'handlers', 'killed-connections.ts');
    const { stdout } = await promisify(execFile)(process.execPath, [script, url, 'K', String(seconds)], {
      maxBuffer: 64 * 1024 * 1024,
      timeout: (seconds + 45) * 1000,
    });
    // Printed by the script in this shape.
    const result = JSON.parse(/^RESULT (.*)$/m.exec(stdout)?.[1] ?? '{}') as Result;

    const [row] = await emitter.database.transaction(
      { tenantId },
      (sql) => sql<{ onHand: number; version: number }[]>`
      SELECT (state ->> 'onHand')::int AS "onHand", version FROM streams WHERE stream_id = ${first.body.streamId ?? ''}`,
    );
    expect(result.surprises).toEqual([]);
    expect(result.kills).toBeGreaterThan(seconds * 20);
    expect(result.accepted).toBeGreaterThan(0);
    expect(result.longestMs).toBeLessThan(20_000);
    expect(row).toEqual({ onHand: result.accepted, version: result.accepted + 1 });
  } finally {
    await emitter.close();
  }
});
