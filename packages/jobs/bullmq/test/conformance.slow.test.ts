import { runJobsConformance } from '@patchbay/jobs/conformance';
import { missingProgram } from '@patchbay/tooling-presets/system-program';
import { type RedisServer, redisProgram, startRedis } from '@patchbay/tooling-servers/redis';
import { afterAll, beforeAll, describe, it } from 'vitest';
import { toHarness } from './support/harness.ts';

// Slow, since it is Debian’s Redis: `npm test` needs nothing but what the registry has.
describe.skipIf(missingProgram(redisProgram))('BullMQ on Debian’s Redis', () => {
  let server: RedisServer;
  beforeAll(async () => {
    server = await startRedis({ requirepass: 'password-of-the-harness' });
  });
  afterAll(() => server[Symbol.asyncDispose]());

  runJobsConformance(
    toHarness(() => server.url),
    { describe, it },
  );
});
