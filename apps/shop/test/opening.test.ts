import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { listen } from '../src/listen.ts';
import { readSettings } from '../src/settings.ts';
import { openStore } from '../src/store/store.ts';
import { openShop } from './support/shop.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'postcard-opening-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const problemOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

describe('a shop that cannot open says why', () => {
  it('when another shop has its folder open', async () => {
    const first = openStore(folder);
    expect(() => openStore(folder)).toThrow(/SHOP_DATA\n.*another shop has it open/);
    first.close();
    openStore(folder).close();
  });

  it('when its file holds something else', async () => {
    await writeFile(join(folder, 'shop.sqlite'), 'a shopping list, '.repeat(200));
    expect(() => openStore(folder)).toThrow(/SHOP_DATA\n.*not a database[^]*move shop\.sqlite away/);
  });

  it('when its file has other tables', async () => {
    const { DatabaseSync } = await import('node:sqlite');
    const file = new DatabaseSync(join(folder, 'shop.sqlite'));
    file.exec('CREATE TABLE orders (number INTEGER PRIMARY KEY, id TEXT)');
    file.close();
    expect(() => openStore(folder)).toThrow(/SHOP_DATA\n.*no column/);
  });

  it('when its folder is a file, or lies where it may not write', async () => {
    await writeFile(join(folder, 'taken'), '');
    expect(() => openStore(join(folder, 'taken'))).toThrow(/SHOP_DATA\n.*EEXIST/);
    expect(() => openStore(join(folder, 'taken', 'deeper'))).toThrow(/SHOP_DATA\n.*ENOTDIR/);
    if (process.getuid?.() === 0) return; // root may write everywhere
    await chmod(folder, 0o500);
    expect(() => openStore(join(folder, 'new'))).toThrow(/SHOP_DATA\n.*EACCES/);
  });

  it('when the books of its provider are broken', async () => {
    await writeFile(join(folder, 'payments.json'), '{"version":1,');
    const problem = await openShop({ SHOP_DATA: folder }).catch(problemOf);
    expect(problem).toContain('payments.json');
    expect(problem).toContain('Move it away');
  });

  it.each([
    ['HOST', { host: '192.0.2.1', port: 0 }],
    ['HOST', { host: 'no-such-host.invalid', port: 0 }],
  ])('when %s is of no use: %o', async (path, address) => {
    const problem = await listen({ ...address, portIsFixed: true }).catch(problemOf);
    expect(problem).toMatch(new RegExp(`^ {2}${path}\n`, 'm'));
  });

  it.each([
    'https://example.com/shop',
    'https://user@example.com',
    'https://example.com/?a',
    'ftp://example.com',
  ])('when SHOP_URL is %s, under which its links would break', (url) => {
    expect(readSettings({ SHOP_URL: url }).problems).toMatchObject([{ path: 'SHOP_URL' }]);
  });

  it('takes a SHOP_URL with or without a slash at its end', () => {
    for (const url of ['https://example.com', 'https://Example.com/'])
      expect(readSettings({ SHOP_URL: url })).toMatchObject({
        settings: { publicUrl: 'https://example.com' },
        problems: [],
      });
  });
});
