import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import type { Client } from './client.ts';
import type { Published } from './release.ts';
import { arrive, type Stranger } from './stranger.ts';
import { costOf, type Installed, installedSchema, medianOf, type Row } from './table.ts';

const lockSchema = z.object({ packages: installedSchema });

/** Installs all packages as one stranger and measures what each of them costs. */
export async function measure(
  client: Client,
  published: readonly Published[],
  { nodeVersion, rounds }: { readonly nodeVersion: string; readonly rounds: number },
): Promise<{ readonly rows: readonly Row[]; readonly installed: Installed }> {
  const stranger = await arrive(client, {
    name: 'all-packages',
    nodeVersion,
    manager: 'npm',
    packages: published.map(({ name, version }) => `${name}@${version}`),
  });
  const lock = readFileSync(join(stranger.folder, 'node_modules/.package-lock.json'), 'utf8');
  const { packages: installed } = lockSchema.parse(JSON.parse(lock));
  const priced = published.map((each) => ({ ...each, ...costOf(installed, each.name) }));
  const ratios = await importRatios(stranger, priced, rounds);
  const rows = priced.map((each) => ({
    ...each,
    megabytes: each.paths.reduce((sum, path) => sum + bytesOf(join(stranger.folder, path)), 0) / 1e6,
    importRatio: ratios.get(each.name),
  }));
  return { rows, installed };
}

type Priced = Pick<Row, 'name' | 'sdks'>;

/** Of each package with an SDK: import with it over import without, medians of processes that take turns. */
async function importRatios(
  stranger: Stranger,
  packages: readonly Priced[],
  rounds: number,
): Promise<ReadonlyMap<string, number>> {
  const subjects = packages
    .map(({ name, sdks }) => ({ name, sdks: sdks.filter((sdk) => !sdk.startsWith('@types/')) }))
    .filter(({ sdks }) => sdks.length > 0)
    .map((subject) => ({ ...subject, without: [] as number[], together: [] as number[] }));
  for (let round = 0; round < rounds; round += 1)
    for (const { name, sdks, without, together } of subjects) {
      without.push(Number(await stranger.node('import-time.mjs', name)));
      together.push(Number(await stranger.node('import-time.mjs', name, ...sdks)));
    }
  return new Map(
    subjects.map(({ name, without, together }) => [name, medianOf(together) / medianOf(without)]),
  );
}

/** Of the files in a folder, the packages that are installed within it left out. */
function bytesOf(folder: string): number {
  let bytes = 0;
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) bytes += entry.name === 'node_modules' ? 0 : bytesOf(path);
    else if (entry.isFile()) bytes += statSync(path).size;
  }
  return bytes;
}
