import { mkdir, mkdtemp, rm, symlink } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const application = fileURLToPath(new URL('../..', import.meta.url));

/** The shop's program as Node runs it, made from its sources as they are now, in a place where its packages are found. */
export interface BuiltShop extends AsyncDisposable {
  readonly main: string;
}

export async function buildShop(): Promise<BuiltShop> {
  const cache = `${application}node_modules/.cache`;
  await mkdir(cache, { recursive: true });
  const folder = await mkdtemp(`${cache}/shop-test-`);
  await symlink(`${application}public`, `${folder}/public`);
  await build({
    entryPoints: [`${application}src/main.ts`],
    outfile: `${folder}/dist/main.js`,
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node22',
    packages: 'external',
    logLevel: 'error',
  });
  return {
    main: `${folder}/dist/main.js`,
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }),
  };
}
