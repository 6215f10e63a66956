import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { type BuildFailure, build } from 'esbuild';

/** What modules of a tarball import from their own package and do not find there: publint looks at entries alone. */
export async function missingFrom(tarball: string, folder: string): Promise<readonly string[]> {
  mkdirSync(folder);
  spawnSync('tar', ['-xzf', tarball, '-C', folder]);
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  const { errors } = await build({
    entryPoints: files.filter((file) => file.endsWith('.js')).map((file) => join(folder, file)),
    outdir: join(folder, 'bundled'),
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'node',
    packages: 'external',
    logLevel: 'silent',
  }).catch((failure: unknown) => (isBuildFailure(failure) ? failure : Promise.reject(failure)));
  return errors.map(
    ({ text, location }) => `${location?.file.split('package/').at(-1) ?? 'somewhere'}: ${text}`,
  );
}

function isBuildFailure(failure: unknown): failure is BuildFailure {
  return failure instanceof Error && 'errors' in failure;
}
