import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { type BuildFailure, build } from 'esbuild';

/** What modules of an unpacked package import of their own and do not find: publint looks at entries alone. */
export async function missingFrom(folder: string): Promise<readonly string[]> {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  const { errors } = await build({
    entryPoints: files.filter((file) => /^dist\/.*\.js$/.test(file)).map((file) => join(folder, file)),
    outdir: join(folder, 'bundled'),
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'node',
    packages: 'external',
    logLevel: 'silent',
  }).catch((failure: unknown) => (isBuildFailure(failure) ? failure : Promise.reject(failure)));
  return errors.map(({ text, location }) => `dist/${location?.file.split('/dist/').at(-1) ?? ''}: ${text}`);
}

function isBuildFailure(failure: unknown): failure is BuildFailure {
  return failure instanceof Error && 'errors' in failure;
}
