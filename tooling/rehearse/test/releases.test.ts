import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { serve } from '@patchbay/testing/node';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { moveSpec, replacedOnce } from '../newer.ts';
import { leftIn, unpublished } from '../release.ts';

describe('a release', () => {
  it('is of the packages that the registry does not have at their version, whether or not they changed', async () => {
    const packages = [
      { name: '@patchbay/core', version: '1.1.0' },
      { name: '@patchbay/email', version: '1.0.0' },
    ];
    await using server = await serve(
      (request) =>
        new Response('{}', {
          status: new URL(request.url).pathname === '/@patchbay/email/1.0.0' ? 200 : 404,
        }),
    );
    expect(await unpublished(packages, server.url)).toEqual([packages[0]]);
  });

  it('is refused where a package has no version yet', async () => {
    const packages = [{ name: '@patchbay/new', version: '0.0.0' }];
    await expect(unpublished(packages, 'http://127.0.0.1:9')).rejects.toThrow('named @patchbay/new');
  });

  it('is refused with what means something in the repository alone', () => {
    expect(leftIn('{"dependencies":{"zod":"^4.6.7"},"default":"./dist/index.js"}')).toEqual([]);
    expect(leftIn('{"zod":"catalog:","@patchbay/core":"workspace:^"}')).toEqual(['workspace:', 'catalog:']);
    expect(leftIn('{"@patchbay/source":"./src/index.ts"}')).toEqual(['@patchbay/source', '/src/']);
  });
});

describe('a newer core', () => {
  let folder = '';
  const dist = (): string => join(folder, 'node_modules/@patchbay/core/dist');
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'patchbay-newer-'));
    mkdirSync(dist(), { recursive: true });
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const stranger = () => ({ folder, node: () => Promise.resolve('') });

  it('accepts the interface that it has moved on to, and the one before', () => {
    writeFileSync(join(dist(), 'chunk.js'), 'var acceptedSpecs = [3, 4];\nvar other = [1];');
    expect(moveSpec(stranger(), 2)).toEqual([5, 6]);
    expect(readFileSync(join(dist(), 'chunk.js'), 'utf8')).toBe(
      'var acceptedSpecs = [5, 6];\nvar other = [1];',
    );
  });

  it('is not made of a core that says nowhere what it accepts', () => {
    writeFileSync(join(dist(), 'index.js'), 'export {};');
    expect(() => moveSpec(stranger(), 2)).toThrow('which interfaces it accepts');
  });

  it('says which file an edit no longer fits', () => {
    expect(replacedOnce('a b', 'b', '$&', 'x.ts')).toBe('a $&');
    expect(() => replacedOnce('b b', 'b', 'c', 'x.ts')).toThrow('x.ts');
  });
});
