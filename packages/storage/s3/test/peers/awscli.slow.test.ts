import { randomBytes } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { missingProgram } from '@patchbay/tooling-presets/system-program';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type AwsCommands, awsCommands } from './aws-commands.ts';
import { awsEnvironment, workshop } from './client.ts';

const awscli = { debianPackage: 'awscli', path: '/usr/bin/aws' };
const mebibyte = 1024 * 1024;

describe.skipIf(missingProgram(awscli))('awscli against the fake', { timeout: 120_000 }, () => {
  let aws: AwsCommands;
  beforeAll(() => {
    aws = awsCommands();
  });
  afterAll(() => aws[Symbol.asyncDispose]());
  const start = () => workshop(aws.run, () => awsEnvironment);

  it('cp: 20 MiB go up in parts and come down the same', async () => {
    await using shop = await start();
    const bytes = randomBytes(20 * mebibyte);
    await writeFile(join(shop.folder, 'large'), bytes);
    await shop.call('--endpoint-url', shop.url, 's3', 'cp', 'large', 's3://bucket/in/large');
    await shop.call('--endpoint-url', shop.url, 's3', 'cp', 's3://bucket/in/large', 'back');

    expect(shop.fake.objects('bucket')[0]?.parts?.length).toBeGreaterThan(1);
    expect(shop.fake.uploads('bucket')).toEqual([]);
    expect((await readFile(join(shop.folder, 'back'))).equals(bytes)).toBe(true);
  });

  it('ls, sync, mv, rm: a tree with odd names goes up, is listed, moved and removed', async () => {
    await using shop = await start();
    const s3 = (...parameters: readonly string[]) =>
      shop.call('--endpoint-url', shop.url, 's3', ...parameters);
    const names = ['a b+c.txt', 'naïve.txt', 'deep/er/x.txt'];
    await mkdir(join(shop.folder, 'tree/deep/er'), { recursive: true });
    for (const name of names) await writeFile(join(shop.folder, 'tree', name), name);

    await s3('sync', 'tree', 's3://bucket/tree');
    expect(shop.fake.objects('bucket').map(({ key }) => key)).toEqual(
      ['a b+c.txt', 'deep/er/x.txt', 'naïve.txt'].map((name) => `tree/${name}`),
    );
    expect(await s3('sync', 'tree', 's3://bucket/tree')).toBe('');
    expect(await s3('ls', 's3://bucket/tree/')).toMatch(/PRE deep\/\n.* a b\+c\.txt\n.* naïve\.txt\n/);
    await s3('mv', 's3://bucket/tree/a b+c.txt', 's3://bucket/moved');
    await s3('rm', '--recursive', 's3://bucket/tree');
    expect(shop.fake.objects('bucket').map(({ key }) => key)).toEqual(['moved']);
  });

  it('presign: the address opens without credentials', async () => {
    await using shop = await start();
    await writeFile(join(shop.folder, 'small'), 'hello');
    await shop.call('--endpoint-url', shop.url, 's3', 'cp', 'small', 's3://bucket/small');
    const address = await shop.call('--endpoint-url', shop.url, 's3', 'presign', 's3://bucket/small');
    expect(await (await fetch(address.trim())).text()).toBe('hello');
  });

  it('s3api: a wrong secret is told so', async () => {
    await using shop = await workshop(aws.run, () => ({ ...awsEnvironment, AWS_SECRET_ACCESS_KEY: 'wrong' }));
    const call = shop.call('--endpoint-url', shop.url, 's3api', 'list-objects-v2', '--bucket', 'bucket');
    await expect(call).rejects.toThrow('SignatureDoesNotMatch');
  });
});
