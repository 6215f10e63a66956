import { describe, expect, it } from 'vitest';
import { bullmqJobs } from '../src/index.ts';
import { addressOf } from '../src/options.ts';

describe('the URL', () => {
  it('tells host, port, database, user and password', () => {
    expect(addressOf({ url: 'redis://shop:p%40ss%2Fword@redis.example.com:6380/3' })).toEqual({
      host: 'redis.example.com',
      port: 6380,
      username: 'shop',
      password: 'p@ss/word',
      database: 3,
      isEncrypted: false,
    });
  });

  it('may leave out all but the host', () => {
    const plain = { host: 'localhost', port: 6379, database: 0, isEncrypted: false };
    expect(addressOf({ url: 'redis://localhost' })).toEqual(plain);
    expect(addressOf({ url: 'redis://localhost/' })).toEqual(plain);
  });

  it('asks for TLS by its scheme, and may have an address for a host', () => {
    expect(addressOf({ url: 'rediss://:secret@[::1]' })).toMatchObject({ host: '::1', isEncrypted: true });
  });

  it.each([
    'localhost:6379',
    'http://localhost',
    'redis://',
    'redis:///tmp/redis.sock',
    'redis://localhost/zero',
    'redis://localhost/1/2',
    'redis://localhost?tls=true',
    'redis://localhost#1',
    'redis://:100%@localhost',
  ])('is refused where it cannot be followed, and is not shown: %s', (url) => {
    expect(() => bullmqJobs({ url })).toThrow(expect.objectContaining({ code: 'config_invalid' }));
    expect(() => bullmqJobs({ url })).not.toThrow(url);
  });
});

describe('the prefix', () => {
  it('has no control character and no colon, which BullMQ parts names by, and is not empty', () => {
    for (const prefix of ['', 'a\n', 'a:b', 'a'.repeat(201)])
      expect(() => bullmqJobs({ url: 'redis://localhost', prefix })).toThrow(/prefix/);
  });
});

describe('configuration', () => {
  it('finds the URL in the environment, and knows that it is secret', () => {
    const fields = bullmqJobs.adapter.fields.map(({ name, env, secret = false, required }) => ({
      name,
      env,
      secret,
      required,
    }));
    expect(fields).toEqual([
      { name: 'url', env: 'REDIS_URL', secret: true, required: true },
      { name: 'prefix', env: 'JOBS_BULLMQ_PREFIX', secret: false, required: false },
      { name: 'keepDoneMs', env: 'JOBS_BULLMQ_KEEP_DONE_MS', secret: false, required: false },
    ]);
  });
});
