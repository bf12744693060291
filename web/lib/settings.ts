/** Where the web app's surroundings are, and its secrets. */
export type Settings = {
  readonly apiUrl: string;
  readonly issuerUrl: string;
  /** Address of this app as browsers know it, without a slash at the end. */
  readonly webUrl: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** 32 bytes, for AES-256-GCM. */
  readonly sessionKey: Buffer;
  readonly sessionsTable: string;
  /** Where mails that leave nowhere can be read; null: mails go out. */
  readonly mailboxUrl: string | null;
};

/** Reads the environment when it is needed: the build runs modules without one. */
export function settings(): Settings {
  const sessionKey = Buffer.from(required('SESSION_KEY'), 'base64');
  if (sessionKey.length !== 32)
    throw new Error(`SESSION_KEY has ${sessionKey.length} bytes; set it to 32 random bytes in base64`);
  return {
    apiUrl: withoutSlash(required('API_URL')),
    issuerUrl: required('ISSUER_URL'),
    webUrl: withoutSlash(required('WEB_URL')),
    clientId: required('CLIENT_ID'),
    clientSecret: required('CLIENT_SECRET'),
    sessionKey,
    sessionsTable: required('SESSIONS_TABLE'),
    mailboxUrl: process.env['MAILBOX_URL'] ?? null,
  };
}

function required(name: string): string {
  const value = process.env[name];
  if (value === undefined || value === '') throw new Error(`${name} is not set; the web app needs it to run`);
  return value;
}

function withoutSlash(url: string): string {
  return url.replace(/\/+$/, '');
}
