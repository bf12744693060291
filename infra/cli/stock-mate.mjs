#!/usr/bin/env node
/// <reference types="node" />
/**
 * The command `stock-mate`. It runs on whatever Node is at hand and hands over to the project's own,
 * which alone can run TypeScript as it stands.
 */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const projectNode = fileURLToPath(new URL('../../node_modules/.bin/node', import.meta.url));
const main = fileURLToPath(new URL('./main.ts', import.meta.url));

if (!existsSync(projectNode)) {
  console.error(
    'Stock-Mate is not installed yet: run "npm install" (or "npm start", which does it) in its folder.',
  );
  process.exit(1);
}

const child = spawn(projectNode, [main, ...process.argv.slice(2)], { stdio: 'inherit' });
child.on('error', (error) => {
  console.error(`Stock-Mate's own Node could not be started: ${error.message}`);
  process.exit(1);
});
// The terminal sends Ctrl-C to both; a signal sent to this process alone is passed on.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
child.on('exit', (code, signal) => process.exit(signal === null ? (code ?? 1) : 1));
