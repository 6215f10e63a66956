import { createHash } from 'node:crypto';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { crc32, crc32c, crc64nvme, portableCrc32 } from '../../src/fake/content/crc.ts';
import { s3Fake } from '../../src/fake/index.ts';
import { send, stagedFake } from './requests.ts';

describe('checks', () => {
  // https://reveng.sourceforge.io/crc-catalogue/17plus.htm (2026-11-22)
  it.each([
    ['CRC-32', crc32, 'cbf43926'],
    ['CRC-32 without zlib', portableCrc32, 'cbf43926'],
    ['CRC-32C', crc32c, 'e3069283'],
    ['CRC-64/NVME', crc64nvme, 'ae8b14860a799888'],
  ])('%s has the catalogue’s check value, in one piece or two', (_name, make, expected) => {
    const [whole, halves] = [make(), make()];
    whole.update(Buffer.from('123456789'));
    halves.update(Buffer.from('1234'));
    halves.update(Buffer.from('56789'));
    expect([whole, halves].map((check) => check.digest().toString('hex'))).toEqual([expected, expected]);
  });
});

describe('bytes kept in a folder', () => {
  it('are read in ranges, and gone after a reset; a refused body leaves no file', async () => {
    const folder = await mkdtemp(join(tmpdir(), 's3-fake-'));
    const now = () => Date.parse('2026-11-22T04:00:00Z');
    const fake = s3Fake({ keep: { folder }, now });
    try {
      await send(fake, { method: 'PUT', target: '/bucket/k', body: '0123456789' });
      const part = await send(fake, { method: 'GET', target: '/bucket/k', headers: { range: 'bytes=3-5' } });
      expect(await part.text()).toBe('345');
      expect(fake.objects('bucket')[0]?.sha256).toBe(createHash('sha256').update('0123456789').digest('hex'));

      const refused = await send(fake, {
        method: 'PUT',
        target: '/bucket/wrong',
        body: 'x',
        headers: { 'content-md5': '1B2M2Y8AsgTpgAmY7PhCfg==' },
      });
      expect(refused.status).toBe(400);
      expect(await readdir(folder)).toHaveLength(1);
      await fake.reset();
      expect(await readdir(folder)).toEqual([]);
      expect(fake.objects('bucket')).toEqual([]);
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});

describe('the log', () => {
  it('names the operation of each request', async () => {
    const fake = stagedFake();
    await send(fake, { method: 'PUT', target: '/bucket/a%20b', body: 'x' });
    await send(fake, { method: 'GET', target: '/bucket?list-type=2' });
    expect(fake.log).toMatchObject([
      { operation: 'PutObject', bucket: 'bucket', key: 'a b', status: 200 },
      { operation: 'ListObjectsV2', query: { 'list-type': '2' }, status: 200 },
    ]);
  });
});
