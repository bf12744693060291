import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

/** Whether a loopback port can be taken; 0 means any. Returns the port, or nothing when it is taken. */
async function tryPort(port: number): Promise<number | undefined> {
  return await new Promise((settle, fail) => {
    const probe = createServer();
    probe.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE' || error.code === 'EACCES') settle(undefined);
      else fail(error);
    });
    probe.listen({ port, host: '127.0.0.1' }, () => {
      const address = probe.address();
      const taken = typeof address === 'object' && address !== null ? address.port : undefined;
      probe.close(() => settle(taken));
    });
  });
}

/** The wished loopback port if it is free, otherwise any free one. */
export async function choosePort(wished?: number): Promise<number> {
  const port = (wished === undefined ? undefined : await tryPort(wished)) ?? (await tryPort(0));
  if (port === undefined)
    throw new Error('found no free port on 127.0.0.1: stop some programs, then start again');
  return port;
}

/** Makes sure that a port which people know is free; what a killed predecessor held gets a moment to go. */
export async function demandPort(port: number, variable: string): Promise<void> {
  for (let attempt = 0; attempt < 20; attempt += 1) {
    if ((await tryPort(port)) !== undefined) return;
    await delay(100);
  }
  throw new Error(`port ${port} is taken by another program: stop that, or set ${variable} to another port`);
}

/**
 * Ports of parts that only other parts call: those of the last start where they are still free, and none of those that
 * people know, which nothing holds yet.
 */
export async function chooseInnerPorts<Name extends string>(
  home: string,
  names: readonly Name[],
  known: readonly number[],
): Promise<Readonly<Record<Name, number>>> {
  const file = join(home, 'ports.json');
  // Only this function writes the file.
  const last = existsSync(file) ? (JSON.parse(await readFile(file, 'utf8')) as Record<string, number>) : {};
  const chosen = new Map<Name, number>();
  for (const name of names) {
    let port = await choosePort(last[name]);
    // The system may name one free port twice, for none of them is taken yet.
    while ([...known, ...chosen.values()].includes(port)) port = await choosePort();
    chosen.set(name, port);
  }
  const ports = Object.fromEntries(chosen);
  await writeFile(file, JSON.stringify(ports), { mode: 0o600 });
  // Every name has been given a port above.
  return ports as Readonly<Record<Name, number>>;
}
