// Takes jobs beside others that do the same until there are none left, and prints what it did, job by job. It says when
// it has its first ones, and begins with them when it is told to: so nobody is done before all have begun.
import { once } from 'node:events';
import { sqliteJobs } from '@patchbay/jobs-sqlite';

const [, , file = ''] = process.argv;
// Each waits for as long as it takes: on a busy machine whoever writes may be stopped amid it.
await using jobs = sqliteJobs(
  { file, durability: 'process', busyTimeoutMs: 10_000 },
  { policy: { timeoutMs: 20_000, deadlineMs: 60_000 } },
);
const done: { id: string; orderingKey: string | undefined; at: string }[] = [];
const claim = () => jobs.claim({ queue: 'orders', limit: 3, leaseMs: 600_000 });
let claimed = await claim();
process.stdout.write('begun\n');
await once(process.stdin, 'data');
process.stdin.destroy();
for (;;) {
  for (const { queue, id, token, orderingKey } of claimed) {
    const at = String(process.hrtime.bigint()); // one clock for all processes
    if (await jobs.complete({ queue, id, token })) done.push({ id, orderingKey, at });
  }
  const { ready, delayed } = await jobs.stats({ queue: 'orders' });
  if (ready + delayed === 0) break;
  claimed = await claim();
}
process.stdout.write(JSON.stringify(done));
