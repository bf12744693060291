import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const execute = promisify(execFile);

/** How PostgreSQL programs are run: the words before the command, and who must own the data. */
export type RunAs = { readonly prefix: readonly string[]; readonly owner?: number };

const nobody = 65_534;

/** PostgreSQL refuses to run as root, so root runs it as somebody else; best way first. */
export const waysForRoot: readonly RunAs[] = [
  // A user namespace: no user is made, files stay root's, and it works below a folder only root may enter.
  { prefix: ['unshare', '--user', `--map-user=${nobody}`, `--map-group=${nobody}`] },
  // Where namespaces are forbidden (many containers): another uid, which may still pass root's folders.
  {
    prefix: [
      'setpriv',
      `--reuid=${nobody}`,
      `--regid=${nobody}`,
      '--clear-groups',
      '--inh-caps=+dac_override',
      '--ambient-caps=+dac_override',
    ],
    owner: nobody,
  },
];

const waysForAll: readonly RunAs[] = [{ prefix: [] }];

/** Chooses the first way in which this user can run the given PostgreSQL program. */
export async function chooseRunAs(
  program: string,
  ways: readonly RunAs[] = process.getuid?.() === 0 ? waysForRoot : waysForAll,
): Promise<RunAs> {
  const failures: unknown[] = [];
  for (const way of ways) {
    try {
      const { command, args } = commandOf(way, program, ['--version']);
      await execute(command, args);
      return way;
    } catch (error) {
      failures.push(error);
    }
  }
  throw new Error(
    `this user cannot run PostgreSQL (tried ${ways.length} ways): start as a normal user, or set DATABASE_URL`,
    { cause: new AggregateError(failures) },
  );
}

/** The command line that runs a program in the chosen way. */
export function commandOf(
  way: RunAs,
  program: string,
  args: readonly string[],
): { readonly command: string; readonly args: string[] } {
  const [wrapper, ...rest] = way.prefix;
  return wrapper === undefined
    ? { command: program, args: [...args] }
    : { command: wrapper, args: [...rest, program, ...args] };
}
