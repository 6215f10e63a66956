import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

const lockfiles = [
  ['pnpm-lock.yaml', 'pnpm add'],
  ['yarn.lock', 'yarn add'],
  ['bun.lock', 'bun add'],
  ['bun.lockb', 'bun add'],
  ['package-lock.json', 'npm install'],
] as const;

const commands: Readonly<Record<string, string>> = { pnpm: 'pnpm add', yarn: 'yarn add', bun: 'bun add' };

/** The command that installs a package here. The nearest lockfile decides, then the client that runs this process. */
export function installCommand(
  packageName: string,
  directory: string,
  env: Readonly<Record<string, string | undefined>>,
): string {
  const agent = env['npm_config_user_agent']?.split('/')[0] ?? 'npm';
  return `${commandOfLockfile(directory) ?? commands[agent] ?? 'npm install'} ${packageName}`;
}

function commandOfLockfile(directory: string): string | undefined {
  const found = lockfiles.find(([file]) => existsSync(join(directory, file)));
  const parent = dirname(directory);
  return found?.[1] ?? (parent === directory ? undefined : commandOfLockfile(parent));
}
