import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { complaintsAbout } from '../contents.ts';

describe('the files of a tarball', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'patchbay-contents-'));
    write('package.json', JSON.stringify(manifest));
    write('README.md', '# x');
    write('dist/index.js', "import { a } from '@patchbay/core/node';\nimport 'node:fs';\nimport './a.js';\n");
    write('dist/index.d.ts', "export declare const a: import('vendor/sub').A;\n");
    write('rules/one.yml', '');
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const manifest = {
    name: '@patchbay/x',
    files: ['dist', 'rules'],
    dependencies: { '@patchbay/core': '^1.0.0' },
    peerDependencies: { vendor: '^1.0.0' },
    devDependencies: { emulate: '1.0.0' },
  };

  function write(path: string, text: string): void {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }

  const complaints = () => complaintsAbout(folder, '/home/somebody/patchbay');

  it('are fine as a build writes them', () => {
    expect(complaints()).toEqual([]);
  });

  it('import nothing that an install does not bring, as code or as a type', () => {
    write('dist/a.js', "export const late = () => import('emulate/server');\n");
    write('dist/a.d.ts', "import type { B } from '@other/types/sub';\nexport type A = B;\n");
    expect(complaints()).toEqual([
      'dist/a.d.ts imports @other/types, which is none of its dependencies.',
      'dist/a.js imports emulate, which is none of its dependencies.',
    ]);
  });

  it('are those that users need', () => {
    write('dist/.env', '');
    write('test/a.test.ts', '');
    expect(complaints()).toEqual([
      'dist/.env is nothing that users need.',
      'test/a.test.ts is nothing that users need.',
    ]);
  });

  it('hold no secret, and nothing of the machine that they were built on', () => {
    const key = ['AKIA', 'Q3EGRIZ5ABCD1234'].join('');
    write('dist/a.js', `const key = '${key}'; const example = 'AKIAIOSFODNN7EXAMPLE';\n`);
    write('dist/index.js.map', '{"sources":["/home/somebody/patchbay/packages/x/src/index.ts"]}');
    expect(complaints()).toEqual([
      'dist/a.js holds what looks like an access key of AWS.',
      'dist/index.js.map names a folder of this machine.',
    ]);
  });
});
