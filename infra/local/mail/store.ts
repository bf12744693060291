import { randomBytes } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { toEml } from './eml.ts';
import type { Letter, StoredMail } from './letter.ts';

/** Mails in a folder, two files each: `<id>.eml` for mail programs and `<id>.json`; ids sort by time. */
export type MailStore = {
  readonly count: () => number;
  /** Keeps a mail; the oldest beyond the limit are thrown away. */
  readonly save: (letter: Letter) => Promise<StoredMail>;
  /** The newest, newest first. */
  readonly newest: (limit: number) => Promise<readonly StoredMail[]>;
  readonly find: (id: string) => Promise<StoredMail | undefined>;
};

type Options = { readonly directory: string; readonly mostKept: number };

/** Opens the folder; what earlier starts kept there is still there. */
export async function openMailStore({ directory, mostKept }: Options): Promise<MailStore> {
  await mkdir(directory, { recursive: true, mode: 0o700 });
  const ids = (await readdir(directory))
    .filter((file) => file.endsWith('.json'))
    .map((file) => file.slice(0, -'.json'.length))
    .toSorted();
  const fileOf = (id: string, ending: string): string => join(directory, `${id}.${ending}`);
  let last = 0;

  /** Later than every id of this process, even within one millisecond. */
  function nextTime(): Date {
    last = Math.max(Date.now(), last + 1);
    return new Date(last);
  }

  async function read(id: string): Promise<StoredMail> {
    // Only this file writes there.
    return JSON.parse(await readFile(fileOf(id, 'json'), 'utf8')) as StoredMail;
  }

  async function prune(): Promise<void> {
    const old = ids.splice(0, Math.max(0, ids.length - mostKept));
    for (const id of old) for (const ending of ['eml', 'json']) await rm(fileOf(id, ending), { force: true });
  }

  return {
    count: () => ids.length,
    async save(letter) {
      const sentAt = nextTime().toISOString();
      const mail = {
        id: `${sentAt.replace(/\W/g, '')}-${randomBytes(4).toString('hex')}`,
        sentAt,
        ...letter,
      };
      await writeFile(fileOf(mail.id, 'eml'), toEml(mail), { mode: 0o600 });
      // Moved into place last: a mail that can be listed is there as a whole.
      await writeFile(fileOf(mail.id, 'new'), JSON.stringify(mail, undefined, 2), { mode: 0o600 });
      await rename(fileOf(mail.id, 'new'), fileOf(mail.id, 'json'));
      ids.push(mail.id);
      await prune();
      return mail;
    },
    newest: (limit) => Promise.all(ids.slice(-limit).toReversed().map(read)),
    // A name that is not in the list never becomes a path.
    find: async (id) => (ids.includes(id) ? read(id) : undefined),
  };
}
