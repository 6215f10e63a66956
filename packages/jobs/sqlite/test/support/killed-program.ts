// Enqueues and works for ever, and says of each job that it was written down or done.
import { sqliteJobs } from '@patchbay/jobs-sqlite';

const [, , file = '', name = ''] = process.argv;
await using jobs = sqliteJobs({ file, durability: 'process' });
const queue = 'orders';
for (let count = 1; ; count += 1) {
  const id = `${name}.${count}`;
  await jobs.enqueue({ queue, id, payload: id, orderingKey: `key-${count % 3}` });
  process.stdout.write(`enqueued ${id}\n`);
  for (const job of await jobs.claim({ queue, limit: 2, leaseMs: 1000 })) {
    if (!(await jobs.complete({ queue, id: job.id, token: job.token }))) continue;
    process.stdout.write(`done ${job.id}\n`);
  }
}
