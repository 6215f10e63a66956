import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Bytes of a package's main entry, minified and gzipped, read from the tarball that would be published. */
export async function packedSize(
  folder: string,
): Promise<{ readonly minified: number; readonly gzipped: number }> {
  const scratch = mkdtempSync(join(tmpdir(), 'patchbay-size-'));
  try {
    const pnpm = join(root, 'node_modules/.bin/pnpm');
    execFileSync(pnpm, ['pack', '--pack-destination', scratch], { cwd: join(root, folder), stdio: 'pipe' });
    const [tarball = ''] = readdirSync(scratch);
    execFileSync('tar', ['-xzf', tarball], { cwd: scratch });
    const bundle = await build({
      entryPoints: [join(scratch, 'package/dist/index.js')],
      bundle: true,
      minify: true,
      format: 'esm',
      platform: 'neutral',
      write: false,
      logLevel: 'error',
    });
    const code = bundle.outputFiles[0]?.contents ?? new Uint8Array();
    return { minified: code.byteLength, gzipped: gzipSync(code, { level: 9 }).byteLength };
  } finally {
    rmSync(scratch, { recursive: true });
  }
}
