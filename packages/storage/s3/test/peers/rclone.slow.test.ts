import { randomBytes } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { missingProgram } from '@patchbay/tooling-presets/system-program';
import { describe, expect, it } from 'vitest';
import { credentials } from '../fake/sdk.ts';
import { commandsOf, workshop } from './client.ts';

const rclone = { debianPackage: 'rclone', path: '/usr/bin/rclone' };
const start = () =>
  workshop(commandsOf(rclone.path), (url) => ({
    RCLONE_CONFIG: '/dev/null',
    RCLONE_CONFIG_FAKE_TYPE: 's3',
    RCLONE_CONFIG_FAKE_PROVIDER: 'Other',
    RCLONE_CONFIG_FAKE_LIST_VERSION: '2',
    RCLONE_CONFIG_FAKE_REGION: 'us-east-1',
    RCLONE_CONFIG_FAKE_ENDPOINT: url,
    RCLONE_CONFIG_FAKE_FORCE_PATH_STYLE: 'true',
    RCLONE_CONFIG_FAKE_NO_CHECK_BUCKET: 'true',
    RCLONE_CONFIG_FAKE_ACCESS_KEY_ID: credentials.accessKeyId,
    RCLONE_CONFIG_FAKE_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    RCLONE_S3_UPLOAD_CUTOFF: '6Mi',
    RCLONE_S3_CHUNK_SIZE: '5Mi',
    RCLONE_RETRIES: '1',
    RCLONE_LOW_LEVEL_RETRIES: '1',
  }));

describe.skipIf(missingProgram(rclone))('rclone against the fake', { timeout: 120_000 }, () => {
  it('copy, check, ls, delete: a tree with a file of 20 MiB is the same there, then gone', async () => {
    await using shop = await start();
    await mkdir(join(shop.folder, 'tree/deep'), { recursive: true });
    await writeFile(join(shop.folder, 'tree/large'), randomBytes(20 * 1024 * 1024));
    await writeFile(join(shop.folder, 'tree/deep/naïve a+b'), 'small');

    await shop.call('copy', 'tree', 'fake:bucket/tree');
    expect(shop.fake.objects('bucket')).toMatchObject([
      { key: 'tree/deep/naïve a+b', size: 5 },
      { key: 'tree/large', parts: [5_242_880, 5_242_880, 5_242_880, 5_242_880] },
    ]);
    expect(shop.fake.uploads('bucket')).toEqual([]);
    await shop.call('check', '--download', 'tree', 'fake:bucket/tree');
    const listed = await shop.call('ls', 'fake:bucket/tree');
    expect(listed.trim().split(/\s*\n\s*/)).toEqual(
      expect.arrayContaining(['20971520 large', '5 deep/naïve a+b']),
    );
    await shop.call('copyto', 'fake:bucket/tree/large', 'fake:bucket/copy');
    await shop.call('delete', 'fake:bucket/tree');
    expect(shop.fake.objects('bucket').map(({ key }) => key)).toEqual(['copy']);
  });

  it('check: a file that differs is noticed by its ETag', async () => {
    await using shop = await start();
    await mkdir(join(shop.folder, 'tree'));
    await writeFile(join(shop.folder, 'tree/a'), 'one');
    await shop.call('copy', 'tree', 'fake:bucket');
    await writeFile(join(shop.folder, 'tree/a'), 'two');
    await expect(shop.call('check', 'tree', 'fake:bucket')).rejects.toThrow('1 differences found');
  });
});
