import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { whileLocked } from './lock.mjs';
import { phase, root, run } from './process.mjs';

const stamp = join(root, 'node_modules', '.patchbay-install');
const folder = join(root, '.set-up');

/**
 * Brings node_modules to what the lockfile says, or does nothing when it is there already.
 *
 * The stamp is written only after a complete install, so one that was killed is done again.
 */
export async function install() {
  if (read(stamp) === fingerprint()) return;
  mkdirSync(folder, { recursive: true });
  await whileLocked(join(folder, 'lock'), async ({ lastOneDied }) => {
    const wanted = fingerprint();
    if (read(stamp) === wanted) return;
    rmSync(stamp, { force: true });
    if (lastOneDied) removeWhatIsThere();
    await fetchPnpm();
    await phase('Setting up: installing packages', installPackages, { everySeconds: 10 });
    writeFileSync(stamp, wanted);
  });
}

/** Not by npx: when it is killed while it fetches, it waits for a minute the next time and then fails, always. */
async function fetchPnpm() {
  const { packageManager } = JSON.parse(read(join(root, 'package.json')));
  const fetched = JSON.parse(read(join(folder, 'node_modules/pnpm/package.json')) ?? '{}');
  if (packageManager === `pnpm@${fetched.version}`) return;
  const command = [
    'npm',
    'install',
    '--prefix',
    folder,
    '--no-save',
    '--no-package-lock',
    '--prefer-offline',
  ];
  await phase(
    `Setting up: fetching ${packageManager}`,
    () => run([...command, '--loglevel=error', packageManager]),
    {
      everySeconds: 10,
    },
  );
}

async function installPackages() {
  const pnpm = join(folder, 'node_modules/.bin/pnpm');
  try {
    await run([pnpm, 'install', '--frozen-lockfile']);
  } catch (error) {
    console.error(`\nThe install did not finish. After a change to a package.json, run: ${pnpm} install`);
    throw error;
  }
}

/** Changes with the lockfile, the manifest of any package, and the machine that packages are chosen for. */
function fingerprint() {
  const hash = createHash('sha256').update(`${process.platform} ${process.arch}`);
  for (const path of ['pnpm-lock.yaml', 'pnpm-workspace.yaml', ...manifests('.', 3)]) {
    hash.update(`\n${path}\n`).update(read(join(root, path)) ?? '');
  }
  return hash.digest('hex');
}

function manifests(directory, depth) {
  const entries = readdirSync(join(root, directory), { withFileTypes: true });
  const paths = entries.flatMap((entry) => {
    const path = join(directory, entry.name);
    if (entry.name === 'package.json') return [path];
    const skipped = entry.name.startsWith('.') || entry.name === 'node_modules' || entry.name === 'dist';
    return entry.isDirectory() && !skipped && depth > 0 ? manifests(path, depth - 1) : [];
  });
  return paths.sort();
}

/** pnpm takes some of what a killed install has left behind for complete. Its store keeps what was downloaded. */
function removeWhatIsThere() {
  console.log('Setting up: the last install did not finish, so its folders are removed first');
  for (const directory of [folder, ...manifests('.', 3).map((path) => join(root, dirname(path)))]) {
    rmSync(join(directory, 'node_modules'), { recursive: true, force: true });
  }
}

function read(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
