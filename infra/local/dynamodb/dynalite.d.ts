/** dynalite ships no types; this is the part that is used. https://github.com/architect/dynalite */
declare module 'dynalite' {
  import type { RequestListener, Server } from 'node:http';
  function dynalite(options: {
    readonly path?: string;
    readonly createTableMs?: number;
    readonly deleteTableMs?: number;
  }): Server & { listeners(event: 'request'): RequestListener[] };
  export = dynalite;
}
