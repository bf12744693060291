/** A headless Chromium from npm packages alone: no browser needs to be installed. */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';

import { chromium, type Browser, type Page } from 'playwright-core';

/** What axe-core found wrong on a page; an empty list is what is wanted. */
export type AxeViolation = {
  readonly id: string;
  readonly impact: string | null;
  readonly nodes: readonly string[];
};

const cache = join(import.meta.dirname, '..', '..', 'node_modules', '.cache', 'chromium');

/** Unpacks the browser into a cache of the project, unless it is there; answers where. Two must not unpack at once. */
export async function unpackBrowser(): Promise<string> {
  await mkdir(cache, { recursive: true });
  // Read when the package is loaded: the name makes it bring its own NSS libraries, the folder keeps others' files out.
  process.env['AWS_EXECUTION_ENV'] ??= 'AWS_Lambda_nodejs24.x';
  process.env['TMPDIR'] = cache;
  const { default: packaged } = await import('@sparticuz/chromium');
  return await packaged.executablePath();
}

/** Starts the browser. */
export async function launchBrowser(): Promise<Browser> {
  const executablePath = await unpackBrowser();
  // The package's own arguments turn web security off.
  return await chromium.launch({
    executablePath,
    args: ['--no-sandbox', '--disable-gpu', '--headless=shell'],
  });
}

/** Signs in by the button of a demo user, starting at a path of the web app. */
export async function signIn(page: Page, web: string, user: string, path = '/'): Promise<void> {
  await page.goto(`${web}${path}`);
  await page.locator(`button[name="user"][value="${user}"]`).click();
  await page.waitForURL((url) => url.origin === new URL(web).origin && !url.pathname.startsWith('/auth/'));
  await whole(page);
}

/** Waits until a page that arrives in pieces is put together: before that its texts may stand there twice. */
async function whole(page: Page): Promise<void> {
  await page.locator('[hidden][id^="S:"]').first().waitFor({ state: 'detached' });
}

/** Runs axe-core on the page as it is shown. */
export async function axe(page: Page): Promise<readonly AxeViolation[]> {
  await whole(page);
  const script = join(import.meta.dirname, '..', '..', 'node_modules', 'axe-core', 'axe.min.js');
  await page.addScriptTag({ path: script });
  // The script defines `axe` in the page, where this function runs.
  return await page.evaluate(async () => {
    const { axe: found } = globalThis as unknown as {
      axe: {
        run(): Promise<{ violations: { id: string; impact: string | null; nodes: { html: string }[] }[] }>;
      };
    };
    const { violations } = await found.run();
    return violations.map(({ id, impact, nodes }) => ({ id, impact, nodes: nodes.map(({ html }) => html) }));
  });
}
