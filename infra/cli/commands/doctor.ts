import { constants, promises as fs } from 'node:fs';
import { createConnection } from 'node:net';
import { fileURLToPath } from 'node:url';

import type { Command } from '#infra/cli/command.ts';
import { findBinaries } from '#infra/local/postgres/binaries.ts';
import { dataFolder, readEndpoints } from '#infra/cli/endpoints.ts';

/** One thing looked at. `note` is nothing to mend. */
type Finding = { readonly name: string; readonly state: 'ok' | 'note' | 'wrong'; readonly detail: string };

const root = fileURLToPath(new URL('../../..', import.meta.url));

/** `doctor`: whether this machine can run Stock-Mate, and whether it does. */
export const doctor: Command = {
  words: ['doctor'],
  synopsis: '',
  summary: 'look at this machine: Node, Postgres, web build, data folder, ports, and what runs',
  options: {},
  positionals: { least: 0, most: 0 },
  run: async () => {
    const running = await checkRunning();
    const findings = [
      checkNode(),
      await checkPostgres(),
      await checkWebBuild(),
      await checkDataFolder(),
      running,
      ...(running.state === 'ok' ? [] : await checkPorts()),
    ];
    const marks = { ok: 'ok   ', note: 'note ', wrong: 'WRONG' };
    const isWell = findings.every(({ state }) => state !== 'wrong');
    return {
      text: findings.map(({ name, state, detail }) => `${marks[state]}  ${name}: ${detail}`).join('\n'),
      json: { isWell, findings },
      exitCode: isWell ? 0 : 1,
    };
  },
};

function checkNode(): Finding {
  const [major = 0] = process.versions.node.split('.').map(Number);
  const detail = `found ${process.versions.node}, expected 24 or later`;
  return { name: 'Node', state: major >= 24 ? 'ok' : 'wrong', detail };
}

async function checkPostgres(): Promise<Finding> {
  const name = 'Postgres binaries';
  if ((process.env['DATABASE_URL'] ?? '') !== '') {
    return { name, state: 'note', detail: 'not needed: DATABASE_URL names a server' };
  }
  try {
    return { name, state: 'ok', detail: (await findBinaries()).postgres };
  } catch (error) {
    return { name, state: 'wrong', detail: error instanceof Error ? error.message : String(error) };
  }
}

async function checkWebBuild(): Promise<Finding> {
  const name = 'web build';
  const isThere = await exists(`${root}web/.next/BUILD_ID`);
  if (isThere) return { name, state: 'ok', detail: 'web/.next' };
  return { name, state: 'note', detail: 'none yet: the first "npm start" makes it' };
}

async function checkDataFolder(): Promise<Finding> {
  const name = 'data folder';
  const folder = dataFolder();
  // A folder that is not there is a finding, not a failure.
  const found = await fs.stat(folder).catch(() => undefined);
  if (found === undefined)
    return { name, state: 'note', detail: `${folder} is not there yet: the first start makes it` };
  const isWritable = found.isDirectory() && (await exists(folder, constants.W_OK));
  if (isWritable) return { name, state: 'ok', detail: folder };
  return {
    name,
    state: 'wrong',
    detail: `${folder} is no folder that can be written to: point STOCK_MATE_HOME elsewhere`,
  };
}

async function checkRunning(): Promise<Finding> {
  const name = 'running system';
  try {
    const { api, web } = await readEndpoints();
    const response = await fetch(`${api}/health`, { signal: AbortSignal.timeout(5000) });
    const health = await response.text();
    const where = web === undefined ? api : `${web}, API ${api}`;
    return {
      name,
      state: response.ok ? 'ok' : 'wrong',
      detail: response.ok ? where : `${api}/health says ${health}`,
    };
  } catch {
    return { name, state: 'note', detail: 'none: start it with "npm start"' };
  }
}

async function checkPorts(): Promise<Finding[]> {
  const ports = [
    { name: 'web port', variable: 'PORT', port: Number(process.env['PORT'] ?? 3000) },
    { name: 'API port', variable: 'API_PORT', port: Number(process.env['API_PORT'] ?? 3001) },
  ];
  return Promise.all(
    ports.map(async ({ name, variable, port }): Promise<Finding> => {
      if (!(await isTaken(port))) return { name, state: 'ok', detail: `${port} is free` };
      return {
        name,
        state: 'wrong',
        detail: `${port} is taken by another program: stop it, or set ${variable}`,
      };
    }),
  );
}

async function isTaken(port: number): Promise<boolean> {
  return new Promise((settle) => {
    const socket = createConnection({ port, host: '127.0.0.1' });
    socket.once('connect', () => {
      socket.destroy();
      settle(true);
    });
    socket.once('error', () => settle(false));
  });
}

async function exists(path: string, mode = constants.R_OK): Promise<boolean> {
  return fs.access(path, mode).then(
    () => true,
    () => false,
  );
}
