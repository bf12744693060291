/** dynalite ships no types; this is the part that is used. https://github.com/architect/dynalite */
declare module 'dynalite' {
  import type { Server } from 'node:http';
  function dynalite(options: {
    readonly path?: string;
    readonly createTableMs?: number;
    readonly deleteTableMs?: number;
    readonly updateTableMs?: number;
  }): Server;
  export = dynalite;
}
