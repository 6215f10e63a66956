import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, realpathSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';
import { build, type Plugin } from 'esbuild';
import { manifestOf } from './manifest.ts';

/** The root of the repository. */
export const root = fileURLToPath(new URL('../..', import.meta.url));
const run = promisify(execFile);

/** Bytes of code, minified by esbuild, and gzipped at level 9. */
export interface Size {
  readonly minified: number;
  readonly gzipped: number;
}

/** Packages as they would be published, unpacked beside each other as a package manager does. */
export interface Packed extends Disposable {
  /** Where a package was unpacked. */
  folderOf(folder: string): string;
  /** The main entry with those of the packages that it imports that `isCounted` names. */
  sizeOf(folder: string, isCounted: (specifier: string) => boolean): Promise<Size>;
}

/** Packs packages of the workspace, which have to be built, by their folders: `packages/core`. */
export async function pack(folders: readonly string[]): Promise<Packed> {
  const scratch = mkdtempSync(join(tmpdir(), 'patchbay-packed-'));
  const folderOf = (folder: string): string =>
    join(scratch, 'node_modules', manifestOf(join(root, folder)).name);
  for (const folder of folders) await unpack(folder, scratch, folderOf(folder));
  symlinkSync(
    realpathSync(join(root, 'packages/payments/contract/node_modules/zod')),
    join(scratch, 'node_modules/zod'),
  );
  return {
    folderOf,
    sizeOf: (folder, isCounted) => sizeOf(join(folderOf(folder), 'dist/index.js'), isCounted),
    [Symbol.dispose]: () => rmSync(scratch, { recursive: true }),
  };
}

/** The size of one package's main entry, all of it. */
export async function packedSize(folder: string): Promise<Size> {
  using packed = await pack([folder]);
  return await packed.sizeOf(folder, () => true);
}

async function unpack(folder: string, scratch: string, into: string): Promise<void> {
  const tarballs = join(scratch, 'tarballs', basename(into));
  mkdirSync(tarballs, { recursive: true });
  mkdirSync(into, { recursive: true });
  const pnpm = join(root, 'node_modules/.bin/pnpm');
  await run(pnpm, ['pack', '--pack-destination', tarballs], { cwd: join(root, folder) });
  const [tarball = ''] = readdirSync(tarballs);
  await run('tar', ['-xzf', join(tarballs, tarball), '-C', into, '--strip-components', '1']);
}

async function sizeOf(entry: string, isCounted: (specifier: string) => boolean): Promise<Size> {
  const bundle = await build({
    entryPoints: [entry],
    bundle: true,
    minify: true,
    format: 'esm',
    platform: 'neutral',
    write: false,
    logLevel: 'error',
    plugins: [leavingOut((specifier) => !isCounted(specifier))],
  });
  const code = bundle.outputFiles[0]?.contents ?? new Uint8Array();
  return { minified: code.byteLength, gzipped: gzipSync(code, { level: 9 }).byteLength };
}

/** Leaves imports of packages as they are. */
function leavingOut(isExternal: (specifier: string) => boolean): Plugin {
  return {
    name: 'leaving-out',
    setup({ onResolve }) {
      onResolve({ filter: /^[^./]/ }, ({ path, kind }) =>
        kind !== 'entry-point' && isExternal(path) ? { path, external: true } : undefined,
      );
    },
  };
}
