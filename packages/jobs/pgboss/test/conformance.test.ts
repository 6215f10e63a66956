import { runJobsConformance } from '@patchbay/jobs/conformance';
import { type PostgresServer, postgresServer } from '@patchbay/tooling-servers/postgres';
import { afterAll, beforeAll, describe, it } from 'vitest';
import { harnessOn } from './support/harness.ts';

let server: PostgresServer;
beforeAll(async () => {
  server = await postgresServer();
});
afterAll(() => server[Symbol.asyncDispose]());

// Every case has a schema and a clock of its own: they run beside each other, but not while the server is restarted.
const how = (name: string) => (name.includes('restart') ? it : it.concurrent);
const patienceMs = 120_000; // random histories are thousands of transactions
const beside = (name: string, body: () => Promise<void>) => how(name)(name, body, patienceMs);

runJobsConformance(
  harnessOn(() => server),
  { describe, it: Object.assign(beside, { skip: it.skip }) },
);
