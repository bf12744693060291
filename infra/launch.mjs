/**
 * What `npm start`, `npm test` and `npm run build` run. It needs no more than any Node from 20 on: it installs what
 * is missing and hands over to the Node of the project.
 */
// Plain JavaScript, for it runs before anything is installed: there are no types to be safe about.
/* oxlint-disable typescript/no-unsafe-assignment, typescript/no-unsafe-argument, typescript/no-unsafe-call, typescript/no-unsafe-member-access, typescript/no-unsafe-return */
import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, existsSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const modules = join(root, 'node_modules');
const node = join(modules, '.bin', 'node');
const npmAtStart = npmOf();

const commands = {
  start: (args) => run(['infra/local/main.ts', ...args]),
  build: () => run(['infra/local/web/build.ts']),
  test: async (args) => {
    const built = await run(['infra/local/web/build.ts']);
    return built === 0 ? await run([join(modules, 'vitest', 'vitest.mjs'), 'run', ...args]) : built;
  },
};

const [name, ...args] = process.argv.slice(2);
const command = commands[name];
if (command === undefined) {
  console.error(`usage: node infra/launch.mjs ${Object.keys(commands).join('|')} [arguments]`);
  process.exit(2);
}
try {
  ensureInstalled();
  ensureNode();
  linkCommandLine();
} catch (error) {
  console.error(error.message);
  process.exit(1);
}
process.exitCode = await command(args);

function ensureInstalled() {
  if (isInstalled()) return;
  console.log('Installing packages …');
  // A lock that was made on another platform can lack its optional packages; install completes what ci refuses.
  if (!npm('ci') && !npm('install')) {
    throw new Error('The packages could not be installed: see the lines above, then run npm install.');
  }
}

/** npm's own record of what it installed, written last, must have every package that the lock demands. */
function isInstalled() {
  const record = join(modules, '.package-lock.json');
  if (!existsSync(record)) return false;
  const there = packagesOf(record);
  return Object.entries(packagesOf(join(root, 'package-lock.json'))).every(
    ([path, { version, optional }]) => path === '' || optional === true || there[path]?.version === version,
  );
}

function packagesOf(lock) {
  return JSON.parse(readFileSync(lock, 'utf8')).packages;
}

/** npm is run by the Node it belongs to, for the one in node_modules is being replaced. */
function npm(...args) {
  const path = (process.env.PATH ?? '').split(delimiter).filter((folder) => !folder.startsWith(modules));
  const { status, error } = spawnSync('npm', [...args, '--no-audit', '--no-fund'], {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, PATH: path.join(delimiter) },
  });
  if (error !== undefined) throw new Error(`npm cannot be run (${error.message}): install Node.js with npm.`);
  return status === 0;
}

/** Without its install script the package `node` brings no Node, and nothing would say so. */
function ensureNode() {
  const wanted = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).dependencies.node;
  if (nodeVersion() === `v${wanted}`) return;
  console.log(`Completing the installation of Node ${wanted} …`);
  npm('rebuild', '--ignore-scripts=false');
  const found = nodeVersion();
  if (found !== `v${wanted}`) {
    throw new Error(
      `Found Node ${found ?? 'none'} in node_modules, expected v${wanted}: delete node_modules, then run npm install ` +
        'without --ignore-scripts.',
    );
  }
}

function nodeVersion() {
  const { status, stdout } = spawnSync(node, ['--version'], { encoding: 'utf8' });
  return status === 0 ? stdout.trim() : undefined;
}

/** npm links the programs of packages, but not those of the project itself: `npx stock-mate` shall work. */
function linkCommandLine() {
  const program = join(root, 'infra', 'cli', 'stock-mate.mjs');
  const link = join(modules, '.bin', 'stock-mate');
  if (!existsSync(program) || existsSync(link)) return;
  rmSync(link, { force: true });
  chmodSync(program, 0o755);
  symlinkSync(join('..', '..', 'infra', 'cli', 'stock-mate.mjs'), link);
}

/** Runs a program under the project's Node; signals are passed on, and the exit code is passed back. */
function run(words) {
  return new Promise((settle) => {
    const child = spawn(node, ['--disable-warning=ExperimentalWarning', ...words], {
      cwd: root,
      // The channel tells the child when this process ends without a word.
      stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
      env: {
        ...process.env,
        PATH: `${join(modules, '.bin')}${delimiter}${process.env.PATH ?? ''}`,
        NEXT_TELEMETRY_DISABLED: '1',
      },
    });
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
    const watch = setInterval(() => npmHasEnded() && child.kill('SIGTERM'), 500);
    child.once('error', (error) => {
      console.error(`${node} cannot be run: ${error.message}`);
      settle(1);
    });
    child.once('exit', (code) => {
      clearInterval(watch);
      settle(code ?? 1);
    });
  });
}

/** A signal for npm ends npm and the shell that it runs us by, but never reaches us. */
function npmHasEnded() {
  return process.env.npm_lifecycle_event !== undefined && npmOf() !== npmAtStart;
}

/** The npm that runs us: our parent, or the parent of the shell in between. */
function npmOf() {
  const parent = process.ppid;
  try {
    const [, name, grandparent] =
      /\((.*)\) \S (\d+)/.exec(readFileSync(`/proc/${parent}/stat`, 'utf8')) ?? [];
    return /^(?:sh|dash|bash)$/.test(name) ? Number(grandparent) : parent;
  } catch {
    return parent;
  }
}
