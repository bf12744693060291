import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Secrets of one installation, made once and kept in its data folder. */
export type Secrets = {
  /** Password of the functions' database roles. */
  readonly databasePassword: string;
  /** Key that encrypts task tokens: 32 bytes, base64. */
  readonly tokenKey: string;
  /** Key that encrypts web sessions: 32 bytes, base64. */
  readonly sessionKey: string;
  readonly webClientSecret: string;
};

/** Name of the file; a folder that holds it is a data folder of Stock-Mate. */
export const secretsFile = 'secrets.json';

/** Reads the secrets of a data folder; makes those that are missing. */
export async function ensureSecrets(home: string): Promise<Secrets> {
  const file = join(home, secretsFile);
  // Only this function writes the file.
  const known = existsSync(file) ? (JSON.parse(await readFile(file, 'utf8')) as Partial<Secrets>) : {};
  const secrets: Secrets = {
    databasePassword: randomBytes(24).toString('base64url'),
    tokenKey: randomBytes(32).toString('base64'),
    sessionKey: randomBytes(32).toString('base64'),
    webClientSecret: randomBytes(24).toString('base64url'),
    ...known,
  };
  await writeFile(`${file}.new`, `${JSON.stringify(secrets, undefined, 2)}\n`, { mode: 0o600 });
  await rename(`${file}.new`, file);
  return secrets;
}
