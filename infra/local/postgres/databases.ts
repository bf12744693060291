import postgres from 'postgres';

/** Makes the database named in `wanted` on the server of `ownerUrl` unless it is there; returns its address. */
export async function ensureDatabaseBeside(ownerUrl: string, wanted: string): Promise<string> {
  const sql = postgres(ownerUrl, { max: 1, onnotice: () => {} });
  try {
    const found = await sql`SELECT 1 FROM pg_database WHERE datname = ${wanted}`;
    if (found.length === 0) await sql`CREATE DATABASE ${sql(wanted)}`;
  } catch (error) {
    throw new Error(
      `the database ${wanted} could not be made beside the one of DATABASE_URL: ` +
        `give its role CREATEDB, or make ${wanted} by hand`,
      { cause: error },
    );
  } finally {
    await sql.end({ timeout: 5 });
  }
  const url = new URL(ownerUrl);
  url.pathname = `/${wanted}`;
  return url.href;
}
