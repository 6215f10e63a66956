import { describe, expect, it } from 'vitest';
import { readBill } from '../bill.ts';
import { isAllowed, refusalsIn, unbilled } from '../judge.ts';

/** A bill as pnpm writes one. */
function bill(name: string, components: readonly object[]) {
  const component = { group: '@patchbay', name, version: '1.0.0', licenses: [{ license: { id: 'MIT' } }] };
  return readBill(
    JSON.stringify({ bomFormat: 'CycloneDX', specVersion: '1.6', metadata: { component }, components }),
  );
}

const part = (name: string, ...licenses: readonly object[]) => ({ name, version: '2.0.0', licenses });

describe('the licences', () => {
  it.each([
    ['MIT', true],
    ['(MIT OR CC0-1.0)', true],
    ['GPL-3.0-only OR MIT', true],
    ['MIT AND ISC', true],
    ['MIT AND GPL-3.0-only', false],
    ['(MIT OR GPL-3.0-only) AND GPL-2.0-only', false],
    ['AGPL-3.0-only', false],
    ['SEE LICENSE IN LICENSE.md', false],
    ['toString', false],
    [undefined, false],
  ])('%s: allowed is %s', (licence, verdict) => {
    expect(isAllowed(licence)).toBe(verdict);
  });

  it('name each package that is refused once, with all of ours that bring it', () => {
    const copyleft = part('copyleft', { license: { id: 'AGPL-3.0-only' } });
    const silent = part('silent');
    const fine = part('fine', { expression: '(MIT OR CC0-1.0)' });
    expect(
      refusalsIn([bill('core', [fine]), bill('cli', [copyleft, silent]), bill('sync', [copyleft])]),
    ).toEqual([
      {
        name: 'copyleft',
        version: '2.0.0',
        licence: 'AGPL-3.0-only',
        broughtBy: ['@patchbay/cli', '@patchbay/sync'],
      },
      { name: 'silent', version: '2.0.0', licence: undefined, broughtBy: ['@patchbay/cli'] },
    ]);
  });

  it('all hold where a package names several', () => {
    const both = part('both', { license: { id: 'MIT' } }, { license: { name: 'Commercial' } });
    expect(refusalsIn([bill('core', [both])])).toMatchObject([{ licence: 'MIT AND Commercial' }]);
  });

  it('are asked of every published package', () => {
    expect(unbilled([bill('core', [])], ['@patchbay/core', '@patchbay/cli'])).toEqual(['@patchbay/cli']);
  });

  it('are not judged by a bill of another form', () => {
    expect(() => readBill('{"bomFormat":"SPDX"}')).toThrow('CycloneDX');
  });
});
