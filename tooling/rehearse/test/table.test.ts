import { describe, expect, it } from 'vitest';
import { costOf, type Installed, medianOf, print, type Row, tooMuch } from '../table.ts';

const name = '@patchbay/payments-acme';

/** What npm would write down: an adapter with an SDK that brings one package of its own. */
function installedWith(ofCore: Readonly<Record<string, string>> = {}): Installed {
  return {
    '': { dependencies: { [name]: '^1.0.0' } },
    [`node_modules/${name}`]: {
      dependencies: { '@patchbay/core': '^1', '@patchbay/payments': '^1', acme: '^3', zod: '^4' },
    },
    'node_modules/@patchbay/payments': { dependencies: { '@patchbay/core': '^1', zod: '^4' } },
    'node_modules/@patchbay/core': { dependencies: ofCore },
    'node_modules/acme': { dependencies: { 'acme-wire': '^1' }, optionalDependencies: { 'acme-arm64': '1' } },
    'node_modules/acme/node_modules/acme-wire': {},
    'node_modules/acme-wire': {},
    'node_modules/zod': {},
    'node_modules/left-pad': {},
  };
}

function rowOf(installed: Installed): Row {
  const published = { name, version: '1.0.0', tarballBytes: 12_345 };
  return { ...published, ...costOf(installed, name), megabytes: 31.44, importRatio: 2.345 };
}

describe('what a package costs', () => {
  it('counts core, contract, adapter and zod over the SDK and what that brings', () => {
    const cost = costOf(installedWith(), name);
    expect(cost.sdks).toEqual(['acme']);
    expect(cost.overVendor).toBe(4);
    expect(cost.paths).toHaveLength(6);
  });

  it('takes the copy that Node would find, and nothing that is not installed', () => {
    const { paths } = costOf(installedWith(), name);
    expect(paths).toContain('node_modules/acme/node_modules/acme-wire');
    expect(paths).not.toContain('node_modules/acme-wire');
    expect(paths.join()).not.toContain('arm64');
  });

  it('leaves out a peer that is optional, even where something else has installed it', () => {
    const installed = {
      ...installedWith(),
      'node_modules/zod': {
        peerDependencies: { 'left-pad': '1' },
        peerDependenciesMeta: { 'left-pad': { optional: true } },
      },
    };
    expect(costOf(installed, name).paths).toHaveLength(6);
  });

  it('does not count jose against an adapter of auth: an application needs it to verify tokens', () => {
    const installed: Installed = {
      'node_modules/@patchbay/auth-acme': { dependencies: { '@patchbay/auth': '^1' } },
      'node_modules/@patchbay/auth': { dependencies: { jose: '^6' } },
      'node_modules/jose': {},
    };
    expect(costOf(installed, '@patchbay/auth-acme')).toMatchObject({ overVendor: 2, sdks: [] });
  });
});

describe('the verdict', () => {
  it('is silent about four packages', () => {
    expect(tooMuch([rowOf(installedWith())], installedWith())).toEqual([]);
  });

  it('names an adapter whose core has brought a fifth', () => {
    const installed = installedWith({ 'left-pad': '^1' });
    expect(tooMuch([rowOf(installed)], installed)).toEqual([
      expect.stringContaining(`${name} brings 5 packages over the vendor's own`),
    ]);
  });

  it('does not judge what is no adapter', () => {
    const row = { ...rowOf(installedWith()), name: '@patchbay/core', overVendor: 9 };
    expect(tooMuch([row], installedWith())).toEqual([]);
  });
});

describe('the table', () => {
  it('has a line for each package with all figures', () => {
    const [, line] = print([rowOf(installedWith())]);
    expect(line?.split(/ {2,}/)).toEqual([`${name} 1.0.0`, '12.3 kB', '4', '6', '31.4 MB', '2.3']);
  });

  it('takes the figure in the middle, whatever the order', () => {
    expect(medianOf([9, 1, 3])).toBe(3);
  });
});
