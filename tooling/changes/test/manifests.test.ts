import { describe, expect, it } from 'vitest';
import { compareManifests, type Manifest, readCatalog } from '../manifests.ts';

const levels = (before: Manifest, after: Manifest) =>
  compareManifests(
    { manifest: before, catalog: new Map() },
    { manifest: after, catalog: new Map() },
    () => false,
  ).map(({ level }) => level);

describe('a changed package.json', () => {
  it.each([
    ['a newer Node that is needed', { engines: { node: '>=20' } }, { engines: { node: '>=22' } }, ['major']],
    [
      'a Node more that serves',
      { engines: { node: '^20 || >=22' } },
      { engines: { node: '^20 || ^21 || >=22' } },
      ['minor'],
    ],
    ['a peer that is needed newly', {}, { peerDependencies: { vendor: '^1' } }, ['major']],
    ['a peer that is needed no more', { peerDependencies: { vendor: '^1' } }, {}, ['minor']],
    ['a command that is gone', { bin: { patchbay: './main.js' } }, {}, ['major']],
    [
      'a dependency of users',
      { dependencies: { vendor: '^1.0.0' } },
      { dependencies: { vendor: '^1.1.0' } },
      ['patch'],
    ],
    ['a dependency of tests', { devDependencies: { vendor: '^1' } }, {}, []],
    ['its version and its description', { version: '1.0.0' }, { version: '1.1.0', description: 'New.' }, []],
  ])('%s', (_name, before, after, expected) => {
    expect(levels(before, after)).toEqual(expected);
  });

  it('has the ranges of the default catalog, and of no other', () => {
    const catalog = readCatalog(
      "packages:\n  - packages/*\n\n# Ranges.\ncatalog:\n  '@scope/one': ^1.2.0\n\n  two: 2.0.0\n\ncatalogs:\n  tools:\n    three: 3.0.0\n",
    );
    expect([...catalog]).toEqual([
      ['@scope/one', '^1.2.0'],
      ['two', '2.0.0'],
    ]);
  });
});
