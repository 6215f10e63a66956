import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { freePort } from '@patchbay/testing/node';
import { tail } from './command.ts';
import { folderOf, npmSetting, tools } from './tools.ts';

/**
 * A registry on loopback. Our own packages are only what is published here; all others come from the user's registry.
 */
export interface Registry extends AsyncDisposable {
  readonly url: string;
}

const mostMs = 60_000;

export async function startRegistry(folder: string): Promise<Registry> {
  mkdirSync(folder, { recursive: true });
  const port = await freePort();
  const url = `http://127.0.0.1:${port}/`;
  const settings = join(folder, 'settings.yaml'); // JSON is YAML
  writeFileSync(settings, JSON.stringify(settingsOf(folder, (await npmSetting('registry')) ?? '')));
  const program = join(await folderOf(tools.verdaccio), 'bin/verdaccio');
  const authorities = await npmSetting('cafile');
  const child = spawn(process.execPath, [program, '--config', settings, '--listen', `127.0.0.1:${port}`], {
    env: { ...process.env, ...(authorities !== undefined && { NODE_EXTRA_CA_CERTS: authorities }) },
    stdio: ['ignore', 'ignore', 'ignore'],
  });
  const gone = once(child, 'exit');
  const onExit = () => child.kill('SIGKILL');
  process.once('exit', onExit);
  const end = async (): Promise<void> => {
    process.off('exit', onExit);
    child.kill('SIGKILL');
    await gone;
  };
  try {
    await answers(url, () => child.exitCode !== null);
  } catch (error) {
    await end();
    throw new Error(`The registry did not start.\n${tail(readFileSync(join(folder, 'log'), 'utf8'))}`, {
      cause: error,
    });
  }
  return { url, [Symbol.asyncDispose]: end };
}

function settingsOf(folder: string, uplink: string): object {
  const everybody = { access: '$all', publish: '$anonymous', unpublish: '$anonymous' };
  return {
    storage: join(folder, 'packages'),
    auth: { htpasswd: { file: join(folder, 'users'), max_users: -1 } },
    uplinks: { configured: { url: uplink, maxage: '1h', timeout: '60s', agent_options: { maxSockets: 4 } } },
    packages: { '@patchbay/*': everybody, '**': { access: '$all', proxy: 'configured' } },
    web: { enable: false },
    max_body_size: '50mb',
    log: { type: 'file', path: join(folder, 'log'), level: 'warn' },
  };
}

async function answers(url: string, hasEnded: () => boolean): Promise<void> {
  const until = Date.now() + mostMs;
  while (Date.now() < until && !hasEnded()) {
    const answer = await fetch(new URL('-/ping', url)).catch(() => undefined);
    if (answer?.ok) return;
    await wait(100);
  }
  throw new Error(`No answer from ${url}`);
}
