import { fork } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { cp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { projectRoot } from '#infra/local/settings.ts';

const web = join(projectRoot, 'web');
const output = join(web, '.next');
const stampFile = join(output, 'stock-mate.json');

/** The server that a build leaves behind. */
export const webServer = join(output, 'standalone', 'web', 'server.js');

export type BuildOptions = {
  readonly signal?: AbortSignal;
  /** Called when there is something to build, which takes a while. */
  readonly onBuild?: () => void;
};

/** Builds the web app unless what is built is of the present sources. */
export async function buildWeb({ signal, onBuild }: BuildOptions = {}): Promise<void> {
  const stamp = await stampOf();
  if (existsSync(webServer) && (await readFile(stampFile, 'utf8').catch(() => '')) === stamp) return;
  onBuild?.();
  // Until the build is whole there is none.
  await rm(stampFile, { force: true });
  await runNextBuild(signal);
  signal?.throwIfAborted();
  // Next leaves these beside its standalone server, which expects them inside.
  await cp(join(output, 'static'), join(output, 'standalone', 'web', '.next', 'static'), { recursive: true });
  const publicFolder = join(web, 'public');
  if (existsSync(publicFolder)) {
    await cp(publicFolder, join(output, 'standalone', 'web', 'public'), { recursive: true });
  }
  await writeFile(stampFile, stamp);
}

/** What the build depends on, as one text. */
async function stampOf(): Promise<string> {
  const hash = createHash('sha256');
  const files = [
    join(projectRoot, 'package-lock.json'),
    ...(await filesIn(web)),
    ...(await filesIn(join(projectRoot, 'shared'))),
  ];
  for (const file of files) {
    hash.update(`${relative(projectRoot, file)}\0`).update(await readFile(file));
  }
  return JSON.stringify({ node: process.versions.node.split('.')[0], sources: hash.digest('hex') });
}

/** Generated files are left out: Next writes them again with each build. */
const generated = new Set(['.next', 'node_modules', 'next-env.d.ts', 'tsconfig.tsbuildinfo']);

async function filesIn(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const lists = await Promise.all(
    entries
      .filter((entry) => !generated.has(entry.name) && !entry.name.endsWith('.test.ts'))
      .map(async (entry) => {
        const path = join(folder, entry.name);
        return entry.isDirectory() ? await filesIn(path) : [path];
      }),
  );
  return lists.flat().toSorted();
}

async function runNextBuild(signal?: AbortSignal): Promise<void> {
  const next = join(projectRoot, 'node_modules', 'next', 'dist', 'bin', 'next');
  const child = fork(join(import.meta.dirname, '..', 'lifeline.ts'), [next, 'build', web], {
    cwd: projectRoot,
    env: { ...process.env, NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' },
    execArgv: ['--disable-warning=ExperimentalWarning'],
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  let text = '';
  child.stdout?.on('data', (chunk: Buffer) => (text += chunk.toString()));
  child.stderr?.on('data', (chunk: Buffer) => (text += chunk.toString()));
  const stop = (): void => child.disconnect();
  signal?.addEventListener('abort', stop, { once: true });
  const code = await new Promise((settle) => child.once('exit', settle));
  signal?.removeEventListener('abort', stop);
  if (code !== 0)
    throw new Error(`the web app cannot be built (exit code ${String(code)}):\n${text.trimEnd()}`);
  if (!existsSync(webServer)) {
    throw new Error(
      `the build left no ${relative(projectRoot, webServer)}: next.config.ts must say output: 'standalone'`,
    );
  }
}

if (import.meta.main) {
  try {
    await buildWeb({ onBuild: () => void process.stdout.write('Building the web app …\n') });
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  }
}
