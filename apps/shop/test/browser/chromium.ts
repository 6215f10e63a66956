import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

const executablePath = ['/usr/bin/chromium', '/usr/bin/chromium-browser'].find((path) => existsSync(path));

/** Why there is no browser to test with; `undefined` when there is one. */
export const noBrowser =
  executablePath === undefined ? 'no chromium in /usr/bin (Debian: apt-get install chromium)' : undefined;

// On a machine that must run everything, a browser left out is a failure and no excuse.
if (noBrowser !== undefined && process.env['CI'] === 'true')
  throw new Error(`The browser tests cannot run: ${noBrowser}.`);
if (noBrowser !== undefined) console.log(`The browser tests are left out: ${noBrowser}.`);

export function launch(): Promise<Browser> {
  return chromium.launch({
    ...(executablePath !== undefined && { executablePath }),
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--no-first-run',
    ],
  });
}
