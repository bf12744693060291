import { createServer } from 'node:net';

/** Whether a loopback port can be taken; 0 means any. Returns the port, or nothing when it is taken. */
export async function tryPort(port: number): Promise<number | undefined> {
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
