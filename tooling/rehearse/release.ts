import * as z from 'zod';
import type { Client } from './client.ts';
import type { Clone, Package } from './clone.ts';
import type { Report } from './report.ts';

/** A package as the registry gives it to strangers. */
export interface Published extends Package {
  readonly tarballBytes: number;
}

const manifestSchema = z.object({
  dist: z.object({ tarball: z.string() }),
  exports: z.unknown(),
  dependencies: z.record(z.string(), z.string()).default({}),
});

/** Releases what the changesets of the clone ask for, by the commands of a true release. */
export async function release(
  report: Report,
  clone: Clone,
  client: Client,
  { isJudged }: { readonly isJudged: boolean },
): Promise<readonly Published[]> {
  const changed = await report.step('Versions and changelogs', async () => {
    await clone.perform('changeset', 'version');
    await clone.commit('Versions');
    return unpublished(await clone.packages(), client.registry);
  });
  await report.step(`Build of ${changed.length} packages`, () =>
    clone.perform(
      'turbo',
      'run',
      'build',
      '--output-logs=errors-only',
      ...changed.map(({ name }) => `--filter=${name}`),
    ),
  );
  if (isJudged)
    await report.step('Pack; publint and attw on every tarball; a user compiles', () =>
      clone.perform('node', '--conditions=@patchbay/source', 'tooling/pack/check.ts'),
    );
  return report.step(`Publish ${changed.length} packages`, async () => {
    await clone.perform('changeset', 'publish');
    return Promise.all(changed.map((each) => inspect(each, client.registry)));
  });
}

/** Packages that the registry does not have at their version: `changeset publish` publishes these. */
export async function unpublished(
  packages: readonly Package[],
  registry: string,
): Promise<readonly Package[]> {
  const unnamed = packages.filter(({ version }) => version === '0.0.0').map(({ name }) => name);
  if (unnamed.length > 0) throw new Error(`No changeset has ever named ${unnamed.join(', ')}.`);
  const isThere = await Promise.all(packages.map((each) => find(each, registry).then(({ ok }) => ok)));
  return packages.filter((_, index) => !isThere[index]);
}

function find({ name, version }: Package, registry: string): Promise<Response> {
  return fetch(new URL(`${name}/${version}`, registry));
}

async function inspect(published: Package, registry: string): Promise<Published> {
  const { name, version } = published;
  const answer = await find(published, registry);
  if (!answer.ok) throw new Error(`${name}@${version} is not in the registry: ${answer.status}`);
  const manifest = manifestSchema.parse(await answer.json());
  const left = leftIn(JSON.stringify([manifest.exports, manifest.dependencies]));
  if (left.length > 0) throw new Error(`${name}@${version} is published with ${left.join(', ')}`);
  const tarball = await fetch(manifest.dist.tarball);
  return { name, version, tarballBytes: (await tarball.arrayBuffer()).byteLength };
}

/** What means something in the repository alone. */
export function leftIn(manifest: string): readonly string[] {
  return ['workspace:', 'catalog:', '@patchbay/source', '/src/'].filter((word) => manifest.includes(word));
}
