import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { budgets, type Cost, excessOf } from '../cost.ts';
import { bytesOf, closureOf } from '../installed.ts';
import { adapterFolders } from '../measure.ts';

const budget: Cost = {
  own: { minified: 10_000, gzipped: 4000 },
  whole: { minified: 100_000, gzipped: 30_000 },
  installs: ['@patchbay/core', 'zod'],
  installedBytes: 1_000_000,
  vendor: { names: ['stripe'], packages: 1, installedBytes: 5_000_000 },
};

describe('a budget', () => {
  it('bears two percent more of everything, and any amount less', () => {
    const cost = { ...budget, own: { minified: 10_200, gzipped: 4080 }, installedBytes: 1_020_000 };
    expect(excessOf('payments-stripe', budget, cost)).toEqual([]);
    expect(excessOf('payments-stripe', budget, { ...budget, own: { minified: 1, gzipped: 1 } })).toEqual([]);
  });

  it('is exceeded by what is larger, which is named with its percents', () => {
    const cost = { ...budget, own: { minified: 10_000, gzipped: 4400 } };
    expect(excessOf('payments-stripe', budget, cost)).toEqual([
      'payments-stripe: its own code, gzipped: 4400 bytes, 10.0 % more than the 4000 of budgets.json.',
    ]);
  });

  it('is exceeded by one more package, however small', () => {
    const cost = { ...budget, installs: ['@patchbay/core', 'left-pad', 'zod'] };
    expect(excessOf('payments-stripe', budget, cost)).toEqual([
      'payments-stripe installs more packages: left-pad.',
    ]);
  });

  it('is exceeded by a dependency more that would pass for the vendor’s, and by what that brings', () => {
    const vendor = { names: ['left-pad', 'stripe'], packages: 2, installedBytes: 6_000_000 };
    expect(excessOf('payments-stripe', budget, { ...budget, vendor })).toEqual([
      'payments-stripe: installed for the vendor: 6000000 bytes, 20.0 % more than the 5000000 of budgets.json.',
      'payments-stripe takes more packages for the vendor’s: left-pad.',
    ]);
  });

  it('is missed where an adapter is new', () => {
    expect(excessOf('payments-acme', undefined, budget)).toEqual([
      'payments-acme has no budget: npm run budgets.',
    ]);
  });

  it('is not left behind by an adapter that is gone', () => {
    const foreign = Object.keys(budgets).filter((name) => !adapterFolders().some((one) => one.name === name));
    expect(foreign).toEqual([]);
  });
});

describe('what is installed', () => {
  it('is counted once, with peers and what fits the platform, without development and optional peers', () => {
    const root = mkdtempSync(join(tmpdir(), 'patchbay-installed-'));
    try {
      const add = (path: string, manifest: object) => {
        mkdirSync(join(root, path), { recursive: true });
        writeFileSync(join(root, path, 'package.json'), JSON.stringify(manifest));
      };
      const devDependencies = { vitest: '1' };
      add('.', { name: 'app', dependencies: { a: '1', b: '1' }, devDependencies });
      add('node_modules/a', { name: 'a', dependencies: { c: '1' }, optionalDependencies: { absent: '1' } });
      const peerDependenciesMeta = { unwanted: { optional: true } };
      add('node_modules/b', { name: 'b', peerDependencies: { c: '1', unwanted: '1' }, peerDependenciesMeta });
      add('node_modules/c', { name: 'c' });
      add('node_modules/vitest', { name: 'vitest' });
      const names = [...closureOf([root])].map((path) => path.slice(root.length));
      expect(names.toSorted()).toEqual(['', '/node_modules/a', '/node_modules/b', '/node_modules/c']);
      expect(bytesOf(join(root, 'node_modules/c'))).toBe('{"name":"c"}'.length);
    } finally {
      rmSync(root, { recursive: true });
    }
  });

  it('says which package lacks which', () => {
    const root = mkdtempSync(join(tmpdir(), 'patchbay-installed-'));
    try {
      writeFileSync(join(root, 'package.json'), JSON.stringify({ name: 'app', dependencies: { gone: '1' } }));
      expect(() => closureOf([root])).toThrow('app needs gone, which is not installed.');
    } finally {
      rmSync(root, { recursive: true });
    }
  });
});
