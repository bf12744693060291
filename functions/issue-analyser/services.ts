import type { Database } from '#functions/_kit/database.ts';

/** What the tasks need. */
export type Services = { readonly database: Database };
