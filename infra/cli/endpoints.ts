/** Where the running system is, as its start wrote it down. */
import { promises as fs } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

import * as v from 'valibot';

import { CommandFailed } from './failures.ts';

/** The addresses that the command line uses. */
const Endpoints = v.object({
  web: v.optional(v.string()),
  api: v.pipe(v.string(), v.url()),
  issuer: v.pipe(v.string(), v.url()),
  database: v.string(),
});
/** The addresses that the command line uses. */
type Endpoints = v.InferOutput<typeof Endpoints>;

/** The data folder of this machine. */
export function dataFolder(): string {
  const given = process.env['STOCK_MATE_HOME'];
  const root = fileURLToPath(new URL('../..', import.meta.url));
  return given === undefined || given === '' ? join(root, '.stock-mate') : resolve(root, given);
}

/** Reads `endpoints.json`; nothing there means that nothing runs. */
export async function readEndpoints(): Promise<Endpoints> {
  const file = join(dataFolder(), 'endpoints.json');
  const text = await fs.readFile(file, 'utf8').catch((cause: unknown) => {
    throw new CommandFailed(
      `Stock-Mate is not running: found no ${file}. Start it with "npm start", or point STOCK_MATE_HOME at its data folder.`,
      { cause },
    );
  });
  try {
    return v.parse(Endpoints, JSON.parse(text));
  } catch (cause) {
    throw new CommandFailed(
      `${file} is not what a start of Stock-Mate writes: start it again with "npm start"`,
      { cause },
    );
  }
}
