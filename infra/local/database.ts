import { join } from 'node:path';
import { migrate, openRoles } from '#infra/database/migrate.ts';
import { ensureDemoTenant } from '#infra/database/tenants.ts';
import type { DatabaseRole } from '#infra/topology.ts';
import { ensureDatabaseBeside } from './postgres/databases.ts';
import { startPostgres } from './postgres/server.ts';
import type { Secrets } from './secrets.ts';
import type { Settings } from './settings.ts';

/** The two databases, ready for use. */
export type Databases = {
  /** The owner's address of the product's database. */
  readonly ownerUrl: string;
  readonly workflowsUrl: string;
  /** The address with which a function of the given role logs in. */
  readonly roleUrl: (role: DatabaseRole) => string;
  readonly stop: () => Promise<void>;
};

/** Starts Postgres, unless DATABASE_URL says where one is, and brings the product's database up to date. */
export async function startDatabases(
  settings: Settings,
  secrets: Secrets,
  log: (line: string) => void,
): Promise<Databases> {
  const server = await openServer(settings, log);
  try {
    await migrate(server.ownerUrl);
    await openRoles(server.ownerUrl, secrets.databasePassword);
    await ensureDemoTenant(server.ownerUrl);
  } catch (error) {
    await server.stop();
    throw error;
  }
  return {
    ...server,
    roleUrl: (role) => {
      const url = new URL(server.ownerUrl);
      url.username = role;
      url.password = secrets.databasePassword;
      return url.href;
    },
  };
}

type Server = Omit<Databases, 'roleUrl'>;

async function openServer({ databaseUrl, home }: Settings, log: (line: string) => void): Promise<Server> {
  if (databaseUrl !== undefined) {
    const workflowsUrl = await ensureDatabaseBeside(databaseUrl, 'workflows');
    return { ownerUrl: databaseUrl, workflowsUrl, stop: () => Promise.resolve() };
  }
  const server = await startPostgres({ dataDirectory: join(home, 'postgres'), log });
  return {
    ownerUrl: server.ownerUrl('stock_mate'),
    workflowsUrl: server.ownerUrl('workflows'),
    stop: () => server.stop(),
  };
}
