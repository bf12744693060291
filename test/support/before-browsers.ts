/** Runs once before the browser tests: they run two at a time, and only one may unpack the browser. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const module = new URL('./browser.ts', import.meta.url).href;

/** Unpacks the browser, in a process of its own: its package changes the environment of the one that loads it. */
export async function setup(): Promise<void> {
  const script = `const { unpackBrowser } = await import(${JSON.stringify(module)}); await unpackBrowser();`;
  await promisify(execFile)(process.execPath, ['--input-type=module', '-e', script]);
}
