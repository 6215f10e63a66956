// Makes one call, and prints the error that it ends with.
import { IntegrationError } from '@patchbay/core';
import { sqliteJobs } from '@patchbay/jobs-sqlite';

const [, , file = ''] = process.argv;
try {
  await sqliteJobs({ file, busyTimeoutMs: 0 }, { policy: { retry: false } }).stats({ queue: 'mails' });
} catch (error) {
  process.stdout.write(JSON.stringify(IntegrationError.is(error) ? error : String(error)));
}
