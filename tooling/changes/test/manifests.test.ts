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
    [
      'a peer that can no longer be left out',
      { peerDependencies: { vendor: '^1' }, peerDependenciesMeta: { vendor: { optional: true } } },
      { peerDependencies: { vendor: '^1' } },
      ['major'],
    ],
    ['a machine that it no longer installs on', {}, { os: ['linux'] }, ['major']],
    [
      'a subpath that is gone, and that has no declarations',
      { exports: { '.': './a.js', './rules.yml': './rules.yml' } },
      { exports: { '.': './a.js' } },
      ['major', 'patch'],
    ],
    [
      'conditions in another order',
      { exports: { '.': { types: './a.d.ts', default: './a.js' } } },
      { exports: { '.': { default: './a.js', types: './a.d.ts' } } },
      ['major', 'patch'],
    ],
    [
      'another file at the same place',
      { exports: { '.': { default: './a.js' } } },
      { exports: { '.': { default: './b.js' } } },
      ['patch'],
    ],
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

  it('goes major with a dependency below 1.0.0 whose types users see, from one minor to the next', () => {
    const before = { manifest: { dependencies: { vendor: '^0.5.1' } }, catalog: new Map() };
    const after = (range: string) => ({ manifest: { dependencies: { vendor: range } }, catalog: new Map() });
    const [same] = compareManifests(before, after('^0.5.2'), () => true);
    const [other] = compareManifests(before, after('^0.6.0'), () => true);
    expect([same?.level, other?.level]).toEqual(['patch', 'major']);
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
